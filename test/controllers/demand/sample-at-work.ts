import { demand } from '../../../controllers/demand/demand.ts';
import { deployments } from '../../../kube/objects/built-in.ts';
import { realm as sample } from '../../../realm.ts';
import { atWork, type AtWork } from '../runtime/controller-at-work.ts';
import { fakeCluster, type FakeCluster } from '../runtime/fake-cluster.ts';
import { followScales, putRealm } from './cluster-of-shops.ts';

export const KINGDOM = 'kingdom-of-foobar';
export const SHOPS = ['woodworker', 'stoneworker', 'ironworker', 'craftsman'];
export const RIGHT = { woodworker: 2, stoneworker: 2, ironworker: 3, craftsman: 1 };
export const IRONWORKER = `${KINGDOM}/ironworker`;

export function sampleCluster(): FakeCluster {
  const cluster = fakeCluster();
  putRealm(cluster, sample);
  return cluster;
}
export const start = (cluster: FakeCluster, ...args: readonly string[]) => atWork(cluster, demand, { args });
export const replicas = (cluster: FakeCluster) =>
  Object.fromEntries(SHOPS.map((shop) => [shop, cluster.get(deployments, `${KINGDOM}/${shop}`)?.spec?.replicas]));
/** Lets time pass, and Kubernetes follow what is scaled. */
export async function pass(controller: AtWork, cluster: FakeCluster, seconds: number): Promise<void> {
  for (let past = 0; past < seconds; past += 5) {
    await controller.clock.advance(5_000);
    followScales(cluster, KINGDOM, SHOPS);
  }
}
export const scales = (cluster: FakeCluster) => cluster.changes.filter((each) => each.startsWith('patch deployments'));
export function change(
  cluster: FakeCluster,
  shop: string,
  unlike: { readonly annotations?: Record<string, string>; readonly replicas?: number },
): void {
  const now = cluster.get(deployments, `${KINGDOM}/${shop}`);
  if (now === undefined) throw new Error(`there is no ${shop}`);
  cluster.put(deployments, {
    ...now,
    metadata: {
      ...now.metadata,
      annotations: { ...now.metadata?.annotations, ...unlike.annotations },
      ...(unlike.replicas === undefined
        ? {}
        : {
            managedFields: [
              { manager: 'kubectl', operation: 'Update', subresource: 'scale', fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
            ],
          }),
    },
    spec: { ...now.spec, replicas: unlike.replicas ?? now.spec?.replicas, selector: {}, template: {} },
  });
}

export const followNow = (cluster: FakeCluster): void => followScales(cluster, KINGDOM, SHOPS);
