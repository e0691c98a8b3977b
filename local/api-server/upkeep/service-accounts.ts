import { onAbort } from '../../../ground/time/abort.ts';
import type { StoredMeta, StoredObject } from '../contracts/kube-object.ts';
import { keyOf } from '../store/store.ts';
import { timestamp } from '../../../ground/time/rfc3339.ts';
import type { ServerParts } from '../verbs/request.ts';
import { createTasks } from './task.ts';

const DESCRIPTION =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.';

/** Gives every namespace the service account `default` and the authority's certificate, as a controller manager does. */
export function keepServiceAccounts(
  { store, clock, newUid }: ServerParts,
  ca: string,
  report: (error: unknown) => void,
  signal: AbortSignal,
): void {
  const put = (
    plural: string,
    kind: string,
    namespace: string,
    name: string,
    fields: Pick<StoredObject, string>,
    annotations?: StoredMeta['annotations'],
  ) => {
    if (store.collection(plural).get(keyOf(namespace, name))) return;
    store.put(plural, keyOf(namespace, name), {
      kind,
      apiVersion: 'v1',
      metadata: { name, namespace, uid: newUid(), creationTimestamp: timestamp(clock()), ...(annotations && { annotations }) },
      ...fields,
    });
  };
  const tasks = createTasks(
    (namespace) => {
      const found = store.collection('namespaces').get(keyOf(undefined, namespace));
      if (found === undefined || found.metadata.deletionTimestamp !== undefined) return;
      put('serviceaccounts', 'ServiceAccount', namespace, 'default', {});
      put(
        'configmaps',
        'ConfigMap',
        namespace,
        'kube-root-ca.crt',
        { data: { 'ca.crt': ca } },
        { 'kubernetes.io/description': DESCRIPTION },
      );
    },
    report,
    signal,
  );
  for (const key of store.collection('namespaces').keys('')) tasks.add(key.slice(1));
  const unsubscribe = store.subscribe(({ collection, type, object }) => {
    if (collection === 'namespaces' && type === 'ADDED') tasks.add(object.metadata.name ?? '');
    if ((collection === 'serviceaccounts' || collection === 'configmaps') && type === 'DELETED') tasks.add(object.metadata.namespace ?? '');
  });
  onAbort(signal, unsubscribe);
}
