import { knownOf } from '../../controllers/demand/decide/memory.ts';
import { directionsKey, directionsText } from '../../controllers/demand/seen/directions.ts';
import { seenPods, shopKeyOfPod } from '../../controllers/demand/seen/pod.ts';
import { seenShop } from '../../controllers/demand/seen/shop.ts';
import type { ConfigMap, Deployment, Pod } from '../../kube/objects/built-in.ts';
import { keyOf } from '../../kube/objects/resource.ts';
import { parseDirections } from '../../model/directions.ts';
import { addressKey } from '../../model/realm.ts';
import { wantedWorkers, type StaffedShop } from '../../model/wanted-workers.ts';
import { rangeText, readRange, type WorkersRange } from '../../model/workers-range.ts';

/** The workers of a shop. */
export interface ShopWorkers {
  readonly has: number;
  /** Undefined where their number is not left to demand. */
  readonly range?: WorkersRange;
  /** What demand would give it now, by the same rule as the controller; which takes workers away later than it gives them. */
  readonly wants?: number;
}

/** `3 of 1-5`, or `1` where the number is fixed. */
export const workersText = ({ has, range }: Pick<ShopWorkers, 'has' | 'range'>): string =>
  range === undefined ? `${has}` : `${has} of ${rangeText(range)}`;

/** What of a cluster says how many workers its shops have and want. */
export interface StaffSources {
  readonly deployments: Iterable<Deployment>;
  readonly maps: Iterable<ConfigMap>;
  readonly pods: Iterable<Pod>;
}

/** The workers of each shop, by `addressKey`; of a part of the cluster, nobody knows what is wanted. */
export function shopWorkers(sources: StaffSources, { whole = true, parse = parseDirections } = {}): ReadonlyMap<string, ShopWorkers> {
  const shops = staffedShops(sources, parse);
  const isScaled = shops.some(({ range }) => range !== undefined);
  const wanted = whole && isScaled ? wantedWorkers(shops, parse).wanted : new Map<string, number>();
  return new Map(
    shops.map((shop) => {
      const { replicas: has, range } = shop;
      const key = addressKey(shop);
      const wants = wanted.get(key);
      return [key, range === undefined ? { has } : { has, range, ...(wants === undefined ? {} : { wants }) }];
    }),
  );
}

function staffedShops({ deployments, maps, pods }: StaffSources, parse: typeof parseDirections): readonly StaffedShop[] {
  const texts = new Map([...maps].map((map) => [keyOf(map), directionsText(map)]));
  const people = Map.groupBy(pods, shopKeyOfPod);
  return [...deployments].flatMap((deployment): StaffedShop[] => {
    const key = keyOf(deployment);
    const seen = seenShop(deployment, { directions: texts.get(directionsKey(key)), pods: seenPods(people.get(key) ?? []) });
    if (seen === undefined) return [];
    return [{ ...seen, ...knownOf(seen, undefined, parse), range: readRange(seen.rangeText ?? '') }];
  });
}
