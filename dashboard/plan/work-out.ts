import type { ObservedShop } from '../../model/observed-realm.ts';
import { planRealm, type RealmPlan } from './realm-plan.ts';
import { allRemedies } from './remedies.ts';
import { shortagesOf } from './shortages.ts';

/** What is worked out of the directions of all shops. */
export interface WorkedOut {
  readonly plan: RealmPlan;
  /** What would help, by the key of a cause. */
  readonly remedies: ReadonlyMap<string, readonly string[]>;
}

/** In a large realm a remedy costs seconds. */
const REMEDIES_MS = 5_000;

/** First the plan alone, then, where anybody is short, with what would help. */
export function* workOut(shops: readonly ObservedShop[], now: () => number): Generator<WorkedOut> {
  const { plan, realm } = planRealm(shops);
  yield { plan, remedies: new Map() };
  const shortages = shortagesOf(plan);
  if (shortages.length === 0) return;
  const start = now();
  yield { plan, remedies: allRemedies(realm, shortages, () => now() - start > REMEDIES_MS) };
}
