import type { WorkersRange } from '../../../model/workers-range.ts';

/** How fast the number of workers may follow a recommendation. */
export interface ScalingPace {
  /** So many looks in a row have to want more. */
  readonly upLooks: number;
  /** In this time the number grows to at most so many times as many, or by so many, whichever is more. */
  readonly upPeriodMs: number;
  readonly upTimes: number;
  readonly upBy: number;
  /** It falls to the largest recommendation of this time, by so many at once. */
  readonly downWindowMs: number;
  readonly downBy: number;
  /**
   * What outsiders ask counts by its most of this time; and a shop that needed a worker again within it keeps all that it has for as
   * long, and twice as long each time after that.
   */
  readonly calmMs: number;
}

interface Moment {
  readonly at: number;
  readonly count: number;
}

/** What was recommended for a shop, as far as it still matters. */
export interface Recommendations {
  /** Of the last looks, the newest first. */
  readonly latest: readonly number[];
  /** Of the window: each is larger than all that came after it. */
  readonly peaks: readonly Moment[];
  /** What was added of late. */
  readonly raises: readonly Moment[];
}

/** Of what was before a first look nothing is known: the number that is there counts as what was recommended. */
export const noRecommendations = (have: number, now: number): Recommendations => ({
  latest: [],
  peaks: [{ at: now, count: have }],
  raises: [],
});

/** With what is recommended now, and with what was added since the last look. */
export function recommended(
  { latest, peaks, raises }: Recommendations,
  { count, added, addedAt }: { readonly count: number; readonly added: number; readonly addedAt: number },
  now: number,
  { upLooks, upPeriodMs, downWindowMs }: ScalingPace,
): Recommendations {
  return {
    latest: [count, ...latest].slice(0, upLooks),
    peaks: [...peaks.filter((peak) => peak.at > now - downWindowMs && peak.count > count), { at: now, count }],
    raises: [...raises.filter(({ at }) => at > now - upPeriodMs), ...(added > 0 ? [{ at: addedAt, count: added }] : [])],
  };
}

/** The number of workers that a shop may be given now: `have` where nothing is to be done. */
export function pacedNumber(
  have: number,
  { from, to }: WorkersRange,
  { latest, peaks, raises }: Recommendations,
  { upLooks, upTimes, upBy, downBy }: ScalingPace,
): number {
  if (have < from) return from;
  if (have > to) return to;
  const base = have - raises.reduce((sum, { count }) => sum + count, 0);
  const most = Math.min(to, Math.max(base * upTimes, base + upBy));
  const up = latest.length < upLooks ? have : Math.min(most, ...latest);
  if (up > have) return up;
  const down = Math.max(from, ...peaks.map(({ count }) => count));
  return down < have ? Math.max(down, have - downBy) : have;
}
