import { isOurs } from '../seen/replicas-owner.ts';
import type { Judged } from './judged.ts';
import { calmed } from './calm.ts';
import type { ShopMemory } from './memory.ts';
import { noRecommendations, recommended, type ScalingPace } from './pace.ts';

export interface Remembering {
  readonly now: number;
  /** When it looked before. */
  readonly before: number;
  readonly pace: ScalingPace;
  /** It has not looked for a while, and knows no better than one that has just begun. */
  readonly forgotten: boolean;
}

/** What is remembered of a shop after a look that wants `wanted` workers for it. */
export function remembered(
  { shop, before, hold, standing, known, soFar }: Judged,
  wanted: number,
  { now, before: addedAt, pace, forgotten }: Remembering,
): ShopMemory {
  const { uid, replicas, rangeText, scalingText, owner } = shop;
  const goesOn = before !== undefined && !forgotten && standing.free;
  const last = goesOn ? before.recommendations : noRecommendations(replicas, now);
  const added = before !== undefined && isOurs(owner) ? replicas - before.sight.replicas : 0;
  return {
    uid,
    ...known,
    sight: { replicas, rangeText, scalingText, hold },
    askedSoFar: soFar,
    recommendations: standing.free ? recommended(last, { count: wanted, added, addedAt }, now, pace) : last,
    calm: calmed(before?.calm, added, now, pace.calmMs),
  };
}
