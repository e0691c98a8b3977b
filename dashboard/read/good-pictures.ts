import type { GoodFlow } from '../../model/economy/economy.ts';
import { figure } from '../plan/realm-plan.ts';
import type { GoodPicture, ShopPicture } from '../wire.ts';
import { shown } from '../shown-text.ts';

/** All goods that lie somewhere or are planned, by name. */
export function goodPictures(shops: readonly ShopPicture[], flows: readonly GoodFlow[]): readonly GoodPicture[] {
  const stock = new Map<string, number>();
  for (const shop of shops) for (const { good, count } of shop.stock) stock.set(good, (stock.get(good) ?? 0) + count);
  const planned = new Map(flows.map((flow) => [shown(flow.good), flow]));
  return [...new Set([...stock.keys(), ...planned.keys()])].sort().map((good) => {
    const flow = planned.get(good);
    return {
      good,
      stock: stock.get(good) ?? 0,
      full: flow === undefined ? null : figure(flow.supply),
      plan: flow === undefined ? null : figure(flow.made),
      now: null,
      could: flow === undefined ? null : figure(flow.demand),
      planUsed: flow === undefined ? null : figure(flow.used),
      used: null,
    };
  });
}
