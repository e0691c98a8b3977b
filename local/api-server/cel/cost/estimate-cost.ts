import type { Checked } from '../check/checked.ts';
import { ACCUMULATOR, type Fold, type SyntaxNode } from '../syntax/node.ts';
import type { CelType } from '../types/cel-type.ts';
import { extent } from '../values/operators.ts';
import { callCost } from './call-cost.ts';
import type { Operand } from './called.ts';
import { either, NOTHING, plus, range, times, UNKNOWN, type Range } from './range.ts';

/** The way to a value: a variable, then names of fields, `@items`, `@keys` or `@values`. */
type Path = readonly string[];

/** How large what is at a path can be; undefined where that is not known. */
export type SizeAt = (path: Path) => Range | undefined;

/** What is in a list or a map. */
interface Entries {
  readonly list: boolean;
  readonly key: Range;
  readonly value: Range;
}

interface Local {
  readonly path: Path;
  readonly size: Range | undefined;
  readonly entries?: Entries;
}

type Scope = ReadonlyMap<string, Local>;

const LIST = range(10);
const MAP = range(30);
const ONE = range(1);
const SCALARS: ReadonlySet<CelType['kind']> = new Set(['bool', 'double', 'duration', 'int', 'timestamp', 'uint']);

const isScalar = (type: CelType): boolean => SCALARS.has(type.kind) || (type.kind === 'optional' && isScalar(type.params[0]));

/** Adds up what an expression may cost, from the inside out, and remembers how large its parts may be. */
class Estimator {
  readonly #checked: Checked;
  readonly #sizeAt: SizeAt;
  readonly #paths = new Map<SyntaxNode, Path>();
  readonly #sizes = new Map<SyntaxNode, Range>();
  readonly #entries = new Map<SyntaxNode, Entries>();

  constructor(checked: Checked, sizeAt: SizeAt) {
    this.#checked = checked;
    this.#sizeAt = sizeAt;
  }

  cost(node: SyntaxNode, scope: Scope): Range {
    const variable = this.#checked.names.get(node);
    if (variable && !(node.kind === 'ident' && scope.has(node.name)) && node.kind !== 'select') {
      this.#paths.set(node, [variable.name]);
      return ONE;
    }
    switch (node.kind) {
      case 'literal':
      case 'message':
        return NOTHING;
      case 'ident':
        this.#paths.set(node, scope.get(node.name)?.path ?? [node.name]);
        return ONE;
      case 'select':
        return this.#select(node, scope);
      case 'call':
        return this.#call(node, scope);
      case 'list':
        return this.#list(node, scope);
      case 'map':
        return this.#map(node, scope);
      case 'fold':
        return this.#fold(node, scope);
    }
  }

  #path(node: SyntaxNode, scope: Scope): Path {
    return (node.kind === 'ident' ? scope.get(node.name)?.path : undefined) ?? this.#paths.get(node) ?? [];
  }

  #select(node: SyntaxNode & { readonly kind: 'select' }, scope: Scope): Range {
    const operand = this.cost(node.operand, scope);
    if (node.test) return operand;
    this.#paths.set(node, [...this.#path(node.operand, scope), node.field]);
    const { kind } = this.#checked.typeOf(node.operand);
    return kind === 'map' || kind === 'struct' || kind === 'param' ? plus(operand, ONE) : operand;
  }

  #operand(node: SyntaxNode, cost: Range, scope: Scope): Operand {
    const path = this.#path(node, scope);
    const items = path.length > 0 && path[0] !== ACCUMULATOR ? this.#sizeAt([...path, '@items']) : undefined;
    return { node, type: this.#checked.typeOf(node), size: this.#size(node, scope) ?? UNKNOWN, cost, items: items ?? UNKNOWN };
  }

  #call(node: SyntaxNode & { readonly kind: 'call' }, scope: Scope): Range {
    const [first] = node.args;
    if (node.name === 'dyn' && first && !node.target) {
      const cost = plus(ONE, this.cost(first, scope));
      this.#copy(node, first, scope);
      return cost;
    }
    const args = node.args.map((arg) => this.#operand(arg, this.cost(arg, scope), scope));
    const full = this.#checked.functions.get(node);
    const before = node.target && full === undefined ? this.cost(node.target, scope) : NOTHING;
    const target = node.target && full === undefined ? this.#operand(node.target, before, scope) : undefined;
    const { cost, size } = callCost({ name: full ?? node.name, target, args });
    this.#joinEntries(node, scope);
    const held = node.name === '_[_]' && first ? (this.#indexed(node, first, scope) ?? size) : size;
    const found = held ?? this.#size(node, scope);
    if (found) this.#sizes.set(node, found);
    return plus(before, cost);
  }

  /** Of what two lists are made, or either of two, is in the whole. */
  #joinEntries(node: SyntaxNode & { readonly kind: 'call' }, scope: Scope): void {
    const [one, other] = node.name === '_?_:_' ? node.args.slice(1) : node.name === '_+_' ? node.args : [];
    const [mine, theirs] = [one && this.#entriesOf(one, scope), other && this.#entriesOf(other, scope)];
    if (!mine || !theirs) return;
    this.#entries.set(node, { list: mine.list, key: either(mine.key, theirs.key), value: either(mine.value, theirs.value) });
  }

  #indexed(node: SyntaxNode, container: SyntaxNode, scope: Scope): Range | undefined {
    const { kind } = this.#checked.typeOf(container);
    if (kind === 'list' || kind === 'map') this.#paths.set(node, [...this.#path(container, scope), kind === 'list' ? '@items' : '@values']);
    return this.#entriesOf(container, scope)?.value;
  }

  #list(node: SyntaxNode & { readonly kind: 'list' }, scope: Scope): Range {
    const items = node.items.map((item) => item.node);
    const cost = plus(LIST, ...items.map((item) => this.cost(item, scope)));
    this.#entries.set(node, { list: true, key: ONE, value: this.#anyOf(items, scope) });
    return cost;
  }

  #map(node: SyntaxNode & { readonly kind: 'map' }, scope: Scope): Range {
    const [keys, values] = [node.entries.map(({ key }) => key), node.entries.map(({ value }) => value)];
    const cost = plus(MAP, ...[...keys, ...values].map((each) => this.cost(each, scope)));
    this.#entries.set(node, { list: false, key: this.#anyOf(keys, scope), value: this.#anyOf(values, scope) });
    return cost;
  }

  #anyOf(nodes: readonly SyntaxNode[], scope: Scope): Range {
    return nodes.length === 0 ? NOTHING : nodes.map((node) => this.#size(node, scope) ?? UNKNOWN).reduce(either);
  }

  #fold(node: SyntaxNode & Fold, scope: Scope): Range {
    const before = plus(this.cost(node.range, scope), this.cost(node.start, scope));
    const accumulator: Local = {
      path: this.#path(node.start, scope),
      size: this.#size(node.start, scope),
      entries: this.#entriesOf(node.start, scope),
    };
    const around = new Map([...scope, [node.accumulator, accumulator]]);
    if (isBinding(node)) {
      const cost = plus(before, this.cost(node.result, around));
      this.#copy(node, node.result, around);
      return cost;
    }
    const inner = new Map([...around, ...this.#variables(node, scope)]);
    const round = plus(this.cost(node.goesOn, inner), this.cost(node.step, inner));
    const after = this.cost(node.result, around);
    const rounds = this.#size(node.range, scope) ?? UNKNOWN;
    const gathers = node.start.kind === 'list' || node.start.kind === 'map';
    const size = gathers ? rounds : node.start.kind === 'literal' ? this.#size(node.start, scope) : undefined;
    const entries = gathers ? this.#entriesOf(node.step, inner) : undefined;
    if (size) this.#sizes.set(node, size);
    if (entries) this.#entries.set(node, entries);
    return plus(before, after, times(rounds, round));
  }

  #variables({ range: over, variable, second }: Fold, scope: Scope): readonly (readonly [string, Local])[] {
    const entries = this.#entriesOf(over, scope);
    const isList = entries?.list ?? this.#checked.typeOf(over).kind === 'list';
    const path = this.#path(over, scope);
    const value: Local = { path: [...path, isList ? '@items' : '@values'], size: entries?.value };
    const key: Local = { path: [...path, isList ? '@indices' : '@keys'], size: entries?.key };
    if (second === undefined) return [[variable, isList ? value : key]];
    return [
      [variable, key],
      [second, value],
    ];
  }

  #copy(node: SyntaxNode, from: SyntaxNode, scope: Scope): void {
    const [size, entries] = [this.#size(from, scope), this.#entriesOf(from, scope)];
    if (size) this.#sizes.set(node, size);
    if (entries) this.#entries.set(node, entries);
  }

  #entriesOf(node: SyntaxNode, scope: Scope): Entries | undefined {
    return this.#entries.get(node) ?? (node.kind === 'ident' ? scope.get(node.name)?.entries : undefined);
  }

  #size(node: SyntaxNode, scope: Scope): Range | undefined {
    const known = this.#sizes.get(node) ?? writtenSize(node);
    if (known) return known;
    const path = this.#path(node, scope);
    const declared = path.length > 0 ? this.#sizeAt(path) : undefined;
    if (declared) {
      this.#sizes.set(node, declared);
      return declared;
    }
    if (isScalar(this.#checked.typeOf(node))) return ONE;
    return node.kind === 'ident' ? scope.get(node.name)?.size : undefined;
  }
}

/** `cel.bind` and its kin: a loop of no rounds, around a value with a name. */
const isBinding = ({ range: over, goesOn, accumulator }: Fold): boolean =>
  over.kind === 'list' && over.items.length === 0 && goesOn.kind === 'literal' && goesOn.value === false && accumulator !== ACCUMULATOR;

/** What is written down has a size that can be seen. */
function writtenSize(node: SyntaxNode): Range | undefined {
  if (node.kind === 'literal') return range(extent(node.value));
  if (node.kind === 'list') return range(node.items.length);
  return node.kind === 'map' ? range(node.entries.length) : undefined;
}

/** The most that an expression may cost, as Kubernetes estimates it before it takes a rule. */
export const estimatedCost = (node: SyntaxNode, checked: Checked, sizeAt: SizeAt): number =>
  new Estimator(checked, sizeAt).cost(node, new Map()).most;
