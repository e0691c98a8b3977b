import { describe, expect, it } from '@jest/globals';
import type { BooksTold } from '../../../dashboard/books/ask-books.ts';
import { createBooksWatch } from '../../../dashboard/books/books-watch.ts';
import { moveKey } from '../../../dashboard/books/progress.ts';
import { measuredRealm } from '../../../dashboard/books/good-rates.ts';
import { createVirtualClock } from '../../ground/time/virtual-clock.ts';
import { booksPage } from './books-page.ts';

const REFUSED: BooksTold = { why: 'connection refused', forbidden: false };

/** Workers whose books are read by a ruled clock; `tell` is what each of them says at a second. */
async function watched(pods: readonly string[], tell: (pod: string, second: number) => BooksTold, { mostPerSecond = 200 } = {}) {
  const clock = createVirtualClock();
  const over = new AbortController();
  const asked: { readonly pod: string; readonly atMs: number }[] = [];
  const ask = Object.assign(
    async ({ name }: { readonly name: string }) => {
      asked.push({ pod: name, atMs: clock.now() });
      return tell(name, clock.now() / 1_000);
    },
    { mostPerSecond, remedy: 'let it in' },
  );
  const watch = createBooksWatch({
    workers: () =>
      pods.map((name) => ({ shop: `one/${name.replace(/-\d+$/, '')}`, address: { namespace: 'one', name, ip: '10.0.0.1', port: 8_080 } })),
    ask,
    windowOf: () => 60_000,
    clock,
    wall: () => clock.now(),
    changed: () => undefined,
  });
  const running = watch.run(over.signal);
  return {
    watch,
    asked,
    pass: (seconds: number) => clock.advance(seconds * 1_000),
    async [Symbol.asyncDispose]() {
      over.abort();
      await clock.advance(0);
      await running;
    },
  };
}
const makes = (perSecond: number, second: number, id = 'a'): BooksTold => ({
  books: booksPage({ id, goods: { wood: { produced: Math.floor(perSecond * second) } } }),
});
const made = moveKey('made', 'wood');

describe('the books of all workers', () => {
  it('say how much a shop makes, all its workers together', async () => {
    await using run = await watched(['wood-1', 'wood-2'], (pod, second) => makes(2, second, pod));
    await run.pass(50);
    expect(run.watch.of('one/wood')).toMatchObject({ workers: 2, answering: 2, rates: undefined, readyAt: expect.stringMatching(/^1970/) });
    await run.pass(30);
    expect([run.watch.of('one/wood')?.rates?.get(made), run.watch.source]).toEqual([4, { state: 'live', says: '' }]);
  });

  it('say when there will be rates from their first answer on', async () => {
    await using run = await watched(['wood-1'], (_, second) => makes(2, second));
    for (let second = 5; second < 60; second += 5) {
      await run.pass(5);
      const told = { answering: 1, rates: undefined, readyAt: expect.stringMatching(/^1970-01-01T00:01:/) };
      expect(run.watch.of('one/wood')).toMatchObject(told);
    }
  });

  it('say within 2 % how much was sold, all over the realm, though each worker sells in bursts and is read at another time', async () => {
    const pods = Array.from({ length: 200 }, (_, index) => `shop${Math.floor(index / 5)}-${index}`);
    const perSecond = (pod: string): number => 0.05 + (Number(pod.split('-')[1]) % 17) * 0.04;
    const sold = (pod: string, second: number): number => 3 * Math.floor((perSecond(pod) * second) / 3 + Number(pod.split('-')[1]) * 0.37);
    await using run = await watched(pods, (pod, second) => ({ books: booksPage({ id: pod, sales: sold(pod, second) }) }));
    await run.pass(120);
    const shops = [...new Set(pods.map((pod) => `one/${pod.replace(/-\d+$/, '')}`))];
    for (let minute = 2; minute < 12; minute += 1) {
      const inWindow = pods.reduce((sum, pod) => sum + sold(pod, minute * 60) - sold(pod, (minute - 1) * 60), 0) / 60;
      expect(Math.abs((measuredRealm(run.watch.of, shops).trades ?? 0) / inWindow - 1)).toBeLessThan(0.02);
      await run.pass(60);
    }
  });

  it('say nothing below zero and no spike when a worker begins again with new books', async () => {
    await using run = await watched(['wood-1'], (_, second) => (second < 100 ? makes(2, second) : makes(2, second - 100 + 1_000_000, 'b')));
    const seen: number[] = [];
    for (let second = 0; second < 240; second += 5) {
      await run.pass(5);
      seen.push(run.watch.of('one/wood')?.rates?.get(made) ?? 2);
    }
    expect([Math.min(...seen), Math.max(...seen)]).toEqual([2, 2]);
  });

  it('that nobody answers are said, with what would help, and the same for some of them', async () => {
    await using none = await watched(['wood-1', 'wood-2'], () => REFUSED);
    await none.pass(20);
    expect(none.watch.source).toEqual({ state: 'stale', says: '0 of 2 workers answer: rates unknown: connection refused: let it in' });
    expect(none.watch.of('one/wood')).toMatchObject({ workers: 2, answering: 0, rates: undefined });
    await using some = await watched(['wood-1', 'wood-2'], (pod, second) => (pod === 'wood-1' ? makes(2, second) : REFUSED));
    await some.pass(80);
    expect(some.watch.source.says).toBe('1 of 2 workers answer: rates of the others unknown: connection refused: let it in');
    expect(some.watch.of('one/wood')).toMatchObject({ workers: 2, answering: 1 });
  });

  it('are asked for seldom where nobody answers', async () => {
    await using run = await watched(['wood-1'], () => REFUSED);
    await run.pass(120);
    expect(run.asked.length).toBeLessThan(8);
  });

  it('are asked for evenly, and no more often than is allowed', async () => {
    const pods = Array.from({ length: 3_000 }, (_, index) => `wood-${index}`);
    await using run = await watched(pods, (pod, second) => makes(1, second, pod));
    await run.pass(15);
    expect(new Set(run.asked.map(({ pod }) => pod)).size).toBe(3_000);
    const bySecond = Map.groupBy(run.asked, ({ atMs }) => Math.floor(atMs / 1_000));
    expect(Math.max(...[...bySecond.values()].map(({ length }) => length))).toBeLessThanOrEqual(201);
  });

  it('are asked for a few at a time: who wakes up for each has nothing left for anybody else', async () => {
    const pods = Array.from({ length: 3_000 }, (_, index) => `wood-${index}`);
    await using run = await watched(pods, (pod, second) => makes(1, second, pod));
    await run.pass(15);
    expect(new Set(run.asked.map(({ atMs }) => atMs)).size).toBeLessThanOrEqual(15 * 20 + 1);
  });

  it('that do not balance are trouble, by name', async () => {
    await using run = await watched(['wood-1'], () => ({ books: booksPage({ goods: { wood: { produced: 3, stock: 4, inDoubt: 2 } } }) }));
    await run.pass(10);
    expect(run.watch.of('one/wood')).toMatchObject({ problem: 'its books do not balance: wood', inDoubt: 2 });
  });

  it('stay with the pod that showed them first', async () => {
    await using run = await watched(['axe-1', 'thief-1', 'wood-1'], (pod, second) => {
      if (pod !== 'axe-1') return makes(1, second, 'w');
      return { books: booksPage({ id: 'x', goods: { wood: { bought: 3 * second } }, bought: { w: { wood: 3 * second } } }) };
    });
    await run.pass(80);
    const rates = run.watch.of('one/axe')?.rates;
    expect([rates?.get(moveKey('bought', 'wood', 'one/thief')), rates?.get(moveKey('bought', 'wood', 'one/wood'))]).toEqual([3, undefined]);
  });
});
