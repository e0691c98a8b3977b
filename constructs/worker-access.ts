import { ServiceAccount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { REALM_LABEL } from '../model/keys.ts';
import { grant } from './grant.ts';

/** The account of all workers of a kingdom. The own-pod-only policy knows workers by this name. */
export const WORKER_ACCOUNT = 'civ-worker';

/** What the workers of a kingdom may do: patch pods, which the own-pod-only policy narrows to a sign on their own. */
export class WorkerAccess extends Construct {
  constructor(scope: Construct, id: string, { realm, kingdom }: { readonly realm: string; readonly kingdom: string }) {
    super(scope, id);
    const metadata = (name: string) => ({ name, namespace: kingdom, labels: { [REALM_LABEL]: realm } });
    new ServiceAccount(this, 'account', { metadata: metadata(WORKER_ACCOUNT), automountToken: false });
    grant(this, {
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['patch'] }],
      account: { name: WORKER_ACCOUNT, namespace: kingdom },
      metadata: metadata('pod-patcher'),
      bindingName: 'pod-patcher-binding',
    });
  }
}
