import { check } from './check/check.ts';
import { typeText, type CelType } from './types/cel-type.ts';
import { estimatedCost, type SizeAt } from './cost/estimate-cost.ts';
import type { CelEnvironment } from './check/environment.ts';
import { literalIssues } from './check/literal-rules.ts';
import { Budget } from './run/budget.ts';
import { CelError, OutOfBudget } from './values/cel-error.ts';
import type { Activation } from './run/frame.ts';
import { plan } from './run/plan.ts';
import type { Value } from './values/value.ts';
import type { SyntaxNode } from './syntax/node.ts';
import { parse } from './syntax/parse.ts';
import { CompileError, issuesText } from './syntax/source.ts';

/** An expression that compiles. */
export interface CelProgram {
  readonly type: CelType;
  /** The variables that it speaks of. */
  readonly variables: ReadonlySet<string>;
  run(activation: Activation): Evaluated;
  /** The most that it may cost, where this is how large values can be. */
  estimate(sizeAt: SizeAt): number;
}

/** The value, or why there is none; and what it cost. */
type Evaluated = { readonly value: Value; readonly cost: number } | { readonly error: CelError | OutOfBudget; readonly cost: number };

/** What one evaluation may cost in Kubernetes. */
const PER_CALL_LIMIT = 1_000_000;

/** Conversions of what is written down are done once, and what they refuse is refused at once. */
const FOLDED: ReadonlySet<string> = new Set(['bool', 'bytes', 'double', 'duration', 'int', 'string', 'timestamp', 'uint']);

function folds(node: SyntaxNode): readonly SyntaxNode[] {
  if (node.kind === 'call') {
    const inner = [...(node.target ? [node.target] : []), ...node.args].flatMap(folds);
    return FOLDED.has(node.name) && !node.target && node.args[0]?.kind === 'literal' ? [...inner, node] : inner;
  }
  if (node.kind === 'select') return folds(node.operand);
  if (node.kind === 'list') return node.items.flatMap(({ node: item }) => folds(item));
  if (node.kind === 'map') return node.entries.flatMap(({ key, value }) => [...folds(key), ...folds(value)]);
  return node.kind === 'fold' ? [node.range, node.start, node.goesOn, node.step, node.result].flatMap(folds) : [];
}

/**
 * Compiles an expression for an environment. Throws a CompileError in the words of kube-apiserver: what is wrong with its form,
 * with its types, or with what it yields (`results`: any, where none are named).
 */
export function compile(source: string, environment: CelEnvironment, results: readonly CelType[] = []): CelProgram {
  const node = told('compilation failed: ', () => parse(source));
  const checked = check(node, environment);
  const issues = checked.issues.length > 0 ? checked.issues : literalIssues(node, checked.typeOf);
  if (issues.length > 0) throw new CompileError(`compilation failed: ${issuesText(source, issues)}`);
  const found = typeText(checked.type);
  if (results.length > 0 && !results.some((type) => typeText(type) === found)) {
    const [only] = results;
    const wanted = results.length === 1 && only ? typeText(only) : `one of [${results.map(typeText).join(' ')}]`;
    throw new CompileError(`must evaluate to ${wanted} but got ${found}`);
  }
  const constants = new Map<SyntaxNode, Value>();
  for (const each of folds(node)) {
    const constant = plan(each, checked, environment);
    const evaluate = () => constant.step({ activation: () => undefined, budget: new Budget(PER_CALL_LIMIT), locals: [] });
    constants.set(each, told('program instantiation failed: ', evaluate));
  }
  const { step, slots } = plan(node, checked, environment, constants);
  return {
    type: checked.type,
    variables: new Set(Array.from(checked.names.values(), ({ name }) => name)),
    estimate: (sizeAt) => estimatedCost(node, checked, sizeAt),
    run(activation) {
      const budget = new Budget(PER_CALL_LIMIT);
      try {
        return { value: step({ activation, budget, locals: Array.from({ length: slots }) }), cost: budget.spent };
      } catch (error) {
        if (!(error instanceof CelError || error instanceof OutOfBudget)) throw error;
        return { error, cost: budget.spent };
      }
    },
  };
}

function told<T>(before: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof CompileError || error instanceof CelError)
      throw new CompileError(before + error.message, { cause: error, internal: error instanceof CelError });
    throw error;
  }
}
