import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { createQueue } from '../../../../controllers/runtime/queue/queue.ts';
import { createVirtualClock } from '../../../ground/time/virtual-clock.ts';

const never = new AbortController().signal;

function queue() {
  const clock = createVirtualClock();
  const queued = createQueue(clock);
  const taken: string[] = [];
  const take = () =>
    queued.next(never).then((key) => {
      if (key !== undefined) taken.push(key);
      return key;
    });
  return { clock, taken, take, ...queued };
}

describe('the queue', () => {
  it('hands out keys in the order in which they came', async () => {
    const { add, take, taken } = queue();
    for (const key of ['a', 'b', 'c']) add(key);
    for (let i = 0; i < 3; i++) await take();
    expect(taken).toEqual(['a', 'b', 'c']);
  });

  it('hands out a key once, however often it was added', async () => {
    const { add, take, depth } = queue();
    for (let i = 0; i < 5; i++) add('a');
    await take();
    expect(depth()).toEqual({ live: 0, background: 0 });
  });

  it('keeps all reasons until a worker has the key, each once, and counts those beyond eight', async () => {
    const { add, take, reasons } = queue();
    for (const reason of ['a resync', 'a change', 'a resync']) add('a', { reason });
    await take();
    expect(reasons('a')).toEqual({ first: ['a resync', 'a change'], more: 0 });
    for (let at = 0; at < 20; at++) add('b', { reason: `change ${at}` });
    await take();
    expect(reasons('b')).toMatchObject({ first: { length: 8 }, more: 12 });
  });

  it('adds a key without a reason for those of the turn that could not be had', async () => {
    const { add, take, done, reasons } = queue();
    add('a', { reason: 'a change' });
    await take();
    add('a');
    add('a', { reason: 'a resync' });
    expect(reasons('a').first).toEqual(['a change']);
    done('a');
    await take();
    expect(reasons('a').first).toEqual(['a change', 'a resync']);
    done('a');
    expect(reasons('a').first).toEqual([]);
  });

  it('adds to such reasons without adding to those of the turn that still is in work', async () => {
    const { add, take, done, reasons } = queue();
    for (const reason of ['a change', 'another']) add('a', { reason });
    await take();
    add('a');
    add('a', { reason: 'a resync' });
    expect(reasons('a').first).toEqual(['a change', 'another']);
    done('a');
    await take();
    expect(reasons('a').first).toEqual(['a change', 'another', 'a resync']);
  });

  it('gives a waiting worker the key that comes', async () => {
    const { add, take } = queue();
    const waiting = take();
    add('a');
    expect(await waiting).toBe('a');
  });

  it('does not hand out a key that is being worked on, and hands it out again afterwards', async () => {
    const { add, take, done, taken, clock } = queue();
    add('a');
    await take();
    add('a');
    const second = take();
    await clock.advance(0);
    expect(taken).toEqual(['a']);
    done('a');
    expect(await second).toBe('a');
  });

  it('is through with a key that nobody added while it was worked on', async () => {
    const { add, take, done, taken, clock } = queue();
    add('a');
    await take();
    done('a');
    void take();
    await clock.advance(10_000);
    expect(taken).toEqual(['a']);
  });

  it('holds a key back for as long as was asked', async () => {
    const { add, take, taken, clock } = queue();
    add('a', { afterMs: 100 });
    void take();
    await clock.advance(99);
    expect(taken).toEqual([]);
    await clock.advance(1);
    expect(taken).toEqual(['a']);
  });

  it('keeps the sooner of two times', async () => {
    const { add, take, taken, clock } = queue();
    add('late', { afterMs: 100 });
    add('late', { afterMs: 10 });
    add('soon', { afterMs: 10 });
    add('soon', { afterMs: 100 });
    void take();
    void take();
    await clock.advance(10);
    expect(taken).toEqual(['late', 'soon']);
    expect(clock.planned).toBe(0);
  });

  it('hands out at once what is added without a delay, though it had one', async () => {
    const { add, take, clock } = queue();
    add('a', { afterMs: 1_000 });
    add('a');
    expect(await take()).toBe('a');
    expect(clock.planned).toBe(0);
  });

  it('keeps a delay that was asked for while the key was worked on', async () => {
    const { add, take, done, taken, clock } = queue();
    add('a');
    await take();
    add('a', { afterMs: 50 });
    done('a');
    void take();
    await clock.advance(49);
    expect(taken).toEqual(['a']);
    await clock.advance(1);
    expect(taken).toEqual(['a', 'a']);
  });

  it('takes what happens live before the backlog', async () => {
    const { add, take, taken } = queue();
    add('old', { priority: 'background' });
    add('new');
    await take();
    await take();
    expect(taken).toEqual(['new', 'old']);
  });

  it('lifts a key of the backlog that changes live, and never lowers one', async () => {
    const { add, take, taken } = queue();
    add('first', { priority: 'background' });
    add('second', { priority: 'background' });
    add('second');
    add('second', { priority: 'background' });
    await take();
    await take();
    expect(taken).toEqual(['second', 'first']);
  });

  it('does not starve the backlog: it has every eleventh turn', async () => {
    const { add, take, taken } = queue();
    add('old', { priority: 'background' });
    for (let i = 0; i < 30; i++) add(`new-${i}`);
    for (let i = 0; i < 11; i++) await take();
    expect(taken.indexOf('old')).toBe(10);
  });

  it('sends waiting workers home when they are to stop, and loses no key by it', async () => {
    const { add, next, take } = queue();
    const stop = new AbortController();
    const waiting = next(stop.signal);
    stop.abort();
    expect(await waiting).toBeUndefined();
    add('a');
    expect(await next(stop.signal)).toBeUndefined();
    expect(await take()).toBe('a');
  });

  it('forgets what waits, but not what is being worked on', async () => {
    const { add, take, clear, done, depth, clock } = queue();
    add('a');
    await take();
    add('a');
    add('b');
    add('c', { afterMs: 5 });
    clear();
    done('a');
    expect([depth(), clock.planned]).toEqual([{ live: 0, background: 0 }, 0]);
  });

  it('tells how long keys waited and were worked on', async () => {
    const clock = createVirtualClock();
    const told: string[] = [];
    const { add, next, done, workedMs } = createQueue(clock, {
      added: () => told.push('added'),
      taken: (ms) => told.push(`waited ${ms}`),
      done: (ms) => told.push(`worked ${ms}`),
    });
    add('a');
    await clock.advance(7);
    await next(never);
    await clock.advance(20);
    expect(workedMs()).toEqual([20]);
    done('a');
    expect(told).toEqual(['added', 'waited 7', 'worked 20']);
  });

  it('never has two workers at a key, and looks at each key after its last addition, whatever the order of things', async () => {
    const step = fc.oneof(
      fc.record({
        do: fc.constant('add' as const),
        key: fc.constantFrom('a', 'b', 'c'),
        afterMs: fc.constantFrom(0, 0, 3, 20),
        priority: fc.constantFrom('live' as const, 'background' as const),
      }),
      fc.record({ do: fc.constant('finish' as const), nth: fc.nat(3) }),
      fc.record({ do: fc.constant('wait' as const), ms: fc.nat(10) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const clock = createVirtualClock();
        const { add, next, done } = createQueue(clock);
        const stop = new AbortController();
        const inWork: { key: string; end: () => void }[] = [];
        const owed = new Set<string>();
        const worker = async () => {
          for (let key = await next(stop.signal); key !== undefined; key = await next(stop.signal)) {
            expect(inWork.map((work) => work.key)).not.toContain(key);
            owed.delete(key);
            const at = key;
            await new Promise<void>((resolve) => {
              inWork.push({ key: at, end: resolve });
            });
            done(key);
          }
        };
        const workers = [worker(), worker()];
        const finish = (nth: number) => inWork.splice(nth % Math.max(1, inWork.length), 1)[0]?.end();
        for (const action of steps) {
          if (action.do === 'add') {
            owed.add(action.key);
            add(action.key, action);
          } else if (action.do === 'finish') finish(action.nth);
          else await clock.advance(action.ms);
          await clock.advance(0);
        }
        for (let i = 0; i < 10; i++) {
          await clock.advance(20);
          finish(0);
          finish(0);
        }
        expect([...owed]).toEqual([]);
        stop.abort();
        await Promise.all(workers);
      }),
      { numRuns: 60 },
    );
  });
});
