import { equal } from '../../ground/json/equal.ts';
import { heldBy, type HeldInput } from './held-input.ts';
import type { ShopEvidence } from './shop-evidence.ts';
import { judge, type ShopJudgement } from './shop-state.ts';

/** A shop, with all that can be said of it by itself. */
export interface JudgedShop extends ShopEvidence {
  readonly judgement: ShopJudgement;
  /** What it waits for; undefined: nothing holds it up. */
  readonly held: HeldInput | undefined;
}

export function judgeShop<T extends ShopEvidence>(evidence: T, nowMs: number): T & JudgedShop {
  const judgement = judge(evidence, nowMs);
  return { ...evidence, judgement, held: heldBy(evidence, judgement.state) };
}

/** Is the same said of a shop, as far as others may be held up by it? */
export const isJudgedAs = (a: JudgedShop, b: JudgedShop): boolean =>
  a.plan === b.plan &&
  (a.picture.replicas === 0) === (b.picture.replicas === 0) &&
  equal(a.judgement, b.judgement) &&
  equal(a.held, b.held);
