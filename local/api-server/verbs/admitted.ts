import type { KubeObject } from '../contracts/kube-object.ts';
import { namespaceAdmits, namespaceMayGo } from '../admission/namespace-lifecycle.ts';
import { ownPodOnly } from '../admission/own-pod-only.ts';
import { keyOf } from '../store/store.ts';
import type { ApiRequest, Cluster } from './request.ts';

export interface Admission {
  readonly operation: 'CREATE' | 'DELETE' | 'UPDATE';
  readonly object?: KubeObject;
  readonly old?: KubeObject;
}

const KINGDOM = 'civ8s.dev/kingdom';

/** The policy of the realm is in force where it is installed and bound, in namespaces that are kingdoms. */
function isGuarded({ store }: Cluster, { namespace, served }: ApiRequest): boolean {
  if (namespace === undefined || served.resource.group !== '' || served.resource.plural !== 'pods') return false;
  const installed = ['validatingadmissionpolicies', 'validatingadmissionpolicybindings'].every((plural) =>
    store.collection(`${plural}.admissionregistration.k8s.io`).get(keyOf(undefined, 'civ-own-pod-only')) !== undefined);
  return installed && store.collection('namespaces').get(keyOf(undefined, namespace))?.metadata.labels?.[KINGDOM] !== undefined;
}

/** Throws a StatusError where a rule that looks at more than one object refuses a write. */
export function admit(cluster: Cluster, request: ApiRequest, { operation, object, old }: Admission): void {
  if (operation === 'CREATE' && object) namespaceAdmits(cluster.store, request, object);
  if (operation === 'DELETE') namespaceMayGo(request);
  if (isGuarded(cluster, request)) ownPodOnly({ operation, user: request.user, subresource: request.subresource, object, old });
}
