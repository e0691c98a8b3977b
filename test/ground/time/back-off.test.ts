import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { createFailures, createWaits, waitMs, type BackOff } from '../../../ground/time/back-off.ts';
import { createVirtualClock } from './virtual-clock.ts';

const BACK_OFF: BackOff = { firstMs: 5, longestMs: 1_000 };

describe('a wait', () => {
  it('is none before anything has failed, doubles with each failure, and ends at the longest', () =>
    expect([0, 1, 2, 3, 8, 9, 5_000].map((failures) => waitMs(BACK_OFF, failures))).toEqual([0, 5, 10, 20, 640, 1_000, 1_000]));

  it.each([
    [[1, 2], 0, 20],
    [[1, 2], 0.5, 30],
    [[1, 0.5], 0.5, 15],
    [[0, 1], 0, 0],
  ] as const)('with a spread of %j and the chance %d is %d ms instead of 20', (spread, chance, ms) =>
    expect(waitMs({ ...BACK_OFF, spread }, 3, () => chance)).toBe(ms),
  );

  it('never shrinks from failure to failure, and never exceeds the longest', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000 }),
        fc.integer({ min: 1_000, max: 1e9 }),
        fc.nat({ max: 5_000 }),
        (firstMs, longestMs, failures) => {
          const [before, after] = [failures, failures + 1].map((count) => waitMs({ firstMs, longestMs }, count)) as [number, number];
          expect(after).toBeGreaterThanOrEqual(before);
          expect(after).toBeLessThanOrEqual(longestMs);
        },
      ),
    ));
});

describe('waits', () => {
  it('begin again after more than the time to forget, and not before', async () => {
    const clock = createVirtualClock();
    const waits = createWaits({ ...BACK_OFF, forgetAfterMs: 100 }, clock, () => 0);
    expect([waits.nextMs(), waits.nextMs()]).toEqual([5, 10]);
    await clock.advance(100);
    expect(waits.nextMs()).toBe(20);
    await clock.advance(101);
    expect(waits.nextMs()).toBe(5);
  });
});

describe('failures', () => {
  it('are counted for each key by itself, from the start again once they are forgotten', () => {
    const failures = createFailures(BACK_OFF);
    expect([failures.add('a'), failures.add('a'), failures.add('b')]).toEqual([5, 10, 5]);
    failures.forget('a');
    expect([failures.add('a'), failures.add('b')]).toEqual([5, 10]);
    failures.clear();
    expect([...failures.keys()]).toEqual([]);
  });
});
