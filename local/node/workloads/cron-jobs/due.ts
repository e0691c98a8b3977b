import type { Schedule } from './schedule.ts';
import type { LocalTime, Zone } from './zone.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** The 29th of February comes every four years, and once in a while after eight. */
const HORIZON_MS = 8 * 366 * 24 * HOUR + 24 * HOUR;

/** The first time after `since` at which it is due; undefined for one that never comes, as the 30th of February. */
export function dueAfter(schedule: Schedule, since: number, zone: Zone): number | undefined {
  if (schedule.is === 'every') return Math.floor(since / 1_000) * 1_000 + schedule.ms;
  let at = (Math.floor(since / MINUTE) + 1) * MINUTE;
  for (const end = since + HORIZON_MS; at < end;) {
    const local = zone.at(at);
    if (!isDay(schedule, local)) at = toNextHour(at, local) + Math.max(0, 20 - local.hour) * HOUR; // no further: some days are shorter
    else if (!schedule.hours.has(local.hour)) at = toNextHour(at, local);
    else if (!schedule.minutes.has(local.minute)) at += MINUTE;
    else return at;
  }
  return undefined;
}

const toNextHour = (at: number, { minute }: LocalTime): number => at + (60 - minute) * MINUTE;

function isDay({ days, months, weekdays, eitherDay }: Extract<Schedule, { is: 'fields' }>, { month, day, weekday }: LocalTime): boolean {
  if (!months.has(month)) return false;
  return eitherDay ? days.has(day) || weekdays.has(weekday) : days.has(day) && weekdays.has(weekday);
}

/** Those that have become due since, up to now: how many, and the last. */
export function missed(schedule: Schedule, since: number, now: number, zone: Zone): { readonly count: number; readonly last?: number } {
  let [count, last]: [number, number | undefined] = [0, undefined];
  for (let at = dueAfter(schedule, since, zone); at !== undefined && at <= now; at = dueAfter(schedule, at, zone)) {
    count += 1;
    last = at;
  }
  return last === undefined ? { count } : { count, last };
}
