/** What stands for something else every time: `<age>`. Any other is what it was when the chapter showed it first. */
const FREE = new Set(['age', 'available', 'id', 'number', 'ready', 'reason', 'time']);
/** What kubectl and civ print as it stands. */
const LITERAL = new Set(['none', 'unset', 'fixed', 'nothing', 'nil']);

/** What the placeholders of a chapter have turned out to be. */
export type BoundNames = ReadonlyMap<string, string>;

export type Comparison = { readonly same: true; readonly bound: BoundNames } | { readonly same: false; readonly difference: string };

/**
 * Compares what was printed with what a chapter shows. Blanks may be more or fewer; `…` in a line is any text, and alone it is any
 * lines; the rows of a table may come in any order.
 */
export function compare(shown: string, printed: string, bound: BoundNames): Comparison {
  const [expected, actual] = [linesOf(shown), linesOf(printed)];
  let furthest = { matched: -1, line: '' };
  const match = (at: number, left: readonly string[], known: BoundNames): BoundNames | undefined => {
    const line = expected[at];
    if (line === undefined) return left.length === 0 ? known : undefined;
    if (at > furthest.matched) furthest = { matched: at, line };
    if (line === '…') return firstOf(left.length + 1, (count) => match(at + 1, left.slice(count), known));
    const isRow = at > 0 && isTitle(expected[0] ?? '');
    return firstOf(isRow ? left.length : Math.min(1, left.length), (row) => {
      const next = lineMatch(line, left[row] ?? '', known);
      return next === undefined ? undefined : match(at + 1, isRow ? left.toSpliced(row, 1) : left.slice(1), next);
    });
  };
  const found = match(0, actual, bound);
  if (found !== undefined) return { same: true, bound: found };
  return {
    same: false,
    difference: `should be\n${shown}\nand is\n${printed}\nwhich differs at the latest at: ${furthest.line || 'the end'}`,
  };
}

/** A command, with what its placeholders stand for. */
export const fillIn = (command: string, bound: BoundNames): string =>
  command.replaceAll(PLACEHOLDER, (whole, name: string) => {
    const value = bound.get(name);
    if (value === undefined) throw new Error(`${command}: what is ${whole}? Nothing above has shown it`);
    return value;
  });

const PLACEHOLDER = /<([a-z][a-z-]*)>/g;
const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
const isTitle = (line: string): boolean => /^[A-Z][A-Z-]+(\s|$)/.test(line);
const linesOf = (text: string): readonly string[] => text.split('\n').flatMap((line) => line.trimEnd() || []);

function firstOf<T>(count: number, find: (index: number) => T | undefined): T | undefined {
  for (let index = 0; index < count; index += 1) {
    const found = find(index);
    if (found !== undefined) return found;
  }
  return undefined;
}

function lineMatch(line: string, actual: string, bound: BoundNames): BoundNames | undefined {
  const names: string[] = [];
  const pattern = line
    .trim()
    .split(/(<[a-z][a-z-]*>|…|\s+)/)
    .map((part) => {
      const [, name = ''] = /^<(.+)>$/.exec(part) ?? [];
      if (part === '…') return '.*';
      if (/^\s+$/.test(part)) return '\\s+';
      if (name === '' || LITERAL.has(name)) return escaped(part);
      const value = FREE.has(name) ? undefined : bound.get(name);
      if (value !== undefined) return escaped(value);
      if (FREE.has(name)) return '\\S+?';
      names.push(name);
      return '(\\S+?)';
    })
    .join('');
  const found = new RegExp(`^\\s*${pattern}$`).exec(actual);
  if (found === null) return undefined;
  const next = new Map(bound);
  for (const [index, name] of names.entries()) {
    const value = found[index + 1] ?? '';
    // Two names are two things: a new pod is not the old one.
    if (next.get(name) !== value && [...next.values()].includes(value)) return undefined;
    next.set(name, value);
  }
  return next;
}
