import type { TimeZone } from '../time-zone.ts';
import { isInside, nextInside, nextOutside, type WallWindow } from './on-the-wall.ts';

/** Times at which something may be done, or may not. A window is open while a clock on the wall of its zone shows a time in it. */
export interface TimeWindows {
  isOpen(ms: number): boolean;
  /** The first time from this one on at which one is open; undefined: not in forty years. */
  nextOpenMs(ms: number): number | undefined;
  /** The same, at which none is. */
  nextClosedMs(ms: number): number | undefined;
}

const DAY_MS = 86_400_000;

export const timeWindows = (windows: readonly WallWindow[], zone: TimeZone): TimeWindows => ({
  isOpen: (ms) => isInside(windows, zone.wallAt(ms)),
  nextOpenMs: (ms) => nextOf(zone, ms, (wall) => nextInside(windows, wall)),
  nextClosedMs: (ms) => nextOf(zone, ms, (wall) => nextOutside(windows, wall)),
});

/**
 * When a clock first shows a time that is looked for. Clocks jump: what is looked for may be skipped, come twice, or come at the
 * jump. So this goes from one jump to the next, and over the days between only where what is looked for is far away.
 */
function nextOf(zone: TimeZone, ms: number, next: (wall: number) => number | undefined): number | undefined {
  for (let at = ms; ;) {
    const wall = zone.wallAt(at);
    const found = next(wall);
    if (found === undefined) return undefined;
    const then = at + (found - wall);
    const jump = jumpWithin(zone, at, at + DAY_MS);
    if (then < (jump ?? at + DAY_MS)) return then;
    // No clock jumps by more than a day.
    at = jump ?? Math.max(at + DAY_MS, then - 2 * DAY_MS);
  }
}

/** The first moment of another offset from UTC, if there is one. */
function jumpWithin(zone: TimeZone, from: number, to: number): number | undefined {
  const offset = (ms: number): number => zone.wallAt(ms) - ms;
  const before = offset(from);
  if (offset(to) === before) return undefined;
  let [same, other] = [from, to];
  while (other - same > 1) {
    const middle = Math.floor((same + other) / 2);
    if (offset(middle) === before) same = middle;
    else other = middle;
  }
  return other;
}
