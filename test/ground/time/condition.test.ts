import { describe, expect, it } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import { createConditions } from '../../../ground/time/condition.ts';

const NEVER = new AbortController().signal;

/** What of these has resolved by now. */
const settled = async (...waiting: readonly Promise<void>[]): Promise<readonly boolean[]> => {
  const done = waiting.map(() => false);
  waiting.forEach((promise, index) => void promise.then(() => (done[index] = true)));
  await setImmediate();
  return done;
};

describe('a condition', () => {
  it('is met at once where it holds', async () => expect(await settled(createConditions().when(() => true, NEVER))).toEqual([true]));

  it('is asked again at each change, and met by the one that makes it true', async () => {
    const conditions = createConditions();
    let goods = 0;
    const [one, two] = [1, 2].map((wanted) => conditions.when(() => goods >= wanted, NEVER)) as [Promise<void>, Promise<void>];
    expect(await settled(one, two)).toEqual([false, false]);
    goods = 1;
    expect(await settled(one, two)).toEqual([false, false]);
    conditions.changed();
    expect(await settled(one, two)).toEqual([true, false]);
    goods = 2;
    conditions.changed();
    expect(await settled(one, two)).toEqual([true, true]);
  });

  it('is given up when the signal aborts, also where it has', async () => {
    const stop = new AbortController();
    const waiting = createConditions().when(() => false, stop.signal);
    expect(await settled(waiting)).toEqual([false]);
    stop.abort();
    expect(
      await settled(
        waiting,
        createConditions().when(() => false, stop.signal),
      ),
    ).toEqual([true, true]);
  });

  it('is not asked any more once it was met or given up', async () => {
    const conditions = createConditions();
    const stop = new AbortController();
    let asked = 0;
    const ask = (): boolean => {
      asked += 1;
      return false;
    };
    const waiting = conditions.when(ask, stop.signal);
    stop.abort();
    await waiting;
    conditions.changed();
    expect(asked).toBe(1);
  });
});

describe('the next change', () => {
  it('is one from now on, for everyone who waits', async () => {
    const conditions = createConditions();
    conditions.changed();
    const [one, two] = [conditions.next(NEVER), conditions.next(NEVER)];
    expect(await settled(one, two)).toEqual([false, false]);
    conditions.changed();
    expect(await settled(one, two, conditions.next(NEVER))).toEqual([true, true, false]);
  });
});
