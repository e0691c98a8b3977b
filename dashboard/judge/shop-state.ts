import type { ShopPicture } from '../wire/shop.ts';
import { measuredState, saysOf } from './measured-state.ts';
import type { ShopEvidence } from './shop-evidence.ts';

/** A first stock may take half as long again as planned before anybody wonders, and a pod has to be scheduled, started and probed. */
const PATIENCE = 1.5;
const START_MS = 30_000;

export type ShopJudgement = Pick<ShopPicture, 'state' | 'by' | 'says'>;

/** The worst that may be said of a shop, and how it is known: what its pods do, and else its plan. */
export function judge({ picture, plan, measured, startedMs }: ShopEvidence, nowMs: number): ShopJudgement {
  const { state, says, ready, replicas } = picture;
  if (state === 'trouble') return { state, by: 'cluster', says };
  if (measured !== undefined && measured.problem !== '') return { state: 'trouble', by: 'measured', says: measured.problem };
  if (replicas === 0) return { state: 'never', by: 'cluster', says: 'it has no workers' };
  if (plan === undefined || plan.state === 'unknown') return { state, by: 'cluster', says: plan?.unread || says };
  const planned: ShopJudgement = measuredState(plan, measured) ?? { state: plan.state, by: 'plan', says: saysOf(plan) };
  if (plan.state === 'never' || ready > 0) return planned;
  const opens = opensInSeconds({ picture, plan, startedMs }, nowMs);
  if (opens === undefined) return planned;
  if (nowMs - startedMs <= (plan.firstStockSeconds ?? 0) * PATIENCE * 1_000 + START_MS)
    return { state: 'starting', by: 'plan', says: opens > 0 ? `opens in about ${opens} s` : 'opens soon' };
  if (plan.state === 'starving' || plan.state === 'short') return planned;
  return { state: 'short', by: 'cluster', says: `not ready yet, and by plan it would be since ${-opens} s` };
}

/** How long it will take until a shop that has nothing sells; below 0 where it is late. */
export function opensInSeconds({ plan, startedMs }: ShopEvidence, nowMs: number): number | undefined {
  const first = plan?.firstStockSeconds;
  return first === undefined || first === null ? undefined : Math.round(first - (nowMs - startedMs) / 1_000);
}
