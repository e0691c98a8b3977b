/**
 * Text of others may hold what a terminal obeys: escape sequences that write its clipboard, characters that turn the
 * direction of a line around. Here they become visible, as JSON writes them (`\u001b`), so that JSON stays what it was.
 */
export const printable = (text: string): string => (HIDDEN.test(text) ? text.replaceAll(ALL_HIDDEN, escaped) : text);

/** The same as one line of at most so many characters: a line break in it would look like a line of ours. */
export function inOneLine(text: string, most = LONGEST_LINE): string {
  const short = text.length > most ? `${text.slice(0, most - 1)}…` : text;
  return printable(short).replaceAll(/[\n\t]/g, escaped);
}

/** Longer than any name, and than what a person reads in one line. */
const LONGEST_LINE = 500;

/** Controls other than the line break and the tab, the controls of direction, and what else ends a line. */
const HIDDEN = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u;
const ALL_HIDDEN = /(?![\n\t])[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
