import type { Checked } from '../check/checked.ts';
import type { CelEnvironment } from '../check/environment.ts';
import type { Fold, SyntaxNode } from '../syntax/node.ts';
import { isPresent, qualify, qualifyOptional } from '../values/access.ts';
import { CelError, noSuchOverload } from '../values/cel-error.ts';
import { isGrowth, runFold, type Loop } from './fold.ts';
import type { Step } from './frame.ts';
import { matching } from '../types/functions.ts';
import { extent, OPERATORS, type Operator } from '../values/operators.ts';
import {
  conditional,
  contained,
  discounted,
  insert,
  local,
  logical,
  nothing,
  notStrictlyFalse,
  operation,
  orValue,
  qualified,
  variable,
} from './steps.ts';
import { CelMap, isListValue, Optional, type Value } from '../values/value.ts';

const LIST_COST = 10;
const MAP_COST = 30;

/** Calls whose values are known before. */
export type Constants = ReadonlyMap<SyntaxNode, Value>;

/** Names of loop variables, and where their values are. */
type Scope = ReadonlyMap<string, number>;

const isAttribute = (node: SyntaxNode): boolean =>
  node.kind === 'ident' || node.kind === 'select' || (node.kind === 'call' && node.name === '_[_]');

const branch = (node: SyntaxNode | undefined, step: Step): Step => (node && isAttribute(node) ? discounted(step) : step);

/** Turns an expression into steps. */
class Planner {
  readonly #checked: Checked;
  readonly #environment: CelEnvironment;
  readonly #constants: Constants;
  slots = 0;

  constructor(checked: Checked, environment: CelEnvironment, constants: Constants) {
    this.#checked = checked;
    this.#environment = environment;
    this.#constants = constants;
  }

  plan(node: SyntaxNode, scope: Scope): Step {
    const constant = this.#constants.get(node);
    if (constant !== undefined) return () => constant;
    const known = this.#checked.names.get(node);
    if (known && !(node.kind === 'ident' && scope.has(node.name))) return variable(known.name, known.identifier.value);
    switch (node.kind) {
      case 'literal': {
        const { value } = node;
        return () => value;
      }
      case 'ident':
        return local(scope.get(node.name));
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
      case 'message':
        throw new CelError(`no such type: ${node.name}`);
    }
  }

  #select({ operand, field, test }: SyntaxNode & { readonly kind: 'select' }, scope: Scope): Step {
    const inner = this.plan(operand, scope);
    const base = isAttribute(operand) ? 0 : 1;
    if (test)
      return (frame) => {
        const container = inner(frame);
        frame.budget.spend(base);
        return isPresent(container, field);
      };
    return (frame) => {
      const container = inner(frame);
      frame.budget.spend(base + 1);
      return qualify(container, field);
    };
  }

  #call(node: SyntaxNode & { readonly kind: 'call' }, scope: Scope): Step {
    const { name, target, args } = node;
    const spaced = this.#checked.functions.get(node);
    if (spaced !== undefined)
      return this.#function(
        spaced,
        args.map((arg) => this.plan(arg, scope)),
        false,
      );
    const steps = [...(target ? [target] : []), ...args].map((arg) => this.plan(arg, scope));
    const [one = nothing, other = nothing, third = nothing] = steps;
    switch (name) {
      case '_&&_':
        return logical(one, other, false);
      case '_||_':
        return logical(one, other, true);
      case '_?_:_':
        return conditional(one, branch(args[1], other), branch(args[2], third));
      case '@in':
        return operation({ run: contained, cost: this.#searchCost(args[1]) }, steps);
      case '@not_strictly_false':
        return notStrictlyFalse(one);
      case '_[_]':
        return qualified(one, other, isAttribute(args[0] ?? node) ? 1 : 2, qualify);
      case '_[?_]':
      case '_?._':
        return qualified(one, other, isAttribute(args[0] ?? node) ? 1 : 2, qualifyOptional);
      case 'orValue':
        return orValue(one, other);
      default: {
        const operator = target ? undefined : OPERATORS.get(name);
        return operator ? operation(operator, steps) : this.#function(name.replace(/^\./, ''), steps, target !== undefined);
      }
    }
  }

  /** Only of a list whose type is known the length is counted, and of one that is written down nothing. */
  #searchCost(container: SyntaxNode | undefined): Operator['cost'] {
    if (container?.kind === 'list' && container.items.every(({ node }) => node.kind === 'literal')) return () => 0;
    return container && this.#checked.typeOf(container).kind === 'list' ? (_, list) => extent(list) : () => 1;
  }

  #function(name: string, steps: readonly Step[], member: boolean): Step {
    const overloads = this.#environment.functions.overloads(name, member, steps.length);
    return (frame) => {
      const values = steps.map((step) => step(frame));
      const { run, cost } = matching(name, overloads, values);
      frame.budget.spend(cost ? cost(...values) : 1);
      return run(...values);
    };
  }

  #list({ items }: SyntaxNode & { readonly kind: 'list' }, scope: Scope): Step {
    if (items.every(({ node, optional }) => node.kind === 'literal' && !optional)) {
      const list = items.map(({ node }) => (node.kind === 'literal' ? node.value : null));
      return () => list;
    }
    const steps = items.map(({ node, optional }) => ({ step: this.plan(node, scope), optional }));
    return (frame) => {
      const list: Value[] = [];
      for (const { step, optional } of steps) {
        const value = step(frame);
        if (!optional) list.push(value);
        else if (!(value instanceof Optional)) throw new CelError('cannot initialize optional list element from non-optional value');
        else if (value.value !== undefined) list.push(value.value);
      }
      frame.budget.spend(LIST_COST);
      return list;
    };
  }

  #map({ entries }: SyntaxNode & { readonly kind: 'map' }, scope: Scope): Step {
    const steps = entries.map(({ key, value, optional }) => ({ key: this.plan(key, scope), value: this.plan(value, scope), optional }));
    const isConstant = entries.every(({ key, value }) => key.kind === 'literal' && value.kind === 'literal');
    return (frame) => {
      const map = new CelMap();
      for (const { key, value, optional } of steps) {
        const found = value(frame);
        if (!optional) map.set(key(frame), found);
        else if (!(found instanceof Optional)) throw new CelError('cannot initialize optional entry from non-optional value');
        else if (found.value !== undefined) map.set(key(frame), found.value);
      }
      frame.budget.spend(isConstant ? 0 : MAP_COST);
      return map;
    };
  }

  #fold(fold: SyntaxNode & Fold, scope: Scope): Step {
    const range = this.plan(fold.range, scope);
    const start = this.plan(fold.start, scope);
    const [accumulator, first, second] = [this.slots++, this.slots++, fold.second === undefined ? undefined : this.slots++];
    const outer = new Map(scope).set(fold.accumulator, accumulator);
    const inner = new Map(outer).set(fold.variable, first);
    if (fold.second !== undefined && second !== undefined) inner.set(fold.second, second);
    const step = this.#growth(fold, inner, accumulator);
    const loop: Loop = {
      range,
      start,
      goesOn: this.plan(fold.goesOn, inner),
      step: step ?? this.plan(fold.step, inner),
      result: this.plan(fold.result, outer),
      variable: first,
      second,
      accumulator,
      grows: step !== undefined,
    };
    return (frame) => runFold(loop, frame);
  }

  /** Steps that add to the accumulator in place: a list of n would be copied n times else. */
  #growth(fold: SyntaxNode & Fold, scope: Scope, accumulator: number): Step | undefined {
    const { step } = fold;
    const [filter, growth, other] = step.kind === 'call' && step.name === '_?_:_' ? step.args : [undefined, step, undefined];
    if (!growth || !isGrowth(growth, fold) || (other && other.kind !== 'ident')) return undefined;
    const test = filter ? this.plan(filter, scope) : undefined;
    const kept = local(accumulator);
    const grow = this.#grow(growth, scope, kept);
    return test ? conditional(test, grow, branch(other, kept)) : grow;
  }

  #grow({ name, args }: SyntaxNode & { readonly kind: 'call' }, scope: Scope, kept: Step): Step {
    const rest = args.slice(1).map((arg) => this.plan(arg, scope));
    if (name === '_+_')
      return (frame) => {
        const list = kept(frame);
        const more = rest[0]?.(frame) ?? null;
        frame.budget.spend(1);
        if (!Array.isArray(list) || !isListValue(more)) throw noSuchOverload();
        list.push(...more);
        return list;
      };
    return (frame) => {
      const map = kept(frame);
      const values = rest.map((step) => step(frame));
      frame.budget.spend(1);
      if (!(map instanceof CelMap)) throw noSuchOverload();
      insert(map, values);
      return map;
    };
  }
}

export interface EvaluationPlan {
  readonly step: Step;
  /** How many places its loops need. */
  readonly slots: number;
}

export function plan(node: SyntaxNode, checked: Checked, environment: CelEnvironment, constants: Constants = new Map()): EvaluationPlan {
  const planner = new Planner(checked, environment, constants);
  const step = planner.plan(node, new Map());
  return { step, slots: planner.slots };
}
