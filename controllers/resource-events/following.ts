import { metadataOf, type KubeObject, type Resource } from '../../kube/objects/resource.ts';
import { selectorOf } from '../runtime/flags/label-terms.ts';
import { namespacesOf } from './flags.ts';
import { createFollowOne, type FollowOneOptions } from './follow-one.ts';
import { chosenResources, missingResources } from './follow/chosen-resources.ts';
import { createFollowedResources, type FollowedResources } from './follow/followed-resources.ts';
import { createSelectedNamespaces, type SelectedNamespaces } from './follow/selected-namespaces.ts';
import { createTwins } from './follow/twins.ts';
import { resourceRules, type ResourceRules } from './rules/resource-rules.ts';

export type FollowAllOptions = Omit<FollowOneOptions, 'rulesFor' | 'selected'>;

/** Follows all that flags and rules choose, from where the checkpoint says. */
export function createFollowing(options: FollowAllOptions): FollowedResources {
  const { parts, settings, prepared } = options;
  const { client, clock, log } = parts;
  const { what } = prepared;
  const rulesFor = (resource: Resource<KubeObject>): ResourceRules => resourceRules(what, resource);
  const missing = new Set<string>();
  const twins = createTwins({ client, log });
  const selected = selectedBy(options);
  const followed = createFollowedResources({
    client,
    clock,
    random: Math.random,
    log,
    async choose({ served }, signal) {
      for (const word of missingResources(what.include, served)) {
        if (!missing.has(word)) log.warn({ resource: word }, 'the cluster does not serve what is included: it is waited for');
        missing.add(word);
      }
      const namespacedOnly = namespacesOf(settings).length > 0;
      const chosen = chosenResources(served, { wants: (resource) => rulesFor(resource).followed, namespacedOnly });
      return (await twins.without(chosen, signal)).map((resource) =>
        rulesFor(resource).representation === 'metadata' ? metadataOf(resource) : resource,
      );
    },
    follower: createFollowOne({ ...options, rulesFor, selected }),
  });
  if (selected === undefined) return followed;
  return {
    ...followed,
    problems: () => [...selected.problems(), ...followed.problems()],
    async run(signal) {
      const selecting = selected.run(signal);
      await selected.known(signal);
      await Promise.all([selecting, followed.run(signal)]);
    },
  };
}

function selectedBy({ parts: { client, clock, log }, settings }: FollowAllOptions): SelectedNamespaces | undefined {
  const terms = settings['namespace-selector'];
  if (terms.length === 0) return undefined;
  return createSelectedNamespaces({ client, labelSelector: selectorOf(terms), clock, random: Math.random, log });
}
