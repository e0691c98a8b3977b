import type { DiscoveredResource } from '../../../kube/client/discover-all.ts';
import { resourceTitle, type KubeObject, type Resource } from '../../../kube/objects/resource.ts';
import type { ResourceWord } from '../rules/resource-words.ts';

/** The same objects, of the same uid, under two names: where the first is followed, the other is not. */
const TWINS: readonly (readonly [followed: string, twin: string])[] = [
  ['events', 'events.events.k8s.io'],
  ['ingresses.networking.k8s.io', 'ingresses.extensions'],
];

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
  const chosen = served
    .filter(({ verbs }) => FOLLOWING.every((verb) => verbs.includes(verb)))
    .map(({ resource }) => resource)
    .filter((resource) => (resource.namespaced || !namespacedOnly) && wants(resource));
  const titles = new Set(chosen.map(resourceTitle));
  const twins = new Set(TWINS.flatMap(([followed, twin]) => (titles.has(followed) ? [twin] : [])));
  return chosen.filter((resource) => !twins.has(resourceTitle(resource)));
}

/** What was asked for by its whole name and is not there. */
export const missingResources = (include: readonly ResourceWord[], served: readonly DiscoveredResource[]): readonly string[] =>
  include.filter(({ literal, matches }) => literal && !served.some(({ resource }) => matches(resource))).map(({ word }) => word);
