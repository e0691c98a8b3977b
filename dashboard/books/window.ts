import type { MakingPlan } from '../plan/realm-plan.ts';

/** A rate is told over so many turns: of fewer, one more or less would say something that is not so. */
const TURNS = 6;
const LEAST_MS = 60_000;
const MOST_MS = 15 * 60_000;

/** Over how long a shop's rates are measured: at the pace that it has by plan, and not at full speed. */
export function windowMs(makes: readonly Pick<MakingPlan, 'plan' | 'turn'>[]): number {
  const turns = makes.flatMap(({ plan, turn }) => (plan === null || plan <= 0 ? [] : [(turn / plan) * 1_000]));
  return Math.min(MOST_MS, Math.max(LEAST_MS, ...turns.map((turnMs) => TURNS * turnMs)));
}
