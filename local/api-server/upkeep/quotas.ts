import { equal } from '../../../ground/json/equal.ts';
import { onAbort } from '../../../ground/time/abort.ts';
import { objectAt, textAt } from '../../../ground/json/read-json.ts';
import { groupResourceOf } from '../contracts/resource-info.ts';
import { collectionOf } from '../registry.ts';
import { keyOfObject, type StoreChange } from '../store/store.ts';
import type { ServerParts } from '../verbs/request.ts';
import { createTasks } from './task.ts';

/** Loaded by the first quota, since most servers never have one. */
const loadCounting = async () => {
  const [{ asText, quotasOf }, { isAbout, usageOf }, { amountsOf, sumOf }] = await Promise.all([
    import('../admission/quotas/quotas.ts'),
    import('../admission/quotas/usage.ts'),
    import('../admission/limit-ranges/amounts.ts'),
  ]);
  return { asText, quotasOf, isAbout, usageOf, amountsOf, sumOf };
};
type Counting = Awaited<ReturnType<typeof loadCounting>>;

/** Writes into the quotas of a namespace what is used of them. */
function recount({ store, registry }: ServerParts, counting: Counting, namespace: string): void {
  const { asText, quotasOf, isAbout, usageOf, amountsOf, sumOf } = counting;
  const quotas = quotasOf(store, namespace);
  if (quotas.length === 0) return;
  const all = registry
    .stored()
    .filter(({ resource }) => resource.namespaced)
    .flatMap(({ resource }) => {
      const collection = store.collection(collectionOf(resource));
      const objects = collection.keys(`${namespace}/`).flatMap((key) => collection.get(key) ?? []);
      return objects.map((object) => ({ object, usage: usageOf(groupResourceOf(resource), object) }));
    });
  for (const quota of quotas) {
    const hard = amountsOf(objectAt(objectAt(quota, 'spec'), 'hard'));
    const zero = new Map([...hard].map(([name, { format }]) => [name, { nano: 0n, format }]));
    const usages = all.filter(({ object }) => isAbout(quota, object)).map(({ usage }) => usage);
    const used = new Map([...sumOf([zero, ...usages])].filter(([name]) => hard.has(name)));
    const status = { hard: asText(hard), used: asText(used) };
    if (!equal(status, quota['status'] ?? {})) store.put('resourcequotas', keyOfObject(quota), { ...quota, status });
  }
}

const hasEnded = ({ collection, object }: StoreChange): boolean =>
  collection === 'pods' && ['Succeeded', 'Failed'].includes(textAt(objectAt(object, 'status'), 'phase'));

/** Keeps the status of quotas: what a write adds is charged with it, and what goes is counted here, as a controller manager does. */
export function keepQuotas(cluster: ServerParts, report: (error: unknown) => void, signal: AbortSignal): void {
  const { store } = cluster;
  const quotas = store.collection('resourcequotas');
  let counting: Counting | undefined;
  const tasks = createTasks(
    (namespace) => {
      if (counting) return recount(cluster, counting, namespace);
      loadCounting().then((loaded) => {
        counting = loaded;
        tasks.add(namespace);
      }, report);
    },
    report,
    signal,
  );
  const unsubscribe = store.subscribe((change) => {
    const { collection, type, object } = change;
    const { namespace } = object.metadata;
    if (namespace === undefined || quotas.size === 0) return;
    const concerns = type === 'DELETED' || collection === 'resourcequotas' || hasEnded(change);
    if (concerns && quotas.keys(`${namespace}/`).length > 0) tasks.add(namespace);
  });
  onAbort(signal, unsubscribe);
}
