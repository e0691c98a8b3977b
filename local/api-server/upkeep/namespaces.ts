import { onAbort } from '../../../ground/time/abort.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import { objectOrEmpty } from '../../../ground/json/json.ts';
import { collectionOf } from '../registry.ts';
import { finalizersOfNamespace } from '../resources/namespaces.ts';
import { keyOf, type ObjectStore, type StoreChange } from '../store/store.ts';
import type { ServerParts } from '../verbs/request.ts';
import { deleteAsSystem } from './deletions.ts';
import { createTasks } from './task.ts';

const KUBERNETES = 'kubernetes';

const isEnding = (namespace: StoredObject | undefined) => namespace?.metadata.deletionTimestamp !== undefined;

/** The last step: nothing is left in it, so that the namespace may go. */
function release(store: ObjectStore, namespace: StoredObject): void {
  const key = keyOf(undefined, namespace.metadata.name ?? '');
  const finalizers = finalizersOfNamespace(namespace).filter((each) => each !== KUBERNETES);
  const { finalizers: _, ...spec } = objectOrEmpty(namespace['spec']);
  const next = { ...namespace, spec: finalizers.length === 0 ? spec : { ...spec, finalizers } };
  store.put('namespaces', key, next);
  if (finalizers.length === 0 && (next.metadata.finalizers ?? []).length === 0) store.remove('namespaces', key);
}

/** A namespace that ends takes everything in it along, and ends when the last of it is gone. */
export function keepNamespaces(cluster: ServerParts, report: (error: unknown) => void, signal: AbortSignal): void {
  const { store, registry } = cluster;
  const tasks = createTasks(
    (name) => {
      const namespace = store.collection('namespaces').get(keyOf(undefined, name));
      if (!namespace || !isEnding(namespace) || !finalizersOfNamespace(namespace).includes(KUBERNETES)) return;
      let left = 0;
      for (const served of registry.stored().filter(({ resource }) => resource.namespaced)) {
        const collection = store.collection(collectionOf(served.resource));
        for (const key of collection.keys(`${name}/`)) {
          const object = collection.get(key);
          if (object && object.metadata.deletionTimestamp === undefined) deleteAsSystem(cluster, served, object);
          if (collection.get(key)) left += 1;
        }
      }
      if (left === 0) release(store, namespace);
    },
    report,
    signal,
  );
  const unsubscribe = store.subscribe(({ collection, type, object, key }: StoreChange) => {
    if (collection === 'namespaces' && type === 'MODIFIED' && isEnding(object)) tasks.add(object.metadata.name ?? '');
    const { namespace } = object.metadata;
    if (namespace !== undefined && type === 'DELETED' && isEnding(store.collection('namespaces').get(keyOf(undefined, namespace))))
      tasks.add(key.slice(0, key.indexOf('/')));
  });
  onAbort(signal, unsubscribe);
}
