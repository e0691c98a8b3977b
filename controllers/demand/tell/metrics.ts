import { Gauge, type Registry } from 'prom-client';
import type { ShopLook } from '../decide/look.ts';

/** Tells the numbers of the last look, of shops with a range: so that other scalers can go by them. */
export function createDemandMetrics(registry: Registry): (looks: readonly ShopLook[]) => void {
  let last: readonly ShopLook[] = [];
  void new Gauge({
    registers: [registry],
    name: 'civ_demand_workers',
    help: 'Workers of a shop: those that demand wants, those that it has, and the range that they are kept in',
    labelNames: ['kingdom', 'shop', 'is'],
    collect() {
      this.reset();
      for (const { shop, range, wanted } of last) {
        if (range === undefined) continue;
        const labels = { kingdom: shop.kingdom, shop: shop.shop };
        this.set({ ...labels, is: 'wanted' }, wanted);
        this.set({ ...labels, is: 'have' }, shop.replicas);
        this.set({ ...labels, is: 'from' }, range.from);
        this.set({ ...labels, is: 'to' }, range.to);
      }
    },
  });
  return (looks) => {
    last = looks;
  };
}
