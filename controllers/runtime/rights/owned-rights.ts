import { resourceTitle, type KubeObject, type Resource } from '../../../kube/objects/resource.ts';
import { eventRights } from './event-rights.ts';
import type { NeededRight } from './needed-right.ts';

interface Owning {
  /** Do owners have a finalizer of the controller's? */
  readonly holds: boolean;
  /** Absent or empty: all. */
  readonly namespaces?: readonly string[];
}

/** What it takes to own, beside following the owners and what they own. */
export function ownedRights(
  owner: Resource<KubeObject>,
  children: readonly Resource<KubeObject>[],
  { holds, namespaces = [] }: Owning,
): readonly NeededRight[] {
  const placeOf = ({ namespaced }: Resource<KubeObject>) => (namespaced ? { namespaces } : {});
  const ofOwner = { resource: owner, ...placeOf(owner), verbs: ['patch'] };
  return [
    // What is applied and not there yet is created: that is a right of its own.
    ...children.map((resource) => ({
      resource,
      ...placeOf(resource),
      verbs: ['create', 'patch', 'delete'],
      without: `${resourceTitle(resource)} are not made, or not as they are wished`,
    })),
    ...(holds ? [{ ...ofOwner, without: `nothing is done for ${resourceTitle(owner)}, as none could be cleaned up after` }] : []),
    { ...ofOwner, subresource: 'status', without: `${resourceTitle(owner)} have no status` },
    eventRights(namespaces),
  ];
}
