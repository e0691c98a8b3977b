import type { Json } from '../../../ground/json/json.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

const two = (large: number, unit: string, small: number, smallUnit: string) =>
  small === 0 ? `${large}${unit}` : `${large}${unit}${small}${smallUnit}`;

/** A time span as kubectl tells it: `119s`, `5m3s`, `8h`, `2d3h`, `400d`. */
export function humanDuration(milliseconds: number): string {
  const seconds = Math.trunc(milliseconds / 1_000);
  const whole = (unit: number) => Math.trunc(seconds / unit);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 2 * MINUTE) return `${seconds}s`;
  if (seconds < 10 * MINUTE) return two(whole(MINUTE), 'm', seconds % MINUTE, 's');
  if (seconds < 3 * HOUR) return `${whole(MINUTE)}m`;
  if (seconds < 8 * HOUR) return two(whole(HOUR), 'h', whole(MINUTE) % 60, 'm');
  if (seconds < 2 * DAY) return `${whole(HOUR)}h`;
  if (seconds < 8 * DAY) return two(whole(DAY), 'd', whole(HOUR) % 24, 'h');
  if (seconds < 2 * YEAR) return `${whole(DAY)}d`;
  return seconds < 8 * YEAR ? two(whole(YEAR), 'y', whole(DAY) % 365, 'd') : `${whole(YEAR)}y`;
}

/** How long ago a time was. */
export function ageOf(time: Json | undefined, now: number): string {
  const then = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  return Number.isNaN(then) ? '<unknown>' : humanDuration(now - then);
}
