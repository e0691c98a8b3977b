import { FIELD_MANAGER } from '../../cli/apply/apply-set.ts';
import { render } from '../../constructs/synth.ts';
import type { Client } from '../../kube/client/client.ts';
import { nameOf, resource, type KubeObject } from '../../kube/objects/resource.ts';
import type { Realm } from '../../model/realm.ts';
import { manifestsOf } from '../constructs/manifests.ts';

const RBAC = 'rbac.authorization.k8s.io';
const ADMISSION = 'admissionregistration.k8s.io';
export const roles = resource<RoleObject>(RBAC, 'v1', 'roles', 'Role');
export const clusterRoles = resource<RoleObject>(RBAC, 'v1', 'clusterroles', 'ClusterRole', 'cluster');
/** In the order in which they can be created. */
const KINDS = [
  resource('', 'v1', 'namespaces', 'Namespace', 'cluster'),
  resource('', 'v1', 'serviceaccounts', 'ServiceAccount'),
  clusterRoles,
  resource(RBAC, 'v1', 'clusterrolebindings', 'ClusterRoleBinding', 'cluster'),
  roles,
  resource(RBAC, 'v1', 'rolebindings', 'RoleBinding'),
  resource(ADMISSION, 'v1', 'validatingadmissionpolicies', 'ValidatingAdmissionPolicy', 'cluster'),
  resource(ADMISSION, 'v1', 'validatingadmissionpolicybindings', 'ValidatingAdmissionPolicyBinding', 'cluster'),
  resource('', 'v1', 'configmaps', 'ConfigMap'),
  resource('apps', 'v1', 'deployments', 'Deployment'),
];

interface RoleObject extends KubeObject {
  readonly rules?: readonly { readonly apiGroups: readonly string[]; readonly resources: readonly string[] }[];
}

/**
 * Applies what a realm renders to, as `civ apply` does, on whichever server: accounts with their rights and policies, shops without
 * pods.
 */
export async function applyRealm(client: Client, realm: Realm): Promise<void> {
  const manifests = manifestsOf(render(realm));
  for (const kind of KINDS)
    for (const apply of manifests.filter((one) => one.kind === kind.kind))
      await client.patch(kind, nameOf(apply), { apply }, { fieldManager: FIELD_MANAGER });
}
