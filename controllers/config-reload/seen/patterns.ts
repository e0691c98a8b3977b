import { RE2JS } from 're2js';

/** Names of sources as an annotation lists them: each item is a regular expression for the whole name. */
export interface Patterns {
  /** As it was written. */
  readonly source: readonly string[];
  /** Items that name exactly one source of the workload's own namespace. */
  readonly names: readonly string[];
  /** Items that name exactly one of another namespace: `namespace/name`. */
  readonly elsewhere: readonly string[];
  /** Does it have items that may match any number of names? */
  readonly open: boolean;
  matches(name: string): boolean;
  /** Items that are not regular expressions: they match nothing, and do not disturb the others. */
  readonly bad: readonly string[];
  /** Items that begin with a namespace and do not go on with one name: they match nothing either. */
  readonly notInFull: readonly string[];
}

const LITERAL = /^[-A-Za-z0-9]+$/;
const IN_FULL = /^[a-z0-9][-a-z0-9]*\/[a-z0-9][-.a-z0-9]*$/;
/** What stands behind such a slash could never match a name, which has none. */
const NOT_IN_FULL = /^[-a-z0-9]+\/(?![?*{])[^|]*$/;

/** Of a workload in the namespace `own`. RE2's syntax and its promise: matching takes time linear in the name, whatever users write. */
export function patternsOf(list: string | undefined, own: string): Patterns {
  const items = itemsOf(list);
  const inFull = items.filter((item) => IN_FULL.test(item)).map((item) => withoutOwn(item, own));
  const elsewhere = inFull.filter((name) => name.includes('/'));
  const names = [...items.filter((item) => LITERAL.test(item)), ...inFull.filter((name) => !name.includes('/'))];
  const notInFull = items.filter((item) => !IN_FULL.test(item) && NOT_IN_FULL.test(item));
  const bad: string[] = [];
  const expressions = items
    .filter((item) => !LITERAL.test(item) && !IN_FULL.test(item) && !notInFull.includes(item))
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
    elsewhere,
    open: expressions.length > 0,
    bad,
    notInFull,
    // Expressions are for the names of one namespace, the workload's own.
    matches: (name) =>
      name.includes('/') ? elsewhere.includes(name) : names.includes(name) || expressions.some((expression) => expression.test(name)),
  };
}

/** The items of a list separated by commas, without the spaces around them. */
export const itemsOf = (list: string | undefined): readonly string[] =>
  (list ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

/** A name as a workload of this namespace says it. */
export const withoutOwn = (name: string, own: string): string => (name.startsWith(`${own}/`) ? name.slice(own.length + 1) : name);
