import { likely } from '../../ground/text/likely.ts';
import { show } from './limits.ts';
import { sentence, type Problem } from './problem.ts';

/** The shape of data from outside. What is wrong is a line that begins with the path to it. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly string[] };

/** Keys are exact: `known` are all there are. `mistaken` maps what people write to what they mean. */
export const unknownKeyProblems = (
  value: Readonly<Record<string, unknown>>,
  known: readonly string[],
  mistaken: Readonly<Record<string, string>> = {},
): readonly (Problem & { readonly key: string })[] =>
  Object.keys(value)
    .filter((key) => !known.includes(key))
    .map((key) => {
      const meant = (Object.hasOwn(mistaken, key) ? mistaken[key] : undefined) ?? likely(key, known);
      return { key, what: 'is unknown here', remedy: meant === undefined ? `the keys are ${known.join(', ')}` : `write ${meant}` };
    });

/** The same, each as a line that begins with its path. */
export const unknownKeys = (
  value: Readonly<Record<string, unknown>>,
  known: readonly string[],
  path: string,
  mistaken: Readonly<Record<string, string>> = {},
): readonly string[] =>
  unknownKeyProblems(value, known, mistaken).map(({ key, ...problem }) => `${path === '' ? '' : `${path}.`}${key}: ${sentence(problem)}`);

/** What is wrong with each item of a list that must be there, and must not be empty. */
export function itemsProblems(
  list: unknown,
  path: string,
  what: string,
  problemsOf: (item: unknown, path: string) => readonly string[],
): readonly string[] {
  if (!Array.isArray(list) || list.length === 0) return [`${path}: is ${show(list)}: give a list of ${what}`];
  return list.flatMap((item: unknown, index) => problemsOf(item, `${path}[${index}]`));
}
