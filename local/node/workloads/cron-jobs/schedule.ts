/** When something is due, as the five fields of cron say it; or every so often. */
export type Schedule =
  | {
      readonly is: 'fields';
      readonly minutes: ReadonlySet<number>;
      readonly hours: ReadonlySet<number>;
      readonly days: ReadonlySet<number>;
      readonly months: ReadonlySet<number>;
      /** 0 is Sunday. */
      readonly weekdays: ReadonlySet<number>;
      /** Where both days and weekdays are chosen, one of them is enough. */
      readonly eitherDay: boolean;
    }
  | { readonly is: 'every'; readonly ms: number };

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const WEEKDAYS = 'sun mon tue wed thu fri sat'.split(' ');

const WORDS: ReadonlyMap<string, string> = new Map([
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
  ['@monthly', '0 0 1 * *'],
  ['@weekly', '0 0 * * 0'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
]);

const UNITS: ReadonlyMap<string, number> = new Map([
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
]);

/** Throws a RangeError that says what is wrong with it. */
export function parseSchedule(text: string): Schedule {
  const every = /^@every (?<span>(?:\d+[hms])+)$/.exec(text)?.groups?.['span'];
  if (every !== undefined) return { is: 'every', ms: Math.max(1_000, spanMs(every)) };
  const fields = (WORDS.get(text) ?? text).trim().split(/\s+/);
  const [minutes, hours, days, months, weekdays] = fields;
  if (
    fields.length !== 5 ||
    weekdays === undefined ||
    months === undefined ||
    days === undefined ||
    hours === undefined ||
    minutes === undefined
  )
    throw new RangeError(`expected exactly 5 fields, found ${fields.length}: [${fields.join(' ')}]`);
  return {
    is: 'fields',
    minutes: valuesOf(minutes, 0, 59),
    hours: valuesOf(hours, 0, 23),
    days: valuesOf(days, 1, 31),
    months: valuesOf(months, 1, 12, MONTHS),
    weekdays: new Set([...valuesOf(weekdays, 0, 7, WEEKDAYS)].map((day) => day % 7)),
    eitherDay: !isAny(days) && !isAny(weekdays),
  };
}

const spanMs = (span: string): number =>
  [...span.matchAll(/(\d+)([hms])/g)].reduce((total, [, count, unit]) => total + Number(count) * (UNITS.get(unit ?? '') ?? 0), 0);

const isAny = (field: string): boolean => field.split(',').some((part) => part === '*' || part === '?');

/** `1-5`, `mon,fri`, or every so many: an asterisk or a range, a slash, and how many. */
function valuesOf(field: string, least: number, most: number, names: readonly string[] = []): ReadonlySet<number> {
  return new Set(
    field.split(',').flatMap((part) => {
      const { from = '', to, step } = /^(?<from>\*|\?|\w+)(?:-(?<to>\w+))?(?:\/(?<step>\d+))?$/.exec(part)?.groups ?? {};
      const isOpen = from === '*' || from === '?';
      const first = isOpen ? least : numberOf(from, names, least);
      const last = isOpen
        ? Math.min(most, names === WEEKDAYS ? 6 : most)
        : to === undefined
          ? step === undefined
            ? first
            : most
          : numberOf(to, names, least);
      const by = step === undefined ? 1 : Number(step);
      if (!(first >= least && last <= most && first <= last && by > 0))
        throw new RangeError(`${JSON.stringify(part)} is not a value, a range or a step from ${least} to ${most}`);
      return Array.from({ length: Math.floor((last - first) / by) + 1 }, (_, index) => first + index * by);
    }),
  );
}

function numberOf(text: string, names: readonly string[], least: number): number {
  const named = names.indexOf(text.toLowerCase());
  return named !== -1 ? named + (names === MONTHS ? least : 0) : /^\d+$/.test(text) ? Number(text) : Number.NaN;
}
