import { parseDirections } from './directions.ts';
import type { WorkerCounts } from './economy/market.ts';
import type { Asked } from './economy/outsiders.ts';
import { replicasFor } from './economy/replicas-for.ts';
import { observedRealm, type ObservedRealm, type ObservedShop } from './observed-realm.ts';
import { addressKey, placeKey } from './realm.ts';
import type { WorkersRange } from './workers-range.ts';

/** A shop as a cluster has it, and what may become of its workers. */
export interface StaffedShop extends ObservedShop {
  /** Undefined where the number of its workers is not left to demand. */
  readonly range: WorkersRange | undefined;
  /** What outsiders ask of all its workers together, in units a second, by good. */
  readonly asked: ReadonlyMap<string, number>;
}

export interface WantedWorkers extends ObservedRealm {
  /** Of every shop, by `addressKey`. */
  readonly wanted: WorkerCounts;
  readonly asked: readonly Asked[];
}

/** How many workers the shops of a cluster should have, all of them at once: what the controller `demand` goes by. */
export function wantedWorkers(shops: readonly StaffedShop[], parse = parseDirections): WantedWorkers {
  const observed = observedRealm('cluster', shops, parse);
  const ranges = new Map(shops.map((shop) => [addressKey(shop), shop.range ?? { from: shop.replicas, to: shop.replicas }]));
  const asked = shops.flatMap(({ kingdom, shop, asked: goods }) =>
    [...goods].map(([good, perSecond]): Asked => ({ shop: { kingdom, shop }, good, perSecond })),
  );
  const wanted = replicasFor(observed.realm, (place) => ranges.get(placeKey(place)) ?? { from: 1, to: 1 }, asked);
  return { ...observed, asked, wanted };
}
