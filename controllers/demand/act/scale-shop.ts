import { createFailures } from '../../../ground/time/back-off.ts';
import { ApiError } from '../../../kube/errors/api-error.ts';
import { deployments } from '../../../kube/objects/built-in.ts';
import { nameOfKey } from '../../../kube/objects/resource.ts';
import type { Reconcile } from '../../runtime/definition.ts';
import type { DemandParts } from '../demand-key.ts';
import type { ShopLook } from '../decide/look.ts';
import type { ShopStores } from '../seen/shop-stores.ts';

export type PlannedScaling = ShopLook & Required<Pick<ShopLook, 'step'>>;

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
  async (key: string, { shop, step }: PlannedScaling, client: Parameters<Reconcile>[1]['client']): Promise<void> => {
    const object = { metadata: { name: shop.shop, namespace: shop.kingdom, uid: shop.uid, resourceVersion: shop.version } };
    const about = { resource: deployments, object };
    const { uid, version: resourceVersion, replicas: from } = shop;
    const merge = { metadata: { uid, resourceVersion }, spec: { replicas: step.to } };
    try {
      await client.patch(deployments, nameOfKey(key), { merge }, { subresource: 'scale' });
    } catch (error) {
      if (ApiError.is(error, 'forbidden', 'invalid'))
        recordEvent(about, { type: 'Warning', reason: 'ScaleFailed', message: error.message });
      throw error;
    }
    log.info({ shop: key, from, to: step.to, why: step.reason }, 'shop scaled');
    recordEvent(about, { type: 'Normal', reason: 'Scaled', message: step.reason });
  };
