import { placeKey, type Realm, type ShopAddress } from '../realm.ts';
import { marketOf, perWorker, type StaffedMarket, type WorkerCounts } from './market.ts';
import { isOutsider, withOutsiders, type Asked } from './outsiders.ts';
import { shelf } from './sharing.ts';
import type { Need } from './supply-graph.ts';

/** What could be used of a good that a shop makes. */
export interface GoodUse {
  readonly good: string;
  /** Units a second that one worker makes. */
  readonly perWorker: number;
  /** Units a second that its buyers could use, if there were enough of it. */
  readonly usable: number;
  /** Who could use it: the most first. */
  readonly users: readonly GoodUser[];
}

/** Outsiders have no address. */
export interface GoodUser {
  readonly shop: ShopAddress | undefined;
  readonly perSecond: number;
}

/** What could be used of what each shop makes, by `placeKey`, where each has so many workers. */
export function usesOf(realm: Realm, workers: WorkerCounts, asked: readonly Asked[] = []): ReadonlyMap<string, readonly GoodUse[]> {
  const market = marketOf(withOutsiders(realm, asked), workers);
  const starts = new Set(market.order);
  const uses = new Map<string, GoodUse[]>();
  for (const maker of market.makers) {
    const users = usersOf(
      maker.buyers.filter(({ buyer }) => starts.has(buyer)),
      market,
    );
    const use = {
      good: maker.making.good,
      perWorker: perWorker(maker),
      usable: users.reduce((sum, { perSecond }) => sum + perSecond, 0),
      users,
    };
    const key = placeKey(maker.place);
    uses.set(key, [...(uses.get(key) ?? []), use]);
  }
  return uses;
}

function usersOf(needs: readonly Need[], market: StaffedMarket): readonly GoodUser[] {
  const perSecond = new Map<string, { shop: ShopAddress | undefined; perSecond: number }>();
  for (const need of needs) {
    const { place } = need.buyer;
    const outsider = isOutsider(place);
    const key = outsider ? '' : placeKey(place);
    const user = perSecond.get(key) ?? {
      shop: outsider ? undefined : { kingdom: place.kingdom.name, shop: place.shop.name },
      perSecond: 0,
    };
    user.perSecond += usableBy(need, market);
    perSecond.set(key, user);
  }
  return [...perSecond.values()].filter((user) => user.perSecond > 0).sort((one, other) => other.perSecond - one.perSecond);
}

/** What a buyer could use of a good, if nothing but its other inputs held it up. */
function usableBy(need: Need, { granted }: StaffedMarket): number {
  return need.full * need.buyer.needs.reduce((least, other) => Math.min(least, shelf(other), other === need ? 1 : granted(other)), 1);
}
