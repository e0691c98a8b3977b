import { deployments } from '../../kube/objects/built-in.ts';
import { keyed } from '../runtime/keyed.ts';
import type { Outcome } from '../runtime/queue/outcome.ts';
import { eventRights } from '../runtime/rights/event-rights.ts';
import { createRehearsal } from './act/rehearse.ts';
import { createScaling, type PlannedScaling, type Scaling } from './act/scale-shop.ts';
import type { ShopsLookOptions } from './decide/judged.ts';
import { look, type ShopLook } from './decide/look.ts';
import type { DemandMemory } from './decide/memory.ts';
import { createRememberingMarket } from './decide/remembering-market.ts';
import { createRememberingParser } from './decide/remembering-parser.ts';
import { demandKeys, type DemandKey, type DemandParts } from './demand-key.ts';
import { flags, paceOf, refuseContradictions, type DemandSettings } from './flags.ts';
import { followShops, type ShopStores } from './seen/shop-stores.ts';
import { createDemandMetrics } from './tell/metrics.ts';
import { createNotes } from './tell/notes.ts';

/** Gives shops with a range the workers that the whole chain needs. */
export const demand = keyed<typeof flags, DemandKey>(demandKeys, {
  name: 'demand',
  summary: 'gives shops with a range the workers that the whole chain needs',
  flags,
  readsOnly: (settings) => settings['dry-run'],
  rights: ({ namespaces }) => [
    { verbs: ['patch'], resource: deployments, subresource: 'scale', namespaces, without: 'no shop is scaled', vitalFor: 'to scale shops' },
    eventRights(namespaces),
  ],
  setUp(parts, settings) {
    refuseContradictions(settings);
    const stores = followShops(parts, settings.namespaces);
    const scaling = settings['dry-run'] ? createRehearsal(parts) : createScaling(parts, stores, settings['look-every']);
    const lookAtAll = createLooking(parts, stores, scaling, settings);
    parts.always({ of: 'all' });
    return async (key, turn) => (key.of === 'all' ? lookAtAll() : scaling.reconcile(key.shop, turn));
  },
});

/** So many texts of directions are remembered. */
const TEXTS = 10_000;

function createLooking(parts: DemandParts, stores: ShopStores, scaling: Scaling, settings: DemandSettings): () => Outcome {
  const { clock, metrics, outOfDate } = parts;
  const [tell, show] = [createNotes(parts), createDemandMetrics(metrics)];
  const everyMs = settings['look-every'];
  const parse = createRememberingParser(TEXTS);
  const options: ShopsLookOptions = {
    pace: paceOf(settings),
    onlyTells: settings['dry-run'],
    parse,
    market: createRememberingMarket(parse),
    marketByRange: createRememberingMarket(parse),
  };
  let memory: DemandMemory = { at: -Infinity, shops: new Map() };
  return () => {
    const now = clock.now();
    const rest = memory.at + everyMs - now;
    if (rest > 0) return { afterMs: rest }; // looks in a row are what a recommendation has to last for
    const looked = look({ shops: stores.shops(), current: outOfDate().length === 0 }, memory, now, options);
    memory = looked.memory;
    tell(looked.shops);
    show(looked.shops);
    for (const shopLook of looked.shops) {
      const planned = plannedScaling(shopLook);
      if (planned !== undefined) scaling.plan(`${planned.shop.kingdom}/${planned.shop.shop}`, planned);
    }
    return { afterMs: everyMs };
  };
}

function plannedScaling({ shop, step, isUnsigned }: ShopLook): PlannedScaling | undefined {
  if (step !== undefined) return { shop, to: step.to, why: step.reason };
  return isUnsigned ? { shop, to: shop.replicas } : undefined;
}
