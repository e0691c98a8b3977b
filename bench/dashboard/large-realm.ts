import { sideBySide } from '../../ground/time/side-by-side.ts';
import type { Client } from '../../kube/client/client.ts';
import { configMaps, deployments, namespaces, pods } from '../../kube/objects/built-in.ts';
import { KINGDOM_LABEL, REALM_LABEL } from '../../model/keys.ts';

/** A pod of the realm, and what its shop makes. */
export interface LargeRealmPod {
  readonly namespace: string;
  readonly name: string;
  readonly good: string;
}

export interface LargeRealmSize {
  readonly shops: number;
  readonly podsPerShop: number;
}

const KINGDOMS = 10;
const GOODS = 40;
const AT_ONCE = 32;

/** A realm of chains of five, each also short of what a shop of another chain makes; with pods that say what they hold, and no workers. */
export async function createLargeRealm(client: Client, { shops, podsPerShop }: LargeRealmSize): Promise<readonly LargeRealmPod[]> {
  const names = Array.from({ length: KINGDOMS }, (_, index) => `kingdom-${index}`);
  for (const name of names)
    await client.create(namespaces, { metadata: { name, labels: { [KINGDOM_LABEL]: name, [REALM_LABEL]: 'large' } } });
  const indexes = Array.from({ length: shops }, (_, index) => index);
  return (await sideBySide(indexes, AT_ONCE, (index) => createShop(client, index, podsPerShop))).flat();
}

export const placeOf = (index: number) => ({
  namespace: `kingdom-${Math.floor(index / 5) % KINGDOMS}`,
  shop: `shop-${index}`,
  good: `good-${index % GOODS}`,
});

/** The shop of an index, with its pods. */
export async function createShop(client: Client, index: number, podsPerShop: number): Promise<readonly LargeRealmPod[]> {
  const { namespace, shop, good } = placeOf(index);
  const labels = { shop, town: `town-${Math.floor(index / 50)}`, [REALM_LABEL]: 'large' };
  const suppliers = (index % 5 === 0 ? [] : [index - 1, index - 42]).filter((supplier) => supplier >= 0).map(placeOf);
  const productInputList = suppliers.map((from) => ({ product: from.good, amount: 2, store: `http://${from.shop}.${from.namespace}` }));
  const directions = [{ product: good, amount: 3, minimum: 1, interval: 5, ...(suppliers.length === 0 ? {} : { productInputList }) }];
  const template = { metadata: { labels }, spec: { containers: [{ name: shop, image: 'civ8s:0' }] } };
  await client.create(deployments, {
    metadata: { name: shop, namespace, labels },
    spec: { replicas: podsPerShop, selector: { matchLabels: labels }, template },
  });
  await client.create(configMaps, {
    metadata: { name: `${shop}-directions`, namespace, labels },
    data: { 'directions.json': JSON.stringify(directions) },
  });
  const made = Array.from({ length: podsPerShop }, (_, number) => ({ namespace, name: `${shop}-${number}`, good }));
  for (const { name } of made) {
    const annotations = { [`goods.civ8s.dev/${good}`]: '1' };
    await client.create(pods, { metadata: { name, namespace, labels, annotations }, spec: { ...template.spec, nodeName: 'here' } });
    const status = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };
    await client.patch(pods, { namespace, name }, { merge: { status } }, { subresource: 'status' });
  }
  return made;
}
