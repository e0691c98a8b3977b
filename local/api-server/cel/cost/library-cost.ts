import type { CallCost, Called, Operand } from './called.ts';
import { REGEX, TRAVERSAL } from './called.ts';
import { BOUNDLESS, either, NOTHING, plus, range, scaled, times, UNKNOWN, type Range } from './range.ts';

type Estimate = (called: Called) => CallCost | undefined;

const ONE = range(1);
const traversed = (size: Range, factor = 1): CallCost => ({ cost: scaled(size, factor * TRAVERSAL) });
const nominal: Estimate = () => ({ cost: ONE });
const kindOf = (operand: Operand): string => operand.type.kind;
const isLong = (kind: string | undefined) => kind === 'string' || kind === 'bytes';

/** Each item is compared once. */
const overItems: Estimate = ({ target }) => {
  if (!target) return undefined;
  if (target.type.kind !== 'list') return traversed(target.size);
  const each = isLong(target.type.params[0].kind) ? plus(ONE, scaled(target.items, TRAVERSAL)) : ONE;
  return { cost: times(target.size, each) };
};

const argument =
  (factor = 1): Estimate =>
  ({ args: [first] }) =>
    first && traversed(first.size, factor);
const target: Estimate = ({ target: text }) => text && { ...traversed(text.size), size: text.size };

function replaced({ target: text, args: [from, to] }: Called): CallCost | undefined {
  if (!text || !from || !to) return undefined;
  const most = { count: 0, kept: 0 };
  if (from.size.least === 0) Object.assign(most, { count: text.size.most + 1, kept: text.size.most });
  else if (to.size.most <= from.size.least) most.kept = text.size.most;
  else most.count = Math.ceil(text.size.most / from.size.least);
  const least = { count: 0, kept: 0 };
  if (from.size.most === 0) Object.assign(least, { count: text.size.least + 1, kept: text.size.least });
  else if (from.size.most <= to.size.least) least.kept = text.size.least;
  else least.count = Math.ceil(text.size.least / from.size.most);
  const size = plus(times(range(least.count, most.count), to.size), range(least.kept, most.kept));
  return { cost: scaled(text.size, 2 * TRAVERSAL), size };
}

function joined({ target: list, args: [separator] }: Called): CallCost | undefined {
  if (!list) return undefined;
  const between = range(Math.max(list.size.least - 1, 0), Math.max(list.size.most - 1, 0));
  const size = plus(times(list.size, list.items), separator ? times(separator.size, between) : NOTHING);
  return { cost: scaled(size, TRAVERSAL), size };
}

const numberIn = (operand: Operand | undefined, otherwise: number): number =>
  operand?.node.kind === 'literal' && typeof operand.node.value === 'bigint' ? Number(operand.node.value) : otherwise;

const splitUp: Estimate = ({ target: text, args }) =>
  text && { cost: scaled(text.size, 2 * TRAVERSAL), size: range(0, numberIn(args[1], text.size.most)) };

const found: Estimate = ({ target: text, args: [pattern] }) =>
  text &&
  pattern && {
    cost: times(scaled(plus(text.size, ONE), TRAVERSAL), scaled(pattern.size, REGEX)),
    size: range(0, text.size.most),
  };

/** Addresses are 4 to 16 bytes. */
const ADDRESS = range(4, 16);
const within =
  (more: Range): Estimate =>
  ({ args: [other] }) =>
    other && {
      cost: plus(scaled(plus(ADDRESS, ADDRESS), TRAVERSAL), more, kindOf(other) === 'string' ? scaled(other.size, TRAVERSAL) : NOTHING),
    };

const made = (size: Range, factor = 1): CallCost => ({ cost: plus(scaled(size, factor), range(11)), size });
const squared = ({ size }: Operand): Range => times(size, size);

const sorted =
  (keysOf: (called: Called) => Operand | undefined): Estimate =>
  (called) => {
    const keys = keysOf(called);
    if (!keys) return undefined;
    const item = keys.type.kind === 'list' ? keys.type.params[0].kind : undefined;
    return made(squared(keys), isLong(item) ? 2 + TRAVERSAL : 2);
  };

const sets =
  (factor: number): Estimate =>
  ({ args: [one, other] }) =>
    one && other && { cost: plus(scaled(times(one.size, other.size), factor), ONE) };

const each = (names: string, estimate: Estimate): readonly (readonly [string, Estimate])[] =>
  names.split(' ').map((name) => [name, estimate]);

const ESTIMATES: ReadonlyMap<string, Estimate> = new Map([
  ...each('check', () => ({ cost: range(350_000) })),
  ...each('serviceAccount path group resource subresource namespace name allowed reason error errored', nominal),
  ...each('isSorted sum max min indexOf lastIndexOf', overItems),
  ...each('url', ({ args: [text] }) => text && { ...traversed(text.size), size: text.size }),
  ...each('lowerAscii upperAscii substring trim', target),
  ...each('replace', replaced),
  ...each('split', splitUp),
  ...each('join', joined),
  ...each('find findAll', found),
  ...each('cidr isIP isCIDR quantity isQuantity semver isSemver', argument()),
  ...each('ip', (called) => (called.target ? nominal(called) : argument()(called))),
  ...each('ip.isCanonical', argument(2)),
  ...each('masked prefixLength family isUnspecified isLoopback isLinkLocalMulticast isLinkLocalUnicast isGlobalUnicast', nominal),
  ...each('containsIP', within(NOTHING)),
  ...each('containsCIDR', within(plus(scaled(ADDRESS, TRAVERSAL), ONE))),
  ...each('validate', ({ args: [text] }) => text && { cost: scaled(scaled(text.size, TRAVERSAL), 128 * REGEX) }),
  ...each('format.named sign asInteger isInteger asApproximateFloat isGreaterThan isLessThan compareTo add sub major minor patch', nominal),
  ...each('getScheme getHostname getHost getPort getEscapedPath getQuery', nominal),
  ...each('sets.contains sets.intersects', sets(1)),
  ...each('sets.equivalent', sets(2)),
  ...each('slice', ({ target: list, args: [from, to] }) => list && made(range(numberIn(to, list.size.most) - numberIn(from, 0)))),
  ...each('lists.range', ({ args: [count] }) => made(range(numberIn(count, BOUNDLESS)))),
  ...each('flatten', ({ target: list, args }) => list && made(list.size, args.length === 0 ? 1 : numberIn(args[0], BOUNDLESS))),
  ...each('distinct', ({ target: list }) => list && made(squared(list), 2)),
  ...each(
    'sort',
    sorted(({ target: list }) => list),
  ),
  ...each(
    '@sortByAssociatedKeys',
    sorted(({ args: [keys] }) => keys),
  ),
]);

const reversed: Estimate = ({ target: value }) => (value?.type.kind === 'list' ? made(value.size) : undefined);

/** Types that are as cheaply compared as numbers. */
const CHEAP: ReadonlySet<string> = new Set(['kubernetes.Quantity', 'kubernetes.Semver', 'net.IP', 'net.CIDR']);

/** What the functions of Kubernetes and of the extensions cost; undefined for all others. */
export function libraryCost(called: Called): CallCost | undefined {
  if (called.name === 'reverse') return reversed(called);
  const [one, other] = called.args;
  if (called.name === '_==_' && one?.type.kind === 'struct' && other?.type.kind === 'struct') {
    if (one.type.name === other.type.name && CHEAP.has(one.type.name)) return { cost: ONE };
    if (one.type.name === 'kubernetes.URL') return { cost: scaled(range(1, either(one.size ?? UNKNOWN, other.size).most), TRAVERSAL) };
  }
  return ESTIMATES.get(called.name)?.(called);
}
