import { ACCUMULATOR, type Fold, type SyntaxNode } from './node.ts';
import type { Issue } from './source.ts';

/** A macro does not fit its arguments. */
export class BadMacro extends Error {
  override readonly name = 'BadMacro';
  readonly issue: Issue;
  constructor(at: number, message: string) {
    super(message);
    this.issue = { at, message };
  }
}

type Expand = (at: number, target: SyntaxNode, args: readonly SyntaxNode[]) => SyntaxNode | undefined;

const call = (at: number, name: string, ...args: readonly SyntaxNode[]): SyntaxNode => ({ kind: 'call', at, name, args });
const literal = (at: number, value: bigint | boolean): SyntaxNode => ({ kind: 'literal', at, value });
const accumulated = (at: number): SyntaxNode => ({ kind: 'ident', at, name: ACCUMULATOR });
const listed = (at: number, ...nodes: readonly SyntaxNode[]): SyntaxNode => ({
  kind: 'list',
  at,
  items: nodes.map((node) => ({ node, optional: false })),
});
const missing = (at: number): SyntaxNode => ({ kind: 'literal', at, value: null });

function nameIn(node: SyntaxNode, complaint: string): string {
  if (node.kind !== 'ident') throw new BadMacro(node.at, complaint);
  if (node.name === ACCUMULATOR || node.name === '__result__')
    throw new BadMacro(node.at, 'iteration variable overwrites accumulator variable');
  return node.name;
}

type Loop = Pick<Fold, 'goesOn' | 'result' | 'start' | 'step'>;

const QUANTIFIERS = {
  all: (at, test) => ({
    start: literal(at, true),
    goesOn: call(at, '@not_strictly_false', accumulated(at)),
    step: call(at, '_&&_', accumulated(at), test),
    result: accumulated(at),
  }),
  exists: (at, test) => ({
    start: literal(at, false),
    goesOn: call(at, '@not_strictly_false', call(at, '!_', accumulated(at))),
    step: call(at, '_||_', accumulated(at), test),
    result: accumulated(at),
  }),
  existsOne: (at, test) => ({
    start: literal(at, 0n),
    goesOn: literal(at, true),
    step: call(at, '_?_:_', test, call(at, '_+_', accumulated(at), literal(at, 1n)), accumulated(at)),
    result: call(at, '_==_', accumulated(at), literal(at, 1n)),
  }),
} satisfies Readonly<Record<string, (at: number, test: SyntaxNode) => Loop>>;

const folded = (at: number, range: SyntaxNode, names: readonly [string, string?], loop: Loop): SyntaxNode => ({
  kind: 'fold',
  at,
  range,
  variable: names[0],
  ...(names[1] === undefined ? {} : { second: names[1] }),
  accumulator: ACCUMULATOR,
  ...loop,
});

const gathered = (at: number, start: SyntaxNode, step: SyntaxNode, filter: SyntaxNode | undefined): Loop => ({
  start,
  goesOn: literal(at, true),
  step: filter ? call(at, '_?_:_', filter, step, accumulated(at)) : step,
  result: accumulated(at),
});

const quantifier =
  (kind: keyof typeof QUANTIFIERS): Expand =>
  (at, target, [variable = missing(at), test = missing(at)]) => {
    const name = nameIn(variable, 'argument must be a simple name');
    return folded(at, target, [name], QUANTIFIERS[kind](at, test));
  };

const quantifierOfTwo =
  (kind: keyof typeof QUANTIFIERS): Expand =>
  (at, target, [first = missing(at), second = missing(at), test = missing(at)]) =>
    folded(at, target, twoNames(first, second), QUANTIFIERS[kind](at, test));

function twoNames(first: SyntaxNode, second: SyntaxNode): readonly [string, string] {
  for (const node of [first, second]) if (node.kind !== 'ident') throw new BadMacro(node.at, 'argument must be a simple name');
  const names = [first, second].map((node) => (node.kind === 'ident' ? node.name : ''));
  if (names[0] === names[1]) throw new BadMacro(second.at, `duplicate variable name: ${names[0] ?? ''}`);
  return [nameIn(first, ''), nameIn(second, '')];
}

const plus = (at: number, item: SyntaxNode) => call(at, '_+_', accumulated(at), listed(at, item));

const mapped: Expand = (at, target, args) => {
  const [variable = missing(at), filter, transform = missing(at)] = args.length === 3 ? args : [args[0], undefined, args[1]];
  return folded(at, target, [nameIn(variable, 'argument is not an identifier')], gathered(at, listed(at), plus(at, transform), filter));
};

const filtered: Expand = (at, target, [variable = missing(at), test]) =>
  folded(at, target, [nameIn(variable, 'argument is not an identifier')], gathered(at, listed(at), plus(at, variable), test));

const transformed =
  (stepOf: (at: number, key: string, transform: SyntaxNode) => SyntaxNode, startOf: (at: number) => SyntaxNode): Expand =>
  (at, target, args) => {
    const [first = missing(at), second = missing(at)] = args;
    const names = twoNames(first, second);
    const [filter, transform = missing(at)] = args.length === 4 ? args.slice(2) : [undefined, args[2]];
    return folded(at, target, names, gathered(at, startOf(at), stepOf(at, names[0], transform), filter));
  };

const emptyMap = (at: number): SyntaxNode => ({ kind: 'map', at, entries: [] });
const inserted = (at: number, ...args: readonly SyntaxNode[]) => call(at, 'cel.@mapInsert', accumulated(at), ...args);

/** `target.optMap(name, expression)`: the value under a name, once. */
const optionally =
  (wrap: (at: number, value: SyntaxNode) => SyntaxNode, complaint: string): Expand =>
  (at, target, [variable = missing(at), expression = missing(at)]) => {
    if (variable.kind !== 'ident') throw new BadMacro(variable.at, complaint);
    const member = (name: string): SyntaxNode => ({ kind: 'call', at, name, target, args: [] });
    const bound: SyntaxNode = {
      kind: 'fold',
      at,
      range: listed(at),
      variable: '#unused',
      accumulator: variable.name,
      start: member('value'),
      goesOn: literal(at, false),
      step: { kind: 'ident', at, name: variable.name },
      result: expression,
    };
    return call(at, '_?_:_', member('hasValue'), wrap(at, bound), call(at, 'optional.none'));
  };

const SORTABLE: ReadonlySet<SyntaxNode['kind']> = new Set(['list', 'select', 'ident', 'fold', 'call']);

const SORTED = '@__sortBy_input__';

/** `list.sortBy(name, key)`: sorts by the keys, which are computed once. */
const sortedBy: Expand = (at, target, args) => {
  if (!SORTABLE.has(target.kind))
    throw new BadMacro(target.at, 'sortBy can only be applied to a list, identifier, comprehension, call or select expression');
  const input: SyntaxNode = { kind: 'ident', at, name: SORTED };
  const keys = mapped(at, input, args) ?? input;
  return {
    kind: 'fold',
    at,
    range: listed(at),
    variable: '#unused',
    accumulator: SORTED,
    start: target,
    goesOn: literal(at, false),
    step: input,
    result: { kind: 'call', at, name: '@sortByAssociatedKeys', target: input, args: [keys] },
  };
};

/** By name and number of arguments. */
const MACROS = new Map<string, Expand>([
  ['all/2', quantifier('all')],
  ['exists/2', quantifier('exists')],
  ['exists_one/2', quantifier('existsOne')],
  ['existsOne/2', quantifier('existsOne')],
  ['map/2', mapped],
  ['map/3', mapped],
  ['filter/2', filtered],
  ['all/3', quantifierOfTwo('all')],
  ['exists/3', quantifierOfTwo('exists')],
  ['existsOne/3', quantifierOfTwo('existsOne')],
  ['exists_one/3', quantifierOfTwo('existsOne')],
  ...[3, 4].flatMap((count): readonly [string, Expand][] => [
    [
      `transformList/${count}`,
      transformed(
        (at, _, transform) => plus(at, transform),
        (at) => listed(at),
      ),
    ],
    [`transformMap/${count}`, transformed((at, key, transform) => inserted(at, { kind: 'ident', at, name: key }, transform), emptyMap)],
    [`transformMapEntry/${count}`, transformed((at, _, transform) => inserted(at, transform), emptyMap)],
  ]),
  ['optMap/2', optionally((at, value) => call(at, 'optional.of', value), 'optMap() variable name must be a simple identifier')],
  ['optFlatMap/2', optionally((_, value) => value, 'optFlatMap() variable name must be a simple identifier')],
  ['sortBy/2', sortedBy],
]);

/** What a call stands for, where it is a macro; throws BadMacro. */
export function expanded(at: number, name: string, target: SyntaxNode | undefined, args: readonly SyntaxNode[]): SyntaxNode | undefined {
  if (target) return MACROS.get(`${name}/${args.length}`)?.(at, target, args);
  const [only] = args;
  if (name !== 'has' || args.length !== 1 || !only) return undefined;
  if (only.kind !== 'select' || only.test) throw new BadMacro(only.at, 'invalid argument to has() macro');
  return { ...only, at, test: true };
}
