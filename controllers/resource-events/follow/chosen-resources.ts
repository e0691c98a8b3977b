import type { DiscoveredResource } from '../../../kube/client/discover-all.ts';
import type { KubeObject, Resource } from '../../../kube/objects/resource.ts';
import type { ResourceWord } from '../rules/resource-words.ts';

const FOLLOWING = ['list', 'watch'];

export interface ResourceChoice {
  /** By flags and rules. */
  readonly wants: (resource: Resource<KubeObject>) => boolean;
  /** Some namespaces are followed, and not all: what has none is left out, not asked for. */
  readonly namespacedOnly: boolean;
}

/** What of all that is served is followed. */
export function chosenResources(
  served: readonly DiscoveredResource[],
  { wants, namespacedOnly }: ResourceChoice,
): readonly Resource<KubeObject>[] {
  return served
    .filter(({ verbs }) => FOLLOWING.every((verb) => verbs.includes(verb)))
    .map(({ resource }) => resource)
    .filter((resource) => (resource.namespaced || !namespacedOnly) && wants(resource));
}

/** What was asked for by its whole name and is not there. */
export const missingResources = (include: readonly ResourceWord[], served: readonly DiscoveredResource[]): readonly string[] =>
  include.filter(({ literal, matches }) => literal && !served.some(({ resource }) => matches(resource))).map(({ word }) => word);
