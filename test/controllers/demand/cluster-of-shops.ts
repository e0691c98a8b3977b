import { configMaps, deployments, pods, type Deployment, type Pod } from '../../../kube/objects/built-in.ts';
import { placedShops, type Realm } from '../../../model/realm.ts';
import { renderDirections } from '../../../model/directions.ts';
import { shopDirections } from '../../../model/shop-directions.ts';
import type { FakeCluster } from '../runtime/fake-cluster.ts';

type Labels = Readonly<Record<string, string>>;

/** The Deployment of a shop, rolled out. */
export const shopDeployment = (
  { namespace, name, town }: { readonly namespace: string; readonly name: string; readonly town: string },
  replicas: number,
  annotations: Labels = {},
): Deployment => {
  const labels: Labels = { town, shop: name, 'civ8s.dev/realm': 'sample', 'civ8s.dev/shop-type': name };
  return {
    metadata: { name, namespace, labels, annotations, generation: 1, managedFields: [MADE] },
    spec: { replicas, selector: { matchLabels: { town, shop: name } }, template: { metadata: { labels } } },
    status: rolledOut(replicas),
  };
};

/** Who creates an object owns what the server fills in, too. */
const MADE = { manager: 'kubectl-create', operation: 'Update', fieldsV1: { 'f:spec': { 'f:replicas': {} } } };

const rolledOut = (replicas: number): NonNullable<Deployment['status']> => ({
  observedGeneration: 1,
  replicas,
  updatedReplicas: replicas,
  availableReplicas: replicas,
});

const workerPod = (namespace: string, shop: string, index: number, asked?: string): Pod => ({
  metadata: {
    name: `${shop}-${index}`,
    namespace,
    labels: { shop },
    ...(asked === undefined ? {} : { annotations: { 'worker.civ8s.dev/asked': asked } }),
  },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
});

/** Puts a realm onto a cluster as its manifests do, each shop with one worker and the range `1-5`. */
export function putRealm(cluster: Pick<FakeCluster, 'put'>, realm: Realm, range = '1-5'): void {
  for (const { kingdom, town, shop } of placedShops(realm)) {
    const place = { namespace: kingdom.name, name: shop.name, town: town.name };
    cluster.put(configMaps, {
      metadata: { name: `${shop.name}-directions`, namespace: kingdom.name },
      data: { 'directions.json': renderDirections(shopDirections(kingdom.name, shop)) },
    });
    cluster.put(deployments, shopDeployment(place, 1, { 'civ8s.dev/replicas': range }));
    cluster.put(pods, workerPod(kingdom.name, shop.name, 0));
  }
}

/** What Kubernetes does for a Deployment that was scaled: its pods come and go, and its status says so. */
export function followScales(cluster: FakeCluster, namespace: string, shops: readonly string[]): void {
  for (const shop of shops) {
    const deployment = cluster.get(deployments, `${namespace}/${shop}`);
    const replicas = deployment?.spec?.replicas ?? 0;
    if (deployment === undefined || deployment.status?.replicas === replicas) continue;
    for (let index = 0; index < Math.max(replicas, deployment.status?.replicas ?? 0); index += 1)
      if (index >= replicas) cluster.remove(pods, `${namespace}/${shop}-${index}`);
      else if (cluster.get(pods, `${namespace}/${shop}-${index}`) === undefined) cluster.put(pods, workerPod(namespace, shop, index));
    cluster.put(deployments, { ...deployment, status: rolledOut(replicas) });
  }
}
