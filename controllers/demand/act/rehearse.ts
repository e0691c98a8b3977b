import type { DemandParts } from '../demand-key.ts';
import type { Scaling } from './scale-shop.ts';

/** Says what would be done, once, and does nothing. */
export function createRehearsal({ log }: Pick<DemandParts, 'log'>): Scaling {
  const told = new Map<string, string>();
  return {
    plan(key, { shop, to, why }) {
      if (why === undefined || told.get(key) === why) return;
      told.set(key, why);
      log.info({ shop: key, from: shop.replicas, to, why }, 'shop would be scaled');
    },
    reconcile: async () => 'on-change',
  };
}
