import type { ConfigMap, Deployment, Pod } from '../../../kube/objects/built-in.ts';
import type { Delta } from '../../../kube/follow/store.ts';
import type { KubeObject } from '../../../kube/objects/resource.ts';

/** Objects of shops, and what happens to them, as a watch tells it. */
export const there = <T extends KubeObject>(object: T): Delta<T> => ({ type: 'added', object, initial: false });
export const gone = <T extends KubeObject>(object: T): Delta<T> => ({ type: 'deleted', object, initial: false });

const metadata = (shop: string, namespace: string, name: string) => ({
  name,
  namespace,
  labels: { shop, town: 'town', 'civ8s.dev/shop-type': shop },
});

export const deploymentOf = (shop: string, { replicas = 1, kingdom = 'one' } = {}): Deployment => ({
  metadata: metadata(shop, kingdom, shop),
  spec: { replicas, selector: {}, template: {} },
});

export const directionsOf = (shop: string, directions: unknown, { kingdom = 'one' } = {}): ConfigMap => ({
  metadata: metadata(shop, kingdom, `${shop}-directions`),
  data: { 'directions.json': typeof directions === 'string' ? directions : JSON.stringify(directions) },
});

export interface PodFacts {
  readonly name?: string;
  readonly goods?: Readonly<Record<string, number>>;
  readonly waits?: string;
  readonly ready?: boolean;
  readonly waiting?: string;
  readonly kingdom?: string;
}

export const podOf = (
  shop: string,
  { name = `${shop}-1`, goods = {}, waits, ready = true, waiting, kingdom = 'one' }: PodFacts = {},
): Pod => ({
  metadata: {
    ...metadata(shop, kingdom, name),
    annotations: {
      ...Object.fromEntries(Object.entries(goods).map(([good, count]) => [`goods.civ8s.dev/${good}`, String(count)])),
      ...(waits === undefined ? {} : { 'worker.civ8s.dev/waits': waits }),
    },
  },
  status: {
    phase: 'Running',
    conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
    containerStatuses: [
      {
        name: shop,
        image: '',
        imageID: '',
        ready,
        restartCount: 0,
        state: waiting === undefined ? { running: {} } : { waiting: { reason: waiting } },
      },
    ],
  },
});
