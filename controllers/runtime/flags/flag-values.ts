import { parseDuration } from '../../../ground/text/duration.ts';
import { isDnsLabel, isQualifiedName } from '../../../ground/text/names.ts';
import { BadValue, type Flag } from './flags.ts';

/** The kinds of values that flags have: each makes a row of a flag table. */
interface About {
  readonly help: string;
  readonly env?: readonly string[];
}

/** Any text. */
export const text = ({ value, fallback = '', ...about }: About & { readonly value: string; readonly fallback?: string }): Flag<string> => ({
  ...about,
  value,
  default: fallback,
  shownDefault: fallback,
  parse: (given) => given,
});

const YES = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);
const NO = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False']);

/** True or false; the flag alone means true. */
export const toggle = ({ fallback = false, ...about }: About & { readonly fallback?: boolean }): Flag<boolean> => ({
  ...about,
  default: fallback,
  shownDefault: String(fallback),
  parse(given) {
    if (!YES.has(given) && !NO.has(given)) throw new BadValue('it is true or false');
    return YES.has(given);
  },
});

/** One of some words; `also` are others for them, that are understood without being told of. */
export const choice = <Word extends string>({
  words,
  also = {},
  fallback,
  ...about
}: About & { readonly words: readonly Word[]; readonly also?: Readonly<Record<string, Word>>; readonly fallback: Word }): Flag<Word> => ({
  ...about,
  value: words.join('|'),
  default: fallback,
  shownDefault: fallback,
  parse(given) {
    const found = words.find((word) => word === given) ?? also[given];
    if (found === undefined) throw new BadValue(`it is one of ${words.join(', ')}`);
    return found;
  },
});

/** A whole number of at least `least`. */
export const count = ({ least, fallback, ...about }: About & { readonly least: number; readonly fallback: number }): Flag<number> => ({
  ...about,
  value: 'number',
  default: fallback,
  shownDefault: String(fallback),
  parse(given) {
    if (!/^\d{1,9}$/.test(given) || Number(given) < least) throw new BadValue(`it is a whole number, ${least} or more`);
    return Number(given);
  },
});

const VALUE = '[-A-Za-z0-9_.]*';
const KEY = '[-A-Za-z0-9_./]+';
const REQUIREMENT = `\\s*(?:!?\\s*${KEY}|${KEY}\\s*(?:=|==|!=)\\s*${VALUE}|${KEY}\\s+(?:in|notin)\\s*\\(\\s*${VALUE}(?:\\s*,\\s*${VALUE})*\\s*\\))\\s*`;
const SELECTOR = new RegExp(`^(?:${REQUIREMENT}(?:,${REQUIREMENT})*)?$`);

/** The key of a label or of an annotation. */
export const key = ({ fallback, ...about }: About & { readonly fallback: string }): Flag<string> => ({
  ...about,
  value: 'key',
  default: fallback,
  shownDefault: fallback,
  parse(given) {
    if (!isQualifiedName(given))
      throw new BadValue('it is a name of letters, digits, "-", "_" and ".", with a domain and "/" before it if you like');
    return given;
  },
});

/** A label selector, as kubectl takes it; empty selects everything. */
export const selector = (about: About): Flag<string> => ({
  ...about,
  value: 'selector',
  default: '',
  shownDefault: '',
  parse(given) {
    if (!SELECTOR.test(given)) throw new BadValue('it is a label selector such as app=web,tier!=test or "app in (a, b)"');
    return given;
  },
});

/** Names of namespaces. */
export const namespaces = (about: About): Flag<readonly string[]> => {
  const names = list({ ...about, value: 'namespace' });
  return {
    ...names,
    parse(given, before) {
      const all = names.parse(given, before);
      const bad = all.find((name) => !isDnsLabel(name));
      if (bad !== undefined) throw new BadValue(`"${bad}" is not a valid name of a namespace`);
      return all;
    },
  };
};

/**
 * A list: separated by commas, or the flag given several times.
 * Spaces and double quotes around an item, or around several, do not count.
 */
export const list = ({ value, ...about }: About & { readonly value: string }): Flag<readonly string[]> => ({
  ...about,
  value: `${value},...`,
  default: [],
  shownDefault: '',
  parse: (given, before = []) => [
    ...before,
    ...given
      .split(',')
      .map((item) => item.trim().replaceAll(/^"|"$/g, '').trim())
      .filter((item) => item !== ''),
  ],
});

/** The same flag with another default, and another help where one is given. */
export const withDefault = <T>(flag: Flag<T>, fallback: string, help: string = flag.help): Flag<T> => ({
  ...flag,
  help,
  default: flag.parse(fallback, undefined),
  shownDefault: fallback,
  of: flag,
});

/** How long, as Go writes it: `300ms`, `1.5s`, `1h30m`. In milliseconds. */
export const duration = ({ fallback, ...about }: About & { readonly fallback: string }): Flag<number> => ({
  ...about,
  value: 'duration',
  default: millisecondsOf(fallback),
  shownDefault: fallback,
  parse: millisecondsOf,
});

function millisecondsOf(given: string): number {
  const ms = parseDuration(given);
  if (ms === undefined) throw new BadValue('it is a duration such as 300ms, 10s or 1h30m');
  return ms;
}
