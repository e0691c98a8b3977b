import { describe, expect, it } from '@jest/globals';
import { array, assert, integer, nat, property, record } from 'fast-check';
import { createRollRate } from '../../../../controllers/config-reload/decide/roll-rate.ts';

const START = 1_000_000;

/** Each asks when it comes, and again when it was told to, or a little later; the times of all rolls. */
function ask(count: number, perMs: number, asks: readonly { readonly at: number; readonly lateMs: number }[]): readonly number[] {
  const rate = createRollRate({ count, perMs });
  const due = asks.map(({ at, lateMs }, key) => ({ key: `${key}`, at: START + at, lateMs }));
  const rolled: number[] = [];
  for (let turns = 0; due.length > 0; turns++) {
    if (turns > asks.length * 50) throw new Error(`${due.length} starve`);
    due.sort((one, other) => one.at - other.at);
    const [next] = due.splice(0, 1);
    if (next === undefined) break;
    const waitMs = rate.waitMs(next.key, next.at);
    if (waitMs > 0) due.push({ ...next, at: next.at + waitMs + next.lateMs });
    else {
      rate.took(next.key, next.at);
      rolled.push(next.at);
    }
  }
  return rolled;
}

describe('the rate of rolls', () => {
  it('has at most so many in any stretch of its time, whenever who asks, and nobody starves', () =>
    assert(
      property(
        integer({ min: 1, max: 7 }),
        integer({ min: 1, max: 500 }),
        array(record({ at: nat(2_000), lateMs: nat(300) }), { maxLength: 60 }),
        (count, perMs, asks) => {
          const rolled = ask(count, perMs, asks);
          expect(rolled).toHaveLength(asks.length);
          for (const [nth, at] of rolled.entries()) expect(at - (rolled[nth - count] ?? -Infinity)).toBeGreaterThanOrEqual(perMs);
        },
      ),
    ));

  it('wastes no time where all ask as they were told', () => {
    const asks = Array.from({ length: 100 }, () => ({ at: 0, lateMs: 0 }));
    expect(Math.max(...ask(10, 100, asks)) - START).toBe(900);
  });

  it('tells each its own time, so that it is asked twice and not again and again', () => {
    const rate = createRollRate({ count: 2, perMs: 100 });
    expect(['a', 'b', 'c', 'd', 'e'].map((key) => rate.waitMs(key, START))).toEqual([0, 0, 100, 100, 200]);
  });

  it('counts what other processes have rolled, by the time in the record, once', () => {
    const rate = createRollRate({ count: 2, perMs: 60_000 });
    rate.saw('a', START - 50_000, START);
    rate.saw('a', START - 50_000, START);
    rate.saw('long-ago', START - 70_000, START);
    expect(rate.waitMs('b', START)).toBe(0);
    rate.took('b', START);
    rate.saw('b', START - 300, START);
    expect(rate.waitMs('c', START)).toBe(10_000);
  });

  it('gives the time of one that is not to be rolled any more to the next, once nobody waits', () => {
    const rate = createRollRate({ count: 1, perMs: 100 });
    rate.took('a', START);
    expect(rate.waitMs('b', START)).toBe(100);
    rate.forget('b');
    expect(rate.waitMs('c', START)).toBe(100);
  });

  it('does not wait for a time that a clock which was set back will reach in a year', () => {
    const rate = createRollRate({ count: 1, perMs: 100 });
    rate.took('a', START + 31_536_000_000);
    expect(rate.waitMs('b', START)).toBeLessThanOrEqual(100);
  });
});
