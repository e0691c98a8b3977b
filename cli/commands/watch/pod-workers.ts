import type { Delta, Store } from '../../../kube/follow/store.ts';
import type { Deployment } from '../../../kube/objects/built-in.ts';
import type { KubeObject } from '../../../kube/objects/resource.ts';
import { REPLICAS_ANNOTATION, SHOP_LABEL } from '../../../model/keys.ts';
import { readRange } from '../../../model/workers-range.ts';
import { workersText } from '../../cluster/shop-workers.ts';

/** How many workers the shop of a pod has, for those whose number is left to demand. */
export interface PodWorkers {
  observe(delta: Delta<KubeObject>): void;
  /** `3 of 1-5 workers`; undefined where their number is fixed, or not known. */
  of(pod: string): string | undefined;
}

export function createPodWorkers(deployments: Pick<Store<Deployment>, 'get'>): PodWorkers {
  const shops = new Map<string, string>();
  return {
    observe({ type, object }) {
      const { name = '', namespace = '', labels } = object.metadata ?? {};
      const shop = labels?.[SHOP_LABEL];
      if (type === 'deleted' || shop === undefined) shops.delete(name);
      else shops.set(name, `${namespace}/${shop}`);
    },
    of(pod) {
      const deployment = deployments.get(shops.get(pod) ?? '');
      const range = readRange(deployment?.metadata?.annotations?.[REPLICAS_ANNOTATION] ?? '');
      return range && deployment && `${workersText({ has: deployment.spec?.replicas ?? 1, range })} workers`;
    },
  };
}
