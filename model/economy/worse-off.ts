import type { PlacedShop, Realm } from '../realm.ts';
import { placeKey } from '../realm.ts';
import { marketOf, type StaffedMarket, type WorkerCounts } from './market.ts';
import { withOutsiders, type Asked } from './outsiders.ts';
import { makerKey } from './supply-graph.ts';

/** A part that is lost in the sums. */
const ROUNDING = 1e-6;

/**
 * The buyers that get less with the workers `after` than with those `before`: by the key of the good that each makes. What a shop
 * itself no longer uses since it has fewer workers makes nobody worse off.
 */
export function worseOff(realm: Realm, before: WorkerCounts, after: WorkerCounts, asked: readonly Asked[] = []): readonly PlacedShop[] {
  const whole = withOutsiders(realm, asked);
  const then = bought(marketOf(whole, after), (place) => after.get(placeKey(place)) ?? 1);
  const market = marketOf(whole, before);
  const now = bought(market, (place) => before.get(placeKey(place)) ?? 1);
  return market.makers.flatMap((maker) => {
    const key = goodKey(maker);
    const [had, has] = [now.get(key), then.get(key)];
    if (had === undefined || has === undefined || has.workers < had.workers) return [];
    return has.units < had.units * (1 - ROUNDING) ? [maker.place] : [];
  });
}

interface Bought {
  readonly workers: number;
  /** Turns a second that are completed. */
  readonly units: number;
}

const bought = ({ makers, busy }: StaffedMarket, workersOf: (place: PlacedShop) => number): ReadonlyMap<string, Bought> =>
  new Map(makers.map((maker) => [goodKey(maker), { workers: workersOf(maker.place), units: maker.turns * busy(maker) }]));

const goodKey = ({ place, making }: StaffedMarket['makers'][number]): string =>
  makerKey({ kingdom: place.kingdom.name, shop: place.shop.name }, making.good);
