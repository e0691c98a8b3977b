import { parseDuration } from '../../ground/text/duration.ts';
import { BadValue, type Flag } from '../runtime/flags/flags.ts';

/** So many in any stretch of so much time. */
export interface Rate {
  readonly count: number;
  readonly perMs: number;
}

/** How many of a group: a number, or a share of the group; of both, the larger counts. */
export interface Share {
  readonly count?: number;
  readonly percent?: number;
}

interface Limit {
  readonly help: string;
  readonly fallback: string;
}

/** `30/1m`; `none`: no limit. */
export const rate = ({ fallback, help }: Limit): Flag<Rate | undefined> => ({
  help,
  value: 'n/time',
  default: rateOf(fallback),
  shownDefault: fallback,
  parse: rateOf,
});

function rateOf(given: string): Rate | undefined {
  if (given === 'none') return undefined;
  const [, count, time = ''] = /^(\d{1,6})\/(.+)$/.exec(given) ?? [];
  // As Go's durations need a number, `30/m` is taken for 30/1m.
  const perMs = parseDuration(/^\d/.test(time) ? time : `1${time}`) ?? 0;
  if (Number(count ?? 0) < 1 || perMs <= 0) throw new BadValue('it is a number and a time, such as 100/1s or 30/1m, or none');
  return { count: Number(count), perMs };
}

/** `3`, `25%`, or both: `10,10%`. */
export const share = ({ fallback, help }: Limit): Flag<Share> => ({
  help,
  value: 'n|n%|n,n%',
  default: shareOf(fallback),
  shownDefault: fallback,
  parse: shareOf,
});

function shareOf(given: string): Share {
  const [, count, percent] = /^(?:(\d{1,6})(?:,(?=\d)|$))?(?:(\d{1,3})%)?$/.exec(given) ?? [];
  const values = [count, percent].filter((value) => value !== undefined).map(Number);
  if (values.length === 0 || values.some((value) => value < 1) || Number(percent ?? 1) > 100)
    throw new BadValue('it is a number of 1 or more, a percentage up to 100%, or both, such as 10,10%: then the larger counts');
  return {
    ...(count === undefined ? {} : { count: Number(count) }),
    ...(percent === undefined ? {} : { percent: Number(percent) }),
  };
}

/** Of a group of so many; at least one. */
export const shareOfGroup = ({ count = 0, percent = 0 }: Share, size: number): number =>
  Math.max(1, count, Math.ceil((size * percent) / 100));
