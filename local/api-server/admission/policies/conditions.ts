import type { Activation } from '../../cel/run/frame.ts';
import { BudgetSpent, CONDITIONS_TOTAL, createEvaluator } from './evaluate.ts';
import type { Expression } from './policy.ts';

/** Whether an attempt is meant at all; or, as text, why that cannot be said. */
export function conditionsHold(
  conditions: readonly Expression[],
  variables: ReadonlyMap<string, Expression>,
  named: Activation,
): boolean | string {
  if (conditions.length === 0) return true;
  const evaluator = createEvaluator({ variables }, named, CONDITIONS_TOTAL);
  const errors = new Set<string>();
  try {
    for (const condition of conditions) {
      const outcome = evaluator.evaluate(condition);
      if ('error' in outcome) errors.add(outcome.error);
      else if (outcome.value === false) return false;
    }
  } catch (error) {
    if (error instanceof BudgetSpent) return error.message;
    throw error;
  }
  const told = [...errors];
  return told.length === 0 ? true : told.length === 1 ? told.join() : `[${told.join(', ')}]`;
}
