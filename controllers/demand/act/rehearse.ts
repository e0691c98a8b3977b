import type { DemandParts } from '../demand-key.ts';
import type { Scaling } from './scale-shop.ts';

/** Says what would be done, once, and does nothing. */
export function createRehearsal({ log }: Pick<DemandParts, 'log'>): Scaling {
  const told = new Map<string, string>();
  return {
    plan(key, { shop, step }) {
      if (told.get(key) === step.reason) return;
      told.set(key, step.reason);
      log.info({ shop: key, from: shop.replicas, to: step.to, why: step.reason }, 'shop would be scaled');
    },
    reconcile: async () => 'on-change',
  };
}
