import type { Client, Selection } from '../../../kube/client/client.ts';
import { reflect } from '../../../kube/follow/reflect.ts';
import { createStore, type Delta } from '../../../kube/follow/store.ts';
import { pods } from '../../../kube/objects/built-in.ts';
import { metadataOf, type KubeObject } from '../../../kube/objects/resource.ts';
import { SHOP_LABEL } from '../../../model/keys.ts';

/** What happens to the pods, as it happens; what comes at once, such as all of them at first, is in the order of names. */
export type StockChanges = AsyncIterable<readonly Delta<KubeObject>[]>;

/** Follows the pods until `signal` aborts. Only their metadata is asked for, and of that only what a stock needs is kept. */
export async function* stockChanges(client: Client, selection: Selection, signal: AbortSignal): StockChanges {
  const writer = createStore<KubeObject>();
  for await (const change of reflect(client, metadataOf(pods), { ...selection, signal, transform: trimmed })) {
    const deltas = writer.write(change);
    if (deltas.length > 0) yield deltas.length === 1 ? deltas : [...deltas].sort(byName);
  }
}

/** A pod that was deleted and made again is two deltas, which stay in their order. */
const byName = ({ object: one }: Delta<KubeObject>, { object: other }: Delta<KubeObject>): number => {
  const [a = '', b = ''] = [one.metadata?.name, other.metadata?.name];
  return a < b ? -1 : a > b ? 1 : 0;
};

function trimmed({ metadata }: KubeObject): KubeObject {
  const { name, namespace, uid, resourceVersion, labels, annotations = {} } = metadata ?? {};
  const short = Object.entries(annotations).filter(([, value]) => value.length <= LONGEST_COUNT);
  const shop = labels?.[SHOP_LABEL];
  const kept = { ...(shop === undefined ? {} : { labels: { [SHOP_LABEL]: shop } }), annotations: Object.fromEntries(short) };
  return { metadata: { name, namespace, uid, resourceVersion, ...kept } };
}

/** What is longer is not a count of a good. */
const LONGEST_COUNT = 16;
