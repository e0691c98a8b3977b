import { ApiResource, Role, RoleBinding, ServiceAccount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { REALM_LABEL } from '../model/keys.ts';

/** The account of all workers of a kingdom. The own-pod-only policy knows workers by this name. */
export const WORKER_ACCOUNT = 'civ-worker';

/** What the workers of a kingdom may do: patch pods, which the own-pod-only policy narrows to a sign on their own. */
export class WorkerAccess extends Construct {
  constructor(scope: Construct, id: string, { realm, kingdom }: { readonly realm: string; readonly kingdom: string }) {
    super(scope, id);
    const metadata = (name: string) => ({ name, namespace: kingdom, labels: { [REALM_LABEL]: realm } });
    const account = new ServiceAccount(this, 'account', { metadata: metadata(WORKER_ACCOUNT), automountToken: false });
    const role = new Role(this, 'role', { metadata: metadata('pod-patcher') });
    role.allow(['patch'], ApiResource.PODS);
    new RoleBinding(this, 'binding', { metadata: metadata('pod-patcher-binding'), role }).addSubjects(account);
  }
}
