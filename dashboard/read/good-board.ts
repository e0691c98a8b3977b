import type { MeasuredShop } from '../books/measured-shop.ts';
import { measuredRealm } from '../books/good-rates.ts';
import type { GoodFlow } from '../../model/economy/economy.ts';
import { figure } from '../plan/realm-plan.ts';
import { shown } from '../shown-text.ts';
import type { GoodPicture } from '../wire/realm.ts';
import type { ShopPicture } from '../wire/shop.ts';

/** What lies in store of each good all over the cluster, what is planned of it, and what is made and used. */
export interface GoodBoard {
  /** Sales a second; null where nobody can tell. */
  readonly trades: number | null;
  /** A shop is shown otherwise; undefined: it is not there. */
  take(before: ShopPicture | undefined, now: ShopPicture | undefined): void;
  /** Works out again what is planned and measured. */
  rate(shops: readonly ShopPicture[], flows: readonly GoodFlow[], measured: (shop: string) => MeasuredShop | undefined): void;
  /** All goods that lie somewhere or are planned, by name. */
  pictures(differs: (good: string, planned: number | null, now: number | null) => boolean): readonly GoodPicture[];
}

interface Store {
  /** So many shops have it, or say that they have none of it. */
  readonly shops: number;
  readonly stock: number;
}

type GoodRates = Omit<GoodPicture, 'good' | 'stock' | 'differs'>;
/** Nobody is to make or to use it, and nobody does. */
const NOBODYS: GoodRates = { full: null, plan: null, now: 0, could: null, planUsed: null, used: 0 };

export function createGoodBoard(): GoodBoard {
  const stores = new Map<string, Store>();
  let rates = new Map<string, GoodRates>();
  let planned: readonly string[] = [];
  let trades: number | null = null;
  const add = (shop: ShopPicture | undefined, sign: 1 | -1): void => {
    for (const { good, count } of shop?.stock ?? []) {
      const { shops, stock } = stores.get(good) ?? { shops: 0, stock: 0 };
      if (shops + sign === 0) stores.delete(good);
      else stores.set(good, { shops: shops + sign, stock: stock + sign * count });
    }
  };
  return {
    get trades() {
      return trades;
    },
    take(before, now) {
      if (before?.stock === now?.stock) return;
      add(before, -1);
      add(now, 1);
    },
    rate(shops, flows, measured) {
      const realm = measuredRealm(
        measured,
        shops.map(({ key }) => key),
      );
      ({ trades } = realm);
      const flowOf = new Map(flows.map((flow) => [shown(flow.good), flow]));
      const makers = keysBy(shops, ({ makes }) => makes);
      const users = keysBy(shops, ({ buys }) => buys);
      planned = [...flowOf.keys()];
      const named = new Set([...planned, ...makers.keys(), ...users.keys()]);
      rates = new Map(
        [...named].map((good) => {
          const { made = null, used = null } = realm.good(good, makers.get(good) ?? [], users.get(good) ?? []);
          return [good, { ...plannedRates(flowOf.get(good)), now: made, used }];
        }),
      );
    },
    pictures: (differs) =>
      [...new Set([...stores.keys(), ...planned])].sort().map((good) => {
        const its = rates.get(good) ?? NOBODYS;
        return { good, stock: stores.get(good)?.stock ?? 0, ...its, differs: differs(good, its.plan, its.now) };
      }),
  };
}

const plannedRates = (flow: GoodFlow | undefined): GoodRates =>
  flow === undefined
    ? NOBODYS
    : { ...NOBODYS, full: figure(flow.supply), plan: figure(flow.made), could: figure(flow.demand), planUsed: figure(flow.used) };

function keysBy(
  shops: readonly ShopPicture[],
  goodsOf: (shop: ShopPicture) => readonly { readonly good: string }[],
): ReadonlyMap<string, readonly string[]> {
  const keys = new Map<string, string[]>();
  for (const shop of shops)
    for (const good of new Set(goodsOf(shop).map((one) => one.good))) {
      const its = keys.get(good);
      if (its === undefined) keys.set(good, [shop.key]);
      else its.push(shop.key);
    }
  return keys;
}
