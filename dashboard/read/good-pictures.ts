import type { GoodFlow } from '../../model/economy/economy.ts';
import { figure } from '../plan/realm-plan.ts';
import type { GoodPicture } from '../wire/realm.ts';
import type { ShopPicture } from '../wire/shop.ts';
import type { MeasuredRealm } from '../books/good-rates.ts';
import { shown } from '../shown-text.ts';

export interface MeasuredGoods {
  readonly measured: MeasuredRealm;
  readonly differs: (good: string, planned: number | null, now: number | null) => boolean;
}

/** All goods that lie somewhere or are planned, by name. */
export function goodPictures(
  shops: readonly ShopPicture[],
  flows: readonly GoodFlow[],
  { measured, differs }: MeasuredGoods,
): readonly GoodPicture[] {
  const makers = keysBy(shops, ({ makes }) => makes);
  const users = keysBy(shops, ({ buys }) => buys);
  const stock = new Map<string, number>();
  for (const shop of shops) for (const { good, count } of shop.stock) stock.set(good, (stock.get(good) ?? 0) + count);
  const planned = new Map(flows.map((flow) => [shown(flow.good), flow]));
  return [...new Set([...stock.keys(), ...planned.keys()])].sort().map((good) => {
    const flow = planned.get(good);
    const { made = null, used = null } = measured.good(good, makers.get(good) ?? [], users.get(good) ?? []);
    const plan = flow === undefined ? null : figure(flow.made);
    return {
      good,
      stock: stock.get(good) ?? 0,
      full: flow === undefined ? null : figure(flow.supply),
      plan,
      now: made,
      could: flow === undefined ? null : figure(flow.demand),
      planUsed: flow === undefined ? null : figure(flow.used),
      used,
      differs: differs(good, plan, made),
    };
  });
}

function keysBy(
  shops: readonly ShopPicture[],
  goodsOf: (shop: ShopPicture) => readonly { readonly good: string }[],
): ReadonlyMap<string, readonly string[]> {
  const keys = new Map<string, string[]>();
  for (const shop of shops)
    for (const good of new Set(goodsOf(shop).map((one) => one.good))) keys.set(good, [...(keys.get(good) ?? []), shop.key]);
  return keys;
}
