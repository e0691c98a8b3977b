import { describe, expect, it } from '@jest/globals';
import { createReflectorPauses } from '../../../kube/follow/reflector-pauses.ts';
import { createVirtualClock } from '../../ground/time/virtual-clock.ts';

describe('the pauses of a reflector', () => {
  it('double from 0.8 s to 30 s', () => {
    const pauses = createReflectorPauses(createVirtualClock(), () => 0);
    expect(Array.from({ length: 8 }, () => pauses.nextMs())).toEqual([800, 1_600, 3_200, 6_400, 12_800, 25_600, 30_000, 30_000]);
  });

  it('let what is new go at once, twice in ten seconds', async () => {
    const clock = createVirtualClock();
    const pauses = createReflectorPauses(clock, () => 0);
    expect([pauses.hurriedMs(), pauses.hurriedMs(), pauses.hurriedMs(), pauses.hurriedMs()]).toEqual([0, 0, 800, 1_600]);
    await clock.advance(10_000);
    expect(pauses.hurriedMs()).toBe(0);
  });

  it('have up to as much added, by chance', () => {
    const pauses = createReflectorPauses(createVirtualClock(), () => 0.5);
    expect([pauses.nextMs(), pauses.nextMs()]).toEqual([1_200, 2_400]);
  });

  it('begin again after more than two quiet minutes, and not before', async () => {
    const clock = createVirtualClock();
    const pauses = createReflectorPauses(clock, () => 0);
    pauses.nextMs();
    await clock.advance(120_000);
    expect(pauses.nextMs()).toBe(1_600);
    await clock.advance(120_001);
    expect(pauses.nextMs()).toBe(800);
  });
});
