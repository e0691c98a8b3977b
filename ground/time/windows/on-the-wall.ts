import { calendarDay, isChosen, type DayChoice } from './day-choice.ts';

/** A window by the clock on the wall: on these days, at these times of the day. */
export interface WallWindow {
  readonly days: DayChoice;
  /** In minutes since the beginning of the day; one that goes over midnight ends after 1440. The end is not in it. */
  readonly times: readonly { readonly from: number; readonly until: number }[];
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** The 29th of February falls on the same weekday after 40 years at the latest. */
const HORIZON_DAYS = 41 * 366;

interface Span {
  readonly from: number;
  readonly until: number;
}

const dayOf = (wall: number): number => Math.floor(wall / DAY_MS);

/** What begins on a day, in ms on the wall. */
function spansOf(windows: readonly WallWindow[], number: number): readonly Span[] {
  const day = calendarDay(number);
  const start = number * DAY_MS;
  return windows
    .filter(({ days }) => isChosen(days, day))
    .flatMap(({ times }) => times.map(({ from, until }) => ({ from: start + from * MINUTE_MS, until: start + until * MINUTE_MS })));
}

/** Those that this time may lie in: what begins today, or began yesterday. */
const spansAround = (windows: readonly WallWindow[], wall: number): readonly Span[] =>
  [dayOf(wall) - 1, dayOf(wall)].flatMap((number) => spansOf(windows, number)).filter(({ from, until }) => from <= wall && wall < until);

export const isInside = (windows: readonly WallWindow[], wall: number): boolean => spansAround(windows, wall).length > 0;

/** The first time from this one on that lies in a window, were no clock ever changed; undefined: none for many years. */
export function nextInside(windows: readonly WallWindow[], wall: number): number | undefined {
  if (isInside(windows, wall)) return wall;
  for (let number = dayOf(wall); number < dayOf(wall) + HORIZON_DAYS; number += 1) {
    const begins = spansOf(windows, number).flatMap(({ from }) => (from >= wall ? [from] : []));
    if (begins.length > 0) return Math.min(...begins);
  }
  return undefined;
}

/** The same, of a time that lies in none. */
export function nextOutside(windows: readonly WallWindow[], wall: number): number | undefined {
  for (let at = wall; at < wall + HORIZON_DAYS * DAY_MS;) {
    const around = spansAround(windows, at);
    if (around.length === 0) return at;
    at = Math.max(...around.map(({ until }) => until));
  }
  return undefined;
}
