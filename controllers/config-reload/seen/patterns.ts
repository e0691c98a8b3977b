import { RE2JS } from 're2js';

/** Names of sources as an annotation lists them: each item is a regular expression for the whole name. */
export interface Patterns {
  /** As it was written. */
  readonly source: readonly string[];
  /** Items that name exactly one source. */
  readonly names: readonly string[];
  /** Does it have items that may match any number of names? */
  readonly open: boolean;
  matches(name: string): boolean;
  /** Items that are not regular expressions: they match nothing, and do not disturb the others. */
  readonly bad: readonly string[];
}

const LITERAL = /^[-A-Za-z0-9]+$/;

/** RE2's syntax and its promise: matching takes time linear in the name, whatever users write. */
export function patternsOf(list: string | undefined): Patterns {
  const items = itemsOf(list);
  const names = items.filter((item) => LITERAL.test(item));
  const bad: string[] = [];
  const expressions = items
    .filter((item) => !LITERAL.test(item))
    .flatMap((item) => {
      try {
        return [RE2JS.compile(`^${item}$`)];
      } catch {
        bad.push(item);
        return [];
      }
    });
  return {
    source: items,
    names,
    open: expressions.length > 0,
    bad,
    matches: (name) => names.includes(name) || expressions.some((expression) => expression.test(name)),
  };
}

/** The items of a list separated by commas, without the spaces around them. */
export const itemsOf = (list: string | undefined): readonly string[] =>
  (list ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
