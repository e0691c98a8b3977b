import type { StoredObject } from '../contracts/kube-object.ts';
import { namespaceAdmits, namespaceMayGo } from '../admission/namespace-lifecycle.ts';
import { OWN_POD_ONLY, ownPodOnly } from '../admission/own-pod-only.ts';
import { ROLLED, ROLLS_ONLY, rollsOnly } from '../admission/rolls-only.ts';
import { STAMPS_ONLY, stampsOnly } from '../admission/stamps-only.ts';
import { keyOf } from '../store/store.ts';
import type { ApiRequest, ServerParts } from './request.ts';

export interface Admission {
  readonly operation: 'CONNECT' | 'CREATE' | 'DELETE' | 'UPDATE';
  readonly object?: StoredObject;
  readonly old?: StoredObject;
}

const KINGDOM = 'civ8s.dev/kingdom';

/** A policy is in force where it is installed and bound. */
const inForce = ({ store }: ServerParts, policy: string): boolean =>
  ['validatingadmissionpolicies', 'validatingadmissionpolicybindings'].every(
    (plural) => store.collection(`${plural}.admissionregistration.k8s.io`).get(keyOf(undefined, policy)) !== undefined,
  );

const isKingdom = ({ store }: ServerParts, namespace: string | undefined): boolean =>
  namespace !== undefined && store.collection('namespaces').get(keyOf(undefined, namespace))?.metadata.labels?.[KINGDOM] !== undefined;

/** Throws a StatusError where a rule that looks at more than one object refuses a write. */
export function admit(cluster: ServerParts, request: ApiRequest, admission: Admission): void {
  const { operation, object } = admission;
  if (operation === 'CREATE' && object) namespaceAdmits(cluster.store, request, object);
  if (operation === 'DELETE') namespaceMayGo(request);
  obeyPolicies(cluster, request, admission);
}

/** Throws a StatusError where a policy in force refuses something that is done to a pod, or to a workload. */
export function obeyPolicies(
  cluster: ServerParts,
  { served, namespace, user, subresource }: Pick<ApiRequest, 'namespace' | 'served' | 'subresource' | 'user'>,
  admission: Admission,
): void {
  const { group, plural } = served.resource;
  const write = { ...admission, user, subresource };
  if (group === 'apps' && ROLLED.includes(plural) && inForce(cluster, ROLLS_ONLY)) rollsOnly(write, plural);
  if (group !== '' || plural !== 'pods') return;
  if (isKingdom(cluster, namespace) && inForce(cluster, OWN_POD_ONLY)) ownPodOnly(write);
  if (inForce(cluster, STAMPS_ONLY)) stampsOnly(write);
}
