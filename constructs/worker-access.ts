import { k8s, ServiceAccount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { REALM_LABEL } from '../model/keys.ts';

/** The account of all workers of a kingdom. The own-pod-only policy knows workers by this name. */
export const WORKER_ACCOUNT = 'civ-worker';

/** What the workers of a kingdom may do: patch pods, which the own-pod-only policy narrows to a sign on their own. */
export class WorkerAccess extends Construct {
  constructor(scope: Construct, id: string, { realm, kingdom }: { readonly realm: string; readonly kingdom: string }) {
    super(scope, id);
    const metadata = (name: string) => ({ name, namespace: kingdom, labels: { [REALM_LABEL]: realm } });
    new ServiceAccount(this, 'account', { metadata: metadata(WORKER_ACCOUNT), automountToken: false });
    new k8s.KubeRole(this, 'role', {
      metadata: metadata('pod-patcher'),
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['patch'] }],
    });
    new k8s.KubeRoleBinding(this, 'binding', {
      metadata: metadata('pod-patcher-binding'),
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'pod-patcher' },
      subjects: [{ kind: 'ServiceAccount', name: WORKER_ACCOUNT, namespace: kingdom }],
    });
  }
}
