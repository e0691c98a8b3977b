import type { Deployment, Pod } from '../../../kube/objects/built-in.ts';
import { seenPods } from './pod.ts';
import { seenShop, type SeenShop } from './shop.ts';

interface RememberedShop {
  readonly directions: string | undefined;
  readonly workers: readonly Pod[];
  readonly shop: SeenShop | undefined;
}

/** `seenShop`, which makes a shop again only where something of it has changed: all are looked at again and again, and few change. */
export function createRememberedShops(): (
  deployment: Deployment,
  directions: string | undefined,
  workers: readonly Pod[],
) => SeenShop | undefined {
  const known = new WeakMap<Deployment, RememberedShop>();
  return (deployment, directions, workers) => {
    const before = known.get(deployment);
    if (before !== undefined && before.directions === directions && areSame(before.workers, workers)) return before.shop;
    const shop = seenShop(deployment, { directions, pods: seenPods(workers) });
    known.set(deployment, { directions, workers, shop });
    return shop;
  };
}

/** A store has another object for each change. */
const areSame = (some: readonly Pod[], others: readonly Pod[]): boolean =>
  some.length === others.length && some.every((pod, at) => pod === others[at]);
