import { inOneLine } from '../ground/text/printable.ts';

/** Longer text of others says no more to a reader. */
const LONGEST_TEXT = 300;

/** Text of others as it is shown: what a browser or a terminal would obey becomes visible, and it has an end. */
export const shown = (text: unknown): string => (typeof text === 'string' ? inOneLine(text, LONGEST_TEXT) : '');

/** A time as others wrote it; empty where it is not one. */
export const shownTime = (text: unknown): string => {
  const ms = typeof text === 'string' ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) ? '' : new Date(ms).toISOString();
};

/** A count as others wrote it: none where it is not one. */
export const shownCount = (count: unknown, otherwise = 0): number =>
  typeof count === 'number' && Number.isInteger(count) && count >= 0 ? count : otherwise;
