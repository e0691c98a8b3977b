import type { StoredObject } from '../contracts/kube-object.ts';
import { forbidden, notFound, StatusError } from '../contracts/status-error.ts';
import type { ApiRequest } from '../verbs/request.ts';
import { keyOf, type ObjectStore } from '../store/store.ts';

const UNDYING: ReadonlySet<string> = new Set(['default', 'kube-system', 'kube-public']);

/** Nothing is created where there is no namespace, or where it is about to end. */
export function namespaceAdmits(store: ObjectStore, { served, namespace }: ApiRequest, object: StoredObject): void {
  if (namespace === undefined) return;
  const found = store.collection('namespaces').get(keyOf(undefined, namespace));
  if (!found) throw notFound({ group: '', plural: 'namespaces' }, namespace);
  if (found.metadata.deletionTimestamp === undefined) return;
  const refusal = forbidden(
    served.resource,
    object.metadata.name ?? '',
    `unable to create new content in namespace ${namespace} because it is being terminated`,
  );
  const causes = [{ reason: 'NamespaceTerminating', message: `namespace ${namespace} is being terminated`, field: 'metadata.namespace' }];
  throw new StatusError(403, 'Forbidden', refusal.message, { ...refusal.status.details, causes });
}

export function namespaceMayGo({ served, name }: ApiRequest): void {
  if (served.resource.group === '' && served.resource.plural === 'namespaces' && name !== undefined && UNDYING.has(name)) {
    throw forbidden(served.resource, name, 'this namespace may not be deleted');
  }
}
