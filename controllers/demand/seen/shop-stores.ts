import { configMaps, deployments, pods, type ConfigMap, type Deployment, type Pod } from '../../../kube/objects/built-in.ts';
import { keyOf } from '../../../kube/objects/resource.ts';
import type { Store } from '../../../kube/follow/store.ts';
import { SHOP_LABEL } from '../../../model/keys.ts';
import type { DemandParts } from '../demand-key.ts';
import { directionsKey, directionsText, keptOfConfigMap } from './directions.ts';
import { keptOfPod, shopKeyOfPod } from './pod.ts';
import { createRememberedShops } from './remembered-shops.ts';
import { keptOfDeployment, type SeenShop } from './shop.ts';

export interface ShopStores {
  /** All shops, as they are seen now. */
  shops(): readonly SeenShop[];
  readonly deployments: Store<Deployment>;
}

/** Follows all that a shop is made of. No change wakes anybody: all shops are looked at from time to time. */
export function followShops({ follow }: Pick<DemandParts, 'follow'>, namespaces: readonly string[]): ShopStores {
  const owners: Store<Deployment> = follow(deployments, { namespaces, transform: keptOfDeployment, without: 'no shop is known' });
  const directions: Store<ConfigMap> = follow(configMaps, {
    namespaces,
    transform: keptOfConfigMap,
    without: 'nobody knows what shops make and buy, so none is scaled',
  });
  const workers: Store<Pod> = follow(pods, {
    namespaces,
    labelSelector: SHOP_LABEL,
    transform: keptOfPod,
    without: 'nobody knows what outsiders ask',
    indexes: { shop: (pod) => [shopKeyOfPod(pod)] },
  });
  const shopOf = createRememberedShops();
  return {
    deployments: owners,
    shops: () =>
      [...owners.values()].flatMap((deployment) => {
        if (deployment.spec === undefined) return [];
        const key = keyOf(deployment);
        return shopOf(deployment, directionsText(directions.get(directionsKey(key))), workers.by('shop', key)) ?? [];
      }),
  };
}
