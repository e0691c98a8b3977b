import { isOurs } from '../seen/replicas-owner.ts';
import type { Judged } from './judged.ts';
import { calmed } from './calm.ts';
import type { ShopMemory } from './memory.ts';
import { noRecommendations, recommended, type Recommendations, type ScalingPace } from './pace.ts';

export interface Remembering {
  readonly now: number;
  /** When it looked before. */
  readonly before: number;
  readonly pace: ScalingPace;
  /** It has not looked for a while, and knows no better than one that has just begun. */
  readonly forgotten: boolean;
}

/** What is remembered of a shop after a look that wants `wanted` workers for it: the same object where nothing is new. */
export function remembered(
  { shop, before, hold, standing, known, soFar }: Judged,
  wanted: number,
  { now, before: addedAt, pace, forgotten }: Remembering,
): ShopMemory {
  const { uid, replicas, rangeText, scalingText, owner } = shop;
  const added = before !== undefined && isOurs(owner) ? replicas - before.sight.replicas : 0;
  const last = (): Recommendations => {
    if (before === undefined || forgotten) return noRecommendations(replicas, now);
    return before.recommendations ?? noRecommendations(before.sight.replicas, addedAt);
  };
  const memory: ShopMemory = {
    uid,
    ...known,
    sight: { replicas, rangeText, scalingText, hold },
    askedSoFar: soFar,
    recommendations: standing.free ? recommended(last(), { count: wanted, added, addedAt }, now, pace) : undefined,
    calm: calmed(before?.calm, added, now, pace.calmMs),
  };
  return before !== undefined && areSame(before, memory) ? before : memory;
}

const areSame = (one: ShopMemory, other: ShopMemory): boolean =>
  one.uid === other.uid &&
  one.directions === other.directions &&
  one.asked === other.asked &&
  one.askedSoFar === other.askedSoFar &&
  one.recommendations === other.recommendations &&
  one.calm === other.calm &&
  one.sight.replicas === other.sight.replicas &&
  one.sight.rangeText === other.sight.rangeText &&
  one.sight.scalingText === other.sight.scalingText &&
  one.sight.hold === other.sight.hold;
