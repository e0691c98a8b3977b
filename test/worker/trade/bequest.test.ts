import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openBooks, type Books } from '../../../worker/books/books.ts';
import type { ShopAnswer, ShopQuestion } from '../../../worker/trade/ask.ts';
import { bequeath } from '../../../worker/trade/bequest.ts';
import { createVirtualClock, type VirtualClock } from '../../ground/time/virtual-clock.ts';

const [FIRST, SECOND] = ['1'.repeat(24), '2'.repeat(24)];
const POD = 'wood-1@10.0.0.9:8080';

let books: Books;
let clock: VirtualClock;
let asked: ShopQuestion[];
let heirs: Set<string>;
let why: string | undefined;
beforeEach(async () => {
  books = openBooks();
  clock = createVirtualClock({ pauses: 'jump' });
  [asked, heirs] = [[], new Set()];
  await books.commit((ledger) => ledger.move('wood', { produced: 7 }));
});
afterEach(() => books.close());

const answered = (status: number, from: string, ip = '10.0.0.1'): ShopAnswer => ({
  is: 'answered',
  status,
  headers: { 'civ-books': from, 'civ-pod': `wood-2@${ip}:8080` },
  body: '{}',
});
const refused: ShopAnswer = { is: 'unreached', why: 'GET http://wood/inventory: connection refused' };
const takeAll = () => books.commit((ledger) => ledger.move('wood', { sold: 7 }));

/** Closes against a store and heirs that answer as `answer` says; resolves with how long it took. */
async function close(answer: (question: ShopQuestion) => Promise<ShopAnswer> | ShopAnswer, store = 'http://wood') {
  const ask = async (question: ShopQuestion) => {
    asked.push(question);
    return answer(question);
  };
  const options = { books, store: store || undefined, pod: POD, ask, reach: 'pods' as const, clock, heirs, mostMs: 5_000 };
  why = await bequeath({ ...options, settled: () => true, tell: () => undefined });
  return clock.now();
}
const isHeirAsked = ({ url }: ShopQuestion) => url.endsWith('/heir');

describe('a worker that closes', () => {
  it('asks another worker behind its store to come, and is done when all is gone', async () => {
    const took = await close(async (question) => {
      if (!isHeirAsked(question)) return answered(200, FIRST);
      await takeAll();
      return answered(202, FIRST);
    });
    expect(asked.map(({ method = 'GET', url, body }) => [method, url, body])).toEqual([
      ['GET', 'http://wood/inventory', undefined],
      ['POST', 'http://10.0.0.1:8080/heir', JSON.stringify({ pod: POD, books: books.id })],
    ]);
    expect(asked[1]?.headers).toEqual({ 'civ-for': FIRST });
    expect([[...heirs], took < 1_000]).toEqual([[FIRST], true]);
  });

  it('lets those alone have its stock that it has asked, and asks none that it has not found', async () => {
    await close(() => refused);
    expect([[...heirs], asked.some(isHeirAsked)]).toEqual([[], false]);
  });

  it('does not ask itself, though the store may still lead to it', async () => {
    await close(() => answered(200, books.id));
    expect(asked.some(isHeirAsked)).toBe(false);
  });

  it('gives up after a while where nobody can come: workers of before, others that close, none at all', async () => {
    for (const status of [404, 409]) {
      asked = [];
      const began = clock.now();
      const took = (await close((question) => (isHeirAsked(question) ? answered(status, FIRST) : answered(200, FIRST)))) - began;
      expect([took >= 5_000, took < 6_000, asked.filter(isHeirAsked).length > 1]).toEqual([true, true, true]);
    }
  });

  it('asks the next one where the first agrees and does not come', async () => {
    let turn = 0;
    await close(async (question) => {
      if (!isHeirAsked(question)) return (turn += 1) === 1 ? answered(200, FIRST, '10.0.0.1') : answered(200, SECOND, '10.0.0.2');
      if (question.headers?.['civ-for'] === SECOND) await takeAll();
      return answered(202, question.headers?.['civ-for'] ?? '');
    });
    expect(asked.filter(isHeirAsked).map(({ url }) => url)).toEqual(['http://10.0.0.1:8080/heir', 'http://10.0.0.2:8080/heir']);
  });

  it('gives nobody longer than five seconds', async () => {
    const took = await close((question) => answered(isHeirAsked(question) ? 202 : 200, FIRST));
    expect([took >= 5_000, took < 6_000]).toEqual([true, true]);
  });

  it.each([
    ['GET http://wood/inventory: connection refused', refused, refused],
    ['http://wood leads to no worker but this one', undefined, refused],
    ['the worker at 10.0.0.1:8080 does not come: it answered 409', answered(200, FIRST), answered(409, FIRST)],
    [undefined, answered(200, FIRST), answered(202, FIRST)],
  ])('tells why nobody came: %s', async (reason, inventory, heir) => {
    await close((question) => (isHeirAsked(question) ? heir : (inventory ?? answered(200, books.id))));
    expect(why).toBe(reason);
  });

  it('asks another one where one takes its time to answer, and does not wait for it in the end', async () => {
    await close(async (question) => {
      if (asked.length === 1) return new Promise<ShopAnswer>(() => undefined);
      if (!isHeirAsked(question)) return answered(200, SECOND, '10.0.0.2');
      await takeAll();
      return answered(202, SECOND);
    });
    expect(asked.filter(isHeirAsked).map(({ url }) => url)).toEqual(['http://10.0.0.2:8080/heir']);
  });

  it('seeks nobody where it does not know its store', async () => {
    expect([await close(() => answered(200, FIRST), ''), asked]).toEqual([0, []]);
  });

  it('asks nobody for nothing', async () => {
    await takeAll();
    expect([await close(() => answered(200, FIRST)), asked]).toEqual([0, []]);
  });
});
