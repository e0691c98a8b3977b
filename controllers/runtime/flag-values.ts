import { BadValue, type Flag } from './flags.ts';

/** The kinds of values that flags have: each makes a row of a flag table. */
interface About {
  readonly help: string;
  readonly env?: readonly string[];
}

/** Any text. */
export const text = ({ value, fallback = '', ...about }: About & { readonly value: string; readonly fallback?: string }): Flag<string> => ({
  ...about, value, default: fallback, shownDefault: fallback, parse: (given) => given,
});

const YES = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);
const NO = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False']);

/** True or false; the flag alone means true. */
export const toggle = ({ fallback = false, ...about }: About & { readonly fallback?: boolean }): Flag<boolean> => ({
  ...about, default: fallback, shownDefault: String(fallback),
  parse(given) {
    if (!YES.has(given) && !NO.has(given)) throw new BadValue('it is true or false');
    return YES.has(given);
  },
});

/** One of some words. */
export const choice = <Word extends string>({ words, fallback, ...about }: About & { readonly words: readonly Word[]; readonly fallback: Word }): Flag<Word> => ({
  ...about, value: words.join('|'), default: fallback, shownDefault: fallback,
  parse(given) {
    const found = words.find((word) => word === given);
    if (found === undefined) throw new BadValue(`it is one of ${words.join(', ')}`);
    return found;
  },
});

/** A whole number of at least `least`. */
export const count = ({ least, fallback, ...about }: About & { readonly least: number; readonly fallback: number }): Flag<number> => ({
  ...about, value: 'number', default: fallback, shownDefault: String(fallback),
  parse(given) {
    if (!/^\d{1,9}$/.test(given) || Number(given) < least) throw new BadValue(`it is a whole number, ${least} or more`);
    return Number(given);
  },
});

/** A list: separated by commas, or the flag given several times. Spaces and double quotes around an item do not count. */
export const list = ({ value, ...about }: About & { readonly value: string }): Flag<readonly string[]> => ({
  ...about, value: `${value},...`, default: [], shownDefault: '',
  parse: (given, before = []) => [...before, ...given.split(',').map((item) => item.trim().replace(/^"(.*)"$/, '$1').trim()).filter((item) => item !== '')],
});

/** How long, as Go writes it: `300ms`, `1.5s`, `1h30m`. In milliseconds. */
export const duration = ({ fallback, ...about }: About & { readonly fallback: string }): Flag<number> => ({
  ...about, value: 'duration', default: millisecondsOf(fallback), shownDefault: fallback, parse: millisecondsOf,
});

const UNIT_MS: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, µs: 1e-3, μs: 1e-3, ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** Throws a BadValue for what is no duration. */
export function millisecondsOf(given: string): number {
  if (given === '0') return 0;
  if (!/^(?:\d+(?:\.\d*)?(?:ns|us|µs|μs|ms|s|m|h))+$/.test(given)) throw new BadValue('it is a duration such as 300ms, 10s or 1h30m');
  return [...given.matchAll(/(?<amount>\d+(?:\.\d*)?)(?<unit>ns|us|µs|μs|ms|s|m|h)/g)].reduce((sum, { groups }) => sum + Number(groups?.['amount']) * (UNIT_MS[groups?.['unit'] ?? ''] ?? 0), 0);
}
