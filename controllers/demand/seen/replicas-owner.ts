import type { ObjectMeta } from '../../../kube/objects/resource.ts';
import { DEMAND_MANAGER } from '../../../model/keys.ts';

/** Who has set the number of workers, as `managedFields` says it. */
export interface ReplicasOwner {
  readonly manager: string;
  /** By server-side apply, so that it will be put back; by the subresource `scale`; or by any other write. */
  readonly by: 'apply' | 'scale' | 'update';
}

type ManagedFields = NonNullable<ObjectMeta['managedFields']>[number];

/** What is kept of `managedFields`: the managers of `spec.replicas`, without their fields. */
export const replicasManagers = ({ managedFields = [] }: ObjectMeta): readonly ManagedFields[] =>
  managedFields
    .filter(({ fieldsV1 }) => ownsReplicas(fieldsV1))
    .map(({ manager, operation, subresource }) => ({ manager, operation, subresource }));

function ownsReplicas(fields: unknown): boolean {
  const spec = typeof fields === 'object' && fields !== null && 'f:spec' in fields ? fields['f:spec'] : undefined;
  return typeof spec === 'object' && spec !== null && 'f:replicas' in spec;
}

/** Who owns the number, of those that `replicasManagers` has kept: whoever applies it goes first, then this controller. */
export function replicasOwner(kept: readonly ManagedFields[] = []): ReplicasOwner | undefined {
  const owners = kept.map(({ manager = '', operation, subresource }): ReplicasOwner => ({
    manager,
    by: operation === 'Apply' ? 'apply' : subresource === 'scale' ? 'scale' : 'update',
  }));
  return (
    owners.find(({ manager, by }) => by === 'apply' && manager !== DEMAND_MANAGER) ??
    owners.find(({ manager }) => manager === DEMAND_MANAGER) ??
    owners.find(({ by }) => by === 'scale') ??
    owners[0]
  );
}

export const isOurs = (owner: ReplicasOwner | undefined): boolean => owner?.manager === DEMAND_MANAGER;
