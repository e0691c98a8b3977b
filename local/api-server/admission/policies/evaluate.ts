import type { JsonObject } from '../../../../ground/json/json.ts';
import { CelError } from '../../cel/values/cel-error.ts';
import type { Activation } from '../../cel/run/frame.ts';
import type { Value } from '../../cel/values/value.ts';
import { CompileError } from '../../cel/syntax/source.ts';
import type { Expression, ParsedPolicy } from './policy.ts';

/** The value of an expression, or why there is none. */
type Outcome = { readonly value: Value } | { readonly error: string };

/** Nothing more of the policy is evaluated. */
export class BudgetSpent extends Error {
  override readonly name = 'BudgetSpent';
}

const SPENT = 'validation failed due to running out of cost budget, no further validation rules will be run';
/** What all expressions of one step may cost together. */
const TOTAL = 10_000_000;
export const CONDITIONS_TOTAL = TOTAL / 4;

/** Evaluates expressions of a policy one after another, out of one budget. */
export interface Evaluator {
  evaluate(expression: Expression): Outcome;
  readonly left: number;
}

/**
 * `variables` are computed when they are first asked for, and once for all expressions of a step.
 * They cost what computing them costs, wherever that happens.
 */
export function createEvaluator({ variables }: Pick<ParsedPolicy, 'variables'>, named: Activation, budget = TOTAL): Evaluator {
  let left = budget;
  const known = new Map<string, CelError | Value>();
  const spend = (cost: number) => {
    if (cost > left) throw new BudgetSpent(SPENT);
    left -= cost;
  };
  function variable(name: string): CelError | Value {
    const compiled = variables.get(name)?.compiled;
    if (!compiled) return new CelError(`no such key: ${name}`);
    if (compiled instanceof CompileError) return new CelError(`composited variable "${name}" fails to compile: ${compiled.message}`);
    const result = compiled.run(activation);
    spend(result.cost);
    return 'value' in result ? result.value : new CelError(`composited variable "${name}" fails to evaluate: ${result.error.message}`);
  }
  const memoised = (name: string): Value => {
    const value = known.get(name) ?? variable(name);
    known.set(name, value);
    if (value instanceof CelError) throw value;
    return value;
  };
  let all: JsonObject | undefined;
  const allVariables = (): JsonObject => {
    const made = {};
    for (const name of variables.keys()) Object.defineProperty(made, name, { enumerable: true, get: () => memoised(name) });
    return made;
  };
  const activation: Activation = (name) => (name === 'variables' ? (all ??= allVariables()) : named(name));
  return {
    get left() {
      return left;
    },
    evaluate({ text, compiled }) {
      if (compiled instanceof CompileError) return { error: `compilation error: ${compiled.message}` };
      const result = compiled.run(activation);
      spend(result.cost);
      if ('value' in result) return { value: result.value };
      return { error: `expression '${text}' resulted in error: ${result.error.message}` };
    },
  };
}
