import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';

/** One rule of RBAC, as exact as it can be said. */
export interface AccessRule {
  readonly apiGroups: string[];
  readonly resources: string[];
  readonly verbs: string[];
  readonly resourceNames?: string[];
}

export interface Granted {
  /** What may be done with these rules. */
  readonly rules: AccessRule[];
  /** To this service account. */
  readonly account: { readonly name: string; readonly namespace: string };
  /** Of the role: one of a namespace, or of the cluster where it names none. */
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Record<string, string> };
  /** What binds it. @default the role's name */
  readonly bindingName?: string;
  /** Behind the ids of both, where a scope grants several. */
  readonly idSuffix?: string;
}

/** A role, and what binds an account to it. */
export function grant(scope: Construct, { rules, account, metadata, bindingName = metadata.name, idSuffix = '' }: Granted): void {
  const isEverywhere = metadata.namespace === undefined;
  const [Role, Binding] = isEverywhere ? [k8s.KubeClusterRole, k8s.KubeClusterRoleBinding] : [k8s.KubeRole, k8s.KubeRoleBinding];
  const prefix = isEverywhere ? 'cluster-' : '';
  new Role(scope, `${prefix}role${idSuffix}`, { metadata, rules });
  new Binding(scope, `${prefix}binding${idSuffix}`, {
    metadata: { ...metadata, name: bindingName },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: isEverywhere ? 'ClusterRole' : 'Role', name: metadata.name },
    subjects: [{ kind: 'ServiceAccount', ...account }],
  });
}
