import { readAsked } from '../../../model/asked-text.ts';
import type { parseDirections } from '../../../model/directions.ts';
import type { SeenShop } from '../seen/shop.ts';
import type { ShopSight } from './hold.ts';
import type { Calm } from './calm.ts';
import type { Recommendations } from './pace.ts';
import type { AskedSoFar } from './steady-asked.ts';

/** What is remembered from look to look, by `addressKey`. */
export interface DemandMemory {
  readonly at: number;
  readonly shops: ReadonlyMap<string, ShopMemory>;
}

/** What is remembered of a shop from look to look. It may be lost at any time: then it is known a little less. */
export interface ShopMemory extends KnownOfShop {
  readonly uid: string;
  readonly sight: ShopSight;
  readonly askedSoFar: AskedSoFar;
  /** Undefined where its number is not demand's to give. */
  readonly recommendations: Recommendations | undefined;
  readonly calm: Calm;
}

/** What was last known of it. */
export interface KnownOfShop {
  /** The text of its directions, the last that could be read. */
  readonly directions: string | undefined;
  /** What outsiders ask of all its workers, in units a second. */
  readonly asked: ReadonlyMap<string, number>;
}

const NOTHING: KnownOfShop = { directions: undefined, asked: new Map() };

/** What is known of a shop now: what cannot be read counts as it was last known. */
export const knownOf = (shop: SeenShop, before: KnownOfShop = NOTHING, parse: typeof parseDirections): KnownOfShop => ({
  directions: shop.directions !== undefined && parse(shop.directions).ok ? shop.directions : before.directions,
  asked: askedOf(shop, before.asked),
});

/** Without a worker that is ready, nobody can ask: what was asked before will be asked again. */
function askedOf({ pods }: SeenShop, before: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const ready = pods.filter((pod) => pod.ready && !pod.leaving);
  if (ready.length === 0) return before;
  const signs = ready.map(({ askedText = '' }) => readAsked(askedText));
  const sum = new Map<string, number>();
  for (const sign of signs) for (const [good, units] of sign ?? []) sum.set(good, (sum.get(good) ?? 0) + units);
  if (!signs.includes(undefined)) return sum.size === 0 ? NOTHING.asked : sum;
  for (const [good, units] of before) sum.set(good, Math.max(units, sum.get(good) ?? 0));
  return sum;
}
