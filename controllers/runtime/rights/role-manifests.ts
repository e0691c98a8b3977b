import { manifest, type KubeManifest } from '../../../kube/objects/manifest.ts';
import type { RbacV1ClusterRole, RbacV1ClusterRoleBinding, RbacV1Role, RbacV1RoleBinding } from '../../../kube/objects/kinds/rbac-v1.ts';
import { resource } from '../../../kube/objects/resource.ts';
import type { RightsRules } from './rules.ts';

const GROUP = 'rbac.authorization.k8s.io';

const clusterRoles = resource<RbacV1ClusterRole>(GROUP, 'v1', 'clusterroles', 'ClusterRole', 'cluster');
const clusterRoleBindings = resource<RbacV1ClusterRoleBinding>(GROUP, 'v1', 'clusterrolebindings', 'ClusterRoleBinding', 'cluster');
const roles = resource<RbacV1Role>(GROUP, 'v1', 'roles', 'Role');
const roleBindings = resource<RbacV1RoleBinding>(GROUP, 'v1', 'rolebindings', 'RoleBinding');

export interface GrantedTo {
  /** Of the roles and their bindings. */
  readonly name: string;
  /** The service account, and its namespace. */
  readonly account: string;
  readonly namespace: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** The roles with these rules, and what binds them to the account. A role without rules is left out. */
export function roleManifests(
  { clusterRole, roles: own }: RightsRules,
  { name, account, namespace, labels }: GrantedTo,
): readonly KubeManifest[] {
  const subjects = [{ kind: 'ServiceAccount', name: account, namespace }];
  const roleRef = (kind: string) => ({ apiGroup: GROUP, kind, name });
  const metadata = { name, ...(labels !== undefined && { labels }) };
  return [
    ...(clusterRole.length === 0
      ? []
      : [
          manifest(clusterRoles, { metadata, rules: clusterRole }),
          manifest(clusterRoleBindings, { metadata, roleRef: roleRef('ClusterRole'), subjects }),
        ]),
    ...own.flatMap(({ namespace: place, rules }) => {
      const placed = { ...metadata, namespace: place };
      return [
        manifest(roles, { metadata: placed, rules }),
        manifest(roleBindings, { metadata: placed, roleRef: roleRef('Role'), subjects }),
      ];
    }),
  ];
}
