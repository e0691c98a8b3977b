import { timeZoneOf, type TimeZone } from '../time-zone.ts';
import { everComes } from './day-choice.ts';
import type { WallWindow } from './on-the-wall.ts';
import { timeWindows, type TimeWindows } from './time-windows.ts';
import { NotUnderstood, quoted, readWindowWord, type WindowWord } from './window-words.ts';

export type ParsedWindows = { readonly windows: TimeWindows } | { readonly problem: string };

const LONGEST_TEXT = 2_000;
const MOST_WINDOWS = 50;
const WHOLE_DAY = [{ from: 0, until: 1_440 }];
const UTC: TimeZone = { name: 'UTC', wallAt: (ms) => ms };

/**
 * `Mon-Fri 09:00-12:00,13:00-17:00; Sat 22:00-02:00 Europe/Berlin`: windows separated by `;`, and at the end the zone of all of
 * them, UTC where none is named. A window says, each as a list, months and their days (`Dec 20-31`, `Jan-Dec 1-7,last`), weekdays
 * and times; what it says nothing of may be any. The problem is the end of a sentence.
 */
export function parseWindows(text: string): ParsedWindows {
  if (text.length > LONGEST_TEXT) return { problem: `it has ${text.length} characters, and may have ${LONGEST_TEXT}` };
  try {
    const parts = text.split(';').map(wordsOf);
    const word = parts.at(-1)?.at(-1);
    const zone = word === undefined || readWindowWord(word) !== undefined ? undefined : timeZoneOf(word);
    if (zone !== undefined) parts.at(-1)?.pop();
    const windows = parts.filter((words) => words.length > 0).map(windowOf);
    if (windows.length === 0) throw new NotUnderstood('it says no days and no times, such as Mon-Fri 09:00-17:00 Europe/Berlin');
    if (windows.length > MOST_WINDOWS) throw new NotUnderstood(`it has ${windows.length} windows, and may have ${MOST_WINDOWS}`);
    return { windows: timeWindows(windows, zone ?? UTC) };
  } catch (error) {
    if (error instanceof NotUnderstood) return { problem: error.message };
    throw error;
  }
}

const wordsOf = (text: string): string[] =>
  text
    .replaceAll(/\s*,\s*/g, ',')
    .replaceAll(/\s+-\s+/g, '-')
    .split(/\s+/)
    .filter((word) => word !== '');

function windowOf(words: readonly string[]): WallWindow {
  const said: WindowWord = {};
  for (const word of words) {
    const more = readWindowWord(word);
    if (more === undefined) throw notUnderstood(word);
    const twice = Object.keys(more).find((kind) => kind in said);
    if (twice !== undefined) throw new NotUnderstood(`${quoted(words.join(' '))} says its ${twice} twice: put a ";" between two windows`);
    Object.assign(said, more);
  }
  const { times = WHOLE_DAY, ...days } = said;
  // Whoever writes `Mon-Fri 9-17` means hours.
  if (days.dates !== undefined && days.months === undefined)
    throw new NotUnderstood(`${quoted(words.join(' '))} has days without a month: write hours as 09:00-17:00, and days as Jan-Dec 9-17`);
  if (!everComes(days)) throw new NotUnderstood(`no month has the day in ${quoted(words.join(' '))}`);
  return { days, times };
}

function notUnderstood(word: string): NotUnderstood {
  const zoneInside = timeZoneOf(word) !== undefined;
  return new NotUnderstood(
    zoneInside
      ? `the zone ${quoted(word)} stands before the end: it goes there, once, and holds for all windows`
      : `${quoted(word)} is neither days (Mon-Fri, Sat, Dec 24-last) nor times (09:00-17:00), nor at the end a time zone (Europe/Berlin)`,
  );
}
