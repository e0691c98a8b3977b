import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { createBackoff } from '../../../ground/time/back-off.ts';
import { compareVersions } from '../../../kube/follow/version.ts';
import { createVirtualClock } from './virtual-clock.ts';

describe('the back-off of a reflector', () => {
  it('doubles from 0.8 s to 30 s', () => {
    const backoff = createBackoff(createVirtualClock(), () => 0);
    expect(Array.from({ length: 8 }, () => backoff.nextMs())).toEqual([800, 1_600, 3_200, 6_400, 12_800, 25_600, 30_000, 30_000]);
  });

  it('lets what is new go at once, twice in ten seconds', async () => {
    const clock = createVirtualClock();
    const backoff = createBackoff(clock, () => 0);
    expect([backoff.hurriedMs(), backoff.hurriedMs(), backoff.hurriedMs(), backoff.hurriedMs()]).toEqual([0, 0, 800, 1_600]);
    await clock.advance(10_000);
    expect(backoff.hurriedMs()).toBe(0);
  });

  it('adds up to as much again, by chance', () => {
    const backoff = createBackoff(createVirtualClock(), () => 0.5);
    expect([backoff.nextMs(), backoff.nextMs()]).toEqual([1_200, 2_400]);
  });

  it('begins again after more than two quiet minutes, and not before', async () => {
    const clock = createVirtualClock();
    const backoff = createBackoff(clock, () => 0);
    backoff.nextMs();
    await clock.advance(120_000);
    expect(backoff.nextMs()).toBe(1_600);
    await clock.advance(120_001);
    expect(backoff.nextMs()).toBe(800);
  });
});

describe('resourceVersions', () => {
  it('compare as the numbers they are, up to 128 bits', () =>
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 2n ** 128n - 1n }), fc.bigInt({ min: 1n, max: 2n ** 128n - 1n }), (one, other) => {
        expect(Math.sign(compareVersions(String(one), String(other)) ?? NaN)).toBe(one < other ? -1 : one > other ? 1 : 0);
      }),
    ));

  it.each(['', '0', '007', 'abc', '-1', '1.5'])('cannot be compared where one is %j', (odd) =>
    expect(compareVersions(odd, '5')).toBeUndefined(),
  );
});
