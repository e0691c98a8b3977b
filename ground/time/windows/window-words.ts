import { inOneLine } from '../../text/printable.ts';
import type { DayChoice } from './day-choice.ts';
import type { WallWindow } from './on-the-wall.ts';

/** Why a text does not say windows. */
export class NotUnderstood extends Error {
  override readonly name = 'NotUnderstood';
}

export const quoted = (text: string): string => `"${inOneLine(text, LONGEST_QUOTE)}"`;
const LONGEST_QUOTE = 60;

/** What one word of a window says: one of these. */
export type WindowWord = DayChoice & Partial<Pick<WallWindow, 'times'>>;

/** Undefined where it is not a list of months, days of the month, weekdays or times. */
export const readWindowWord = (word: string): WindowWord | undefined => READERS.find(({ like }) => like.test(word))?.read(word);

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** A list of single items and of ranges, by how a single one looks. */
const listOf = (item: string): RegExp => new RegExp(`^${item}(-${item})?(,${item}(-${item})?)*$`, 'i');
const rangesOf = (list: string): readonly (readonly [from: string, to: string])[] =>
  list.split(',').map((range) => {
    const [from = '', to = from] = range.split('-');
    return [from, to];
  });

interface Reader {
  readonly like: RegExp;
  read(word: string): WindowWord;
}

const READERS: readonly Reader[] = [
  { like: listOf(`(${MONTHS.join('|')})`), read: (word) => ({ months: namedIn(word, MONTHS) }) },
  { like: listOf(`(${WEEKDAYS.join('|')})`), read: (word) => ({ weekdays: namedIn(word, WEEKDAYS) }) },
  { like: listOf('(\\d{1,2}|last)'), read: (word) => ({ dates: datesIn(word) }) },
  { like: /^[\d:]+-[\d:]+(,[\d:]+-[\d:]+)*$/, read: (word) => ({ times: rangesOf(word).map(timeIn) }) },
];

/** From Friday to Monday goes over the weekend. */
const namedIn = (list: string, names: readonly string[]): ReadonlySet<number> =>
  new Set(
    rangesOf(list.toLowerCase()).flatMap(([from, to]) => {
      const first = names.indexOf(from);
      const length = (names.indexOf(to) - first + names.length) % names.length;
      return Array.from({ length: length + 1 }, (_, at) => (first + at) % names.length);
    }),
  );

const LONGEST_MONTH = 31;

const datesIn = (list: string): ReadonlySet<number | 'last'> =>
  new Set(
    rangesOf(list.toLowerCase()).flatMap(([from, to]): readonly (number | 'last')[] => {
      if (from === 'last' && to === 'last') return ['last'];
      const [first, final] = [Number(from), to === 'last' ? LONGEST_MONTH : Number(to)];
      if (!(first >= 1 && first <= final && final <= LONGEST_MONTH))
        throw new NotUnderstood(`${quoted(list)} are not days of a month: they go from 1 to 31, and in a range the smaller comes first`);
      return Array.from({ length: final - first + 1 }, (_, at) => first + at);
    }),
  );

const DAY_MINUTES = 1_440;

function timeIn([from, to]: readonly [string, string]): WallWindow['times'][number] {
  const [begin, end] = [minutesOf(from), minutesOf(to)];
  const shown = quoted(`${from}-${to}`);
  if (begin === undefined || end === undefined || begin === DAY_MINUTES)
    throw new NotUnderstood(`${shown} is not a time of the day such as 09:00-17:00: it goes from 00:00 to 24:00`);
  if (begin === end) throw new NotUnderstood(`${shown} is over as it begins: the whole day is 00:00-24:00`);
  return { from: begin, until: end < begin ? end + DAY_MINUTES : end };
}

function minutesOf(text: string): number | undefined {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(text) ?? [];
  const sum = Number(hours) * 60 + Number(minutes);
  return Number(minutes) < 60 && sum <= DAY_MINUTES ? sum : undefined;
}
