import { placesOf, ruleResource, type NeededRight } from './needed-right.ts';

/** One verb on one sort of objects in one place: what RBAC decides by. A request is one as well. */
export interface Grant {
  readonly verb: string;
  readonly group: string;
  /** `deployments`, `pods/eviction`. */
  readonly resource: string;
  /** Absent: any, or that a request does not say. */
  readonly name?: string;
  /** Absent: all of them, or that there are none. */
  readonly namespace?: string;
}

/** What is granted where a right is. */
export const grantsOf = (right: NeededRight): readonly Grant[] =>
  placesOf(right).flatMap((namespace) =>
    [...(right.alongside ?? []), ...right.verbs].map((verb) => ({
      verb,
      group: right.resource.group,
      resource: ruleResource(right),
      ...(right.name !== undefined && { name: right.name }),
      ...(namespace !== undefined && { namespace }),
    })),
  );

/** Does the one allow all that the other does? */
export const covers = (broad: Grant, narrow: Grant): boolean =>
  isAny(broad.verb, narrow.verb) &&
  isAny(broad.group, narrow.group) &&
  isAny(broad.resource, narrow.resource) &&
  (broad.name === undefined || broad.name === narrow.name) &&
  (broad.namespace === undefined || broad.namespace === narrow.namespace);

const isAny = (broad: string, narrow: string): boolean => broad === '*' || broad === narrow;

/** The fewest that allow the same. */
export const withoutCovered = (grants: readonly Grant[]): readonly Grant[] =>
  grants.filter(
    (grant, at) => !grants.some((other, otherAt) => otherAt !== at && covers(other, grant) && (otherAt < at || !covers(grant, other))),
  );

/** `create pods/eviction`, `patch configmaps civ8s-config-reload in shop` */
export function grantInWords({ verb, group, resource, name, namespace }: Grant): string {
  const [plural = '', ...subresource] = resource.split('/');
  const what = [group === '' ? plural : `${plural}.${group}`, ...subresource].join('/');
  return [verb, what, ...(name === undefined ? [] : [name]), ...(namespace === undefined ? [] : ['in', namespace])].join(' ');
}
