import { leases } from '../../../kube/objects/built-in.ts';
import type { ObjectName } from '../../../kube/objects/resource.ts';
import type { NeededRight } from './needed-right.ts';

/** What an election takes. A create carries no name that RBAC could check, so it is a right of its own. */
export function leaseRights({ namespace, name }: Required<ObjectName>, elects: 'auto' | 'true' | 'false'): readonly NeededRight[] {
  if (elects === 'false') return [];
  const lease = {
    resource: leases,
    namespaces: [namespace],
    ...(elects === 'auto'
      ? { without: 'two replicas would both lead', optional: true }
      : { without: 'nobody leads with --leader-elect=true', vitalFor: 'to lead' }),
  };
  return [
    { ...lease, verbs: ['get', 'patch'], name },
    { ...lease, verbs: ['create'], vitalFor: undefined },
  ];
}
