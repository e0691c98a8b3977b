import { createFailures } from '../../../ground/time/back-off.ts';
import { ApiError } from '../../../kube/errors/api-error.ts';
import { deployments } from '../../../kube/objects/built-in.ts';
import { nameOfKey } from '../../../kube/objects/resource.ts';
import type { Reconcile } from '../../runtime/definition.ts';
import type { DemandParts } from '../demand-key.ts';
import type { SeenShop } from '../seen/shop.ts';
import type { ShopStores } from '../seen/shop-stores.ts';

export interface PlannedScaling {
  readonly shop: SeenShop;
  readonly to: number;
  /** Absent where it is the number that the shop has, and demand only puts its name to it. */
  readonly why?: string;
}

/** What was decided, until it is done: by the next look it is decided again. */
export interface Scaling {
  /** Has it done soon, unless the last try was refused a moment ago. */
  plan(key: string, planned: PlannedScaling): void;
  readonly reconcile: Reconcile;
}

/** A refusal holds until somebody changes a rule: it is not asked about at each look. */
const REFUSED = { firstMs: 10_000, longestMs: 300_000 };

export function createScaling(parts: DemandParts, stores: ShopStores, lastingMs: number): Scaling {
  const { clock, log } = parts;
  const plans = new Map<string, { readonly planned: PlannedScaling; readonly at: number }>();
  const refused = createFailures(REFUSED);
  const restUntil = new Map<string, number>();
  const scale = scaler(parts);
  return {
    plan(key, planned) {
      if (clock.now() < (restUntil.get(key) ?? 0)) return;
      plans.set(key, { planned, at: clock.now() });
      parts.wake({ of: 'shop', shop: key });
    },
    async reconcile(key, { client }) {
      const plan = plans.get(key);
      plans.delete(key);
      if (plan === undefined || clock.now() - plan.at > lastingMs) return 'on-change';
      if (stores.deployments.get(key)?.metadata?.resourceVersion !== plan.planned.shop.version) return 'on-change';
      try {
        await scale(key, plan.planned, client);
        refused.forget(key);
      } catch (error) {
        if (ApiError.is(error, 'conflict', 'not-found')) {
          log.debug({ shop: key, error }, 'shop has changed since it was looked at');
          return 'on-change';
        }
        if (ApiError.is(error, 'forbidden', 'invalid')) restUntil.set(key, clock.now() + refused.add(key));
        throw error;
      }
      return 'on-change';
    },
  };
}

const scaler =
  ({ log, recordEvent }: DemandParts) =>
  async (key: string, { shop, to, why }: PlannedScaling, client: Parameters<Reconcile>[1]['client']): Promise<void> => {
    const metadata = { name: shop.shop, namespace: shop.kingdom, uid: shop.uid, resourceVersion: shop.version };
    const about = { resource: deployments, object: { metadata } };
    try {
      // An apply leaves a name at the number. Any other write of `scale` leaves none where nobody had put one to it.
      const apply = { metadata, spec: { replicas: to } };
      await client.patch(deployments, nameOfKey(key), { apply, force: true }, { subresource: 'scale' });
    } catch (error) {
      if (ApiError.is(error, 'forbidden', 'invalid'))
        recordEvent(about, { type: 'Warning', reason: 'ScaleFailed', message: error.message });
      throw error;
    }
    if (why === undefined) return;
    log.info({ shop: key, from: shop.replicas, to, why }, 'shop scaled');
    recordEvent(about, { type: 'Normal', reason: 'Scaled', message: why });
  };
