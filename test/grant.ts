import type { Client } from '../kube/client/client.ts';
import type { AuthorizationV1SubjectAccessReview } from '../kube/objects/kinds/authorization-v1.ts';
import { resource, type KubeObject, type Resource } from '../kube/objects/resource.ts';
import { until } from './until.ts';

/** A rule of a role, as far as it is asked about. */
export interface GrantedRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

const RBAC = 'rbac.authorization.k8s.io';
type Role = KubeObject & { readonly rules: readonly object[] };
type Binding = KubeObject & { readonly roleRef: object; readonly subjects: readonly object[] };
const roles = resource<Role>(RBAC, 'v1', 'roles', 'Role');
const clusterRoles = resource<Role>(RBAC, 'v1', 'clusterroles', 'ClusterRole', 'cluster');
const bindings = resource<Binding>(RBAC, 'v1', 'rolebindings', 'RoleBinding');
const clusterBindings = resource<Binding>(RBAC, 'v1', 'clusterrolebindings', 'ClusterRoleBinding', 'cluster');
const reviews: Resource<AuthorizationV1SubjectAccessReview> = resource(
  'authorization.k8s.io',
  'v1',
  'subjectaccessreviews',
  'SubjectAccessReview',
  'cluster',
);

export const accountIn = (namespace: string, name: string): string => `system:serviceaccount:${namespace}:${name}`;

/** Grants these rules to a user or an account by a role of that name, in a namespace or everywhere, and waits until they count. */
export async function grant(client: Client, user: string, name: string, rules: readonly GrantedRule[], namespace?: string): Promise<void> {
  const isEverywhere = namespace === undefined;
  const metadata = isEverywhere ? { name } : { name, namespace };
  const roleRef = { apiGroup: RBAC, kind: isEverywhere ? 'ClusterRole' : 'Role', name };
  await client.create(isEverywhere ? clusterRoles : roles, { metadata, rules });
  await client.create(isEverywhere ? clusterBindings : bindings, { metadata, roleRef, subjects: [subjectOf(user)] });
  await untilGranted(client, user, rules, namespace);
}

function subjectOf(user: string): object {
  const [, namespace, name] = /^system:serviceaccount:([^:]+):(.+)$/.exec(user) ?? [];
  return name === undefined ? { apiGroup: RBAC, kind: 'User', name: user } : { kind: 'ServiceAccount', namespace, name };
}

/**
 * Waits until each right of these rules counts, in a namespace or everywhere: a real API server decides by what it watches, so a role
 * counts a moment after it was written.
 */
export async function untilGranted(client: Client, user: string, rules: readonly GrantedRule[], namespace?: string): Promise<void> {
  await untilAllowed(rules, namespace, async (resourceAttributes) => {
    const { status } = await client.create(reviews, { spec: { user, resourceAttributes } });
    return status?.allowed;
  });
}

/** The same, for whoever asks in another way. */
export async function untilAllowed(
  rules: readonly GrantedRule[],
  namespace: string | undefined,
  isAllowed: (attributes: object) => Promise<boolean | undefined>,
): Promise<void> {
  for (const { apiGroups, resources, resourceNames = [undefined], verbs } of rules)
    for (const group of apiGroups)
      for (const path of resources)
        for (const verb of verbs)
          for (const name of resourceNames) {
            const [plural = '', subresource] = path.split('/');
            await until(`the right to ${verb} ${path}`, () => isAllowed({ namespace, verb, group, resource: plural, subresource, name }));
          }
}

/** A manifest, as far as it grants something. */
interface Manifest {
  readonly kind: string;
  readonly metadata?: { readonly namespace?: string };
  readonly rules?: readonly GrantedRule[];
}

/** Waits until every role among these counts for an account that all of them are bound to. */
export async function untilRolesCount(client: Client, user: string, manifests: readonly Manifest[]): Promise<void> {
  for (const { kind, metadata, rules = [] } of manifests)
    if (kind === 'Role' || kind === 'ClusterRole') await untilGranted(client, user, rules, metadata?.namespace);
}
