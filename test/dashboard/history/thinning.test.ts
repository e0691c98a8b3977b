import { describe, expect, it } from '@jest/globals';
import { createMoments, type PastMoment } from '../../../dashboard/history/moments.ts';
import { thinned } from '../../../dashboard/history/thinning.ts';

const NOW = Date.UTC(2026, 0, 9);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const every = (ms: number, fromAgeMs: number, toAgeMs: number) =>
  Array.from({ length: Math.floor((fromAgeMs - toAgeMs) / ms) }, (_, index) => ({ atMs: NOW - fromAgeMs + index * ms }));

describe('the past', () => {
  it('is kept in steps of 5 s for 15 minutes, of a minute for 6 hours, of ten minutes for 7 days', () => {
    const kept = thinned(every(5_000, 8 * DAY, 0), NOW);
    const within = (fromAgeMs: number, toAgeMs: number) =>
      kept.filter(({ atMs }) => NOW - atMs <= fromAgeMs && NOW - atMs > toAgeMs).length;
    expect([within(15 * MINUTE, 0), within(6 * HOUR, 15 * MINUTE), within(7 * DAY, 6 * HOUR), within(8 * DAY, 7 * DAY)]).toEqual([
      180, 345, 972, 0,
    ]);
  });

  it('is thinned again and again to the same', () => {
    let kept: readonly { readonly atMs: number }[] = [];
    const all = every(5_000, 20 * MINUTE, 0);
    for (const moment of all) kept = thinned([...kept, moment], moment.atMs);
    expect(kept).toEqual(thinned(all, all.at(-1)?.atMs ?? 0));
  });

  it('has nothing in it of a time that is yet to come', () =>
    expect(thinned([{ atMs: NOW + 1 }, { atMs: NOW }], NOW)).toEqual([{ atMs: NOW }]));
});

describe('moments', () => {
  const moment = (atMs: number, unlike: Partial<PastMoment> = {}): PastMoment => ({
    atMs,
    base: new Uint8Array(),
    picture: new Uint8Array(100),
    figures: new Uint8Array(100),
    ...unlike,
  });

  it('take no more than so many bytes: the oldest go', () => {
    const moments = createMoments(1_000);
    for (let step = 0; step < 20; step += 1) moments.add(moment(NOW + step * 5_000));
    expect([moments.all.length, moments.bytes, moments.all.at(-1)?.atMs]).toEqual([5, 1_000, NOW + 95_000]);
  });

  it('share a picture as long as nothing changes, and what it differs from for longer', () => {
    const moments = createMoments(1_000);
    const [base, picture] = [new Uint8Array(300), new Uint8Array(100)];
    for (let step = 0; step < 3; step += 1) moments.add(moment(NOW + step * 5_000, { base, picture }));
    expect(moments.bytes).toBe(700);
    for (let step = 3; step < 9; step += 1) moments.add(moment(NOW + step * 5_000, { base }));
    expect([moments.all.length, moments.bytes]).toEqual([3, 900]);
  });

  it('know how it was at a time, and forget what a clock that was set back makes future', () => {
    const moments = createMoments(10_000);
    for (const second of [0, 10, 20]) moments.add(moment(NOW + second * 1_000));
    expect([moments.before(NOW + 17_000)?.atMs, moments.before(NOW - 1)]).toEqual([NOW + 10_000, undefined]);
    moments.add(moment(NOW + 5_000));
    expect(moments.all.map(({ atMs }) => atMs - NOW)).toEqual([0, 5_000]);
  });
});
