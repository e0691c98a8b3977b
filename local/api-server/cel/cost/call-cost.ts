import type { CelType } from '../types/cel-type.ts';
import { REGEX, TRAVERSAL, type CallCost, type Called, type Operand } from './called.ts';
import { libraryCost } from './library-cost.ts';
import { either, plus, range, scaled, times, UNKNOWN, type Range } from './range.ts';

const ONE = range(1);

/** As what an operand may be taken: what is dyn may be anything. */
const mayBe = ({ type }: Operand, kind: CelType['kind']): boolean => type.kind === kind || type.kind === 'dyn' || type.kind === 'param';
const allMayBe = (operands: readonly Operand[], kind: CelType['kind']) => operands.every((each) => mayBe(each, kind));
const isSure = (operands: readonly Operand[], kinds: readonly string[]) => operands.some(({ type }) => kinds.includes(type.kind));

const ORDERING: ReadonlySet<string> = new Set(['_<_', '_<=_', '_>_', '_>=_']);

/** As long as the shorter of the two. */
function compared([one, other]: readonly Operand[]): CallCost {
  const most = Math.min(one?.size.most ?? 0, other?.size.most ?? 0);
  return { cost: scaled(range(most > 0 ? 1 : 0, most), TRAVERSAL) };
}

function added(operands: readonly Operand[]): readonly CallCost[] {
  const size = plus(...operands.map((each) => each.size));
  const texts = allMayBe(operands, 'string') || allMayBe(operands, 'bytes');
  return [
    ...(texts ? [{ cost: scaled(size, TRAVERSAL), size }] : []),
    ...(allMayBe(operands, 'list') ? [{ cost: ONE, size }] : []),
    ...(isSure(operands, ['string', 'bytes', 'list']) ? [] : [{ cost: ONE }]),
  ];
}

/** All that a call may turn out to be. */
function candidates({ name, target, args }: Called): readonly CallCost[] {
  const [first, second] = args;
  if (name === '_+_') return added(args);
  if (name === '_==_' || name === '_!=_') return [compared(args)];
  if (ORDERING.has(name)) {
    const texts = allMayBe(args, 'string') || allMayBe(args, 'bytes');
    return [...(texts ? [compared(args)] : []), ...(isSure(args, ['string', 'bytes']) ? [] : [{ cost: ONE }])];
  }
  if (name === '@in' && second)
    return [...(mayBe(second, 'list') ? [{ cost: second.size }] : []), ...(mayBe(second, 'map') ? [{ cost: ONE }] : [])];
  if (target && first) {
    const own = memberCost(name, target.size, first.size);
    if (own) return [own];
  }
  if (name === 'format' && target) return [{ cost: scaled(target.size, TRAVERSAL) }];
  if (name === 'bytes' && first) return [{ cost: scaled(first.size, TRAVERSAL), size: range(first.size.least, first.size.most * 4) }];
  if (name === 'string' && first && mayBe(first, 'bytes'))
    return [{ cost: scaled(first.size, TRAVERSAL), size: range(Math.floor(first.size.least / 4), first.size.most) }];
  if (name === 'strings.quote' && first)
    return [{ cost: scaled(first.size, TRAVERSAL), size: range(first.size.least + 2, first.size.most * 2 + 2) }];
  return [{ cost: ONE }];
}

function memberCost(name: string, text: Range, other: Range): CallCost | undefined {
  switch (name) {
    case 'startsWith':
    case 'endsWith':
      return { cost: scaled(other, TRAVERSAL) };
    case 'contains':
      return { cost: times(scaled(text, TRAVERSAL), scaled(other, TRAVERSAL)) };
    case 'matches':
      return { cost: times(scaled(plus(text, ONE), TRAVERSAL), scaled(other, REGEX)) };
    default:
      return undefined;
  }
}

/** What a call costs with its arguments, and how large its result is. */
export function callCost(called: Called): CallCost {
  const { name, args } = called;
  const [first, second, third] = args.map((each) => each.cost);
  if ((name === '_&&_' || name === '_||_') && first && second) return { cost: range(first.least, plus(first, second).most) };
  if (name === '_?_:_' && first && second && third)
    return { cost: plus(first, either(second, third)), size: either(args[1]?.size ?? UNKNOWN, args[2]?.size ?? UNKNOWN) };
  const own = libraryCost(called);
  const all = own ? [own] : candidates(called);
  const costs = all.map((each) => each.cost).reduce(either);
  const sizes = all.flatMap(({ size }) => size ?? []);
  return {
    cost: plus(costs, ...args.map((each) => each.cost)),
    ...(sizes.length > 0 ? { size: sizes.reduce(either) } : {}),
  };
}
