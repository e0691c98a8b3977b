import { createHash } from 'node:crypto';
import type { ChangedResource } from '../../events/resource-change.ts';
import { resourceTitle, metadataOf, type KubeObject, type Resource } from '../../kube/objects/resource.ts';
import type { Parts } from '../runtime/definition.ts';
import { selectorOf } from '../runtime/flags/label-terms.ts';
import { createDigest } from './change/digest.ts';
import type { NoticeOptions } from './change/notice.ts';
import { namespacesOf, objectName, type EventSettings } from './flags.ts';
import { chosenResources, missingResources } from './follow/chosen-resources.ts';
import { createFollowedResources, type FollowedResources } from './follow/followed-resources.ts';
import { createResourceFollower, type ResourceFollower } from './follow/resource-follower.ts';
import { createSelectedNamespaces, type SelectedNamespaces } from './follow/selected-namespaces.ts';
import { storedStates } from './follow/stored-states.ts';
import { createSlots } from './follow/slots.ts';
import { createIntake } from './intake.ts';
import type { Checkpoints } from './keep/checkpoints.ts';
import type { ChangeOutbox } from './outbox/change-outbox.ts';
import { formatOf } from './format.ts';
import type { Prepared } from './prepare.ts';
import { isOwn, type OwnObjects } from './rules/own-objects.ts';
import { resourceRules, type ResourceRules } from './rules/resource-rules.ts';
import type { StateStore } from './stored/state-store.ts';
import type { EventMetrics } from './tell/metrics.ts';

const FIRST_LISTS = 4;

export interface FollowAllOptions {
  readonly parts: Parts;
  readonly settings: EventSettings & { readonly 'stale-after'?: number };
  readonly prepared: Prepared;
  readonly outbox: ChangeOutbox;
  readonly checkpoints: Checkpoints;
  readonly metrics: EventMetrics;
  /** The state dir. */
  readonly store: StateStore | undefined;
}

/** Follows all that flags and rules choose, from where the checkpoint says. */
export function createFollowing(options: FollowAllOptions): FollowedResources {
  const { parts, settings, prepared, checkpoints, outbox } = options;
  const { client, clock, log } = parts;
  const { what } = prepared;
  const rulesFor = (resource: Resource<KubeObject>): ResourceRules => resourceRules(what, resource);
  const missing = new Set<string>();
  const slots = createSlots(FIRST_LISTS);
  const noticing = noticingBy(options, rulesFor);
  const selected = selectedBy(options);
  const followed = createFollowedResources({
    client,
    clock,
    random: Math.random,
    log,
    choose({ served }) {
      for (const word of missingResources(what.include, served)) {
        if (!missing.has(word)) log.warn({ resource: word }, 'the cluster does not serve what is included: it is waited for');
        missing.add(word);
      }
      const namespacedOnly = namespacesOf(settings).length > 0;
      const chosen = chosenResources(served, { wants: (resource) => rulesFor(resource).followed, namespacedOnly });
      return chosen.map((resource) => (rulesFor(resource).representation === 'metadata' ? metadataOf(resource) : resource));
    },
    follower(resource, isNew): ResourceFollower {
      const selection = `${rulesFor(resource).selectionHash}-${placesHash(settings)}`;
      const changed = changedResource(resource);
      const version = settings.resume === 'off' ? undefined : checkpoints.resumeFrom(resource, selection);
      checkpoints.follow(changed, selection);
      const stored =
        options.store === undefined
          ? undefined
          : storedStates({ store: options.store, resource: changed, ruleFor: noticing(resource).ruleFor, outbox, checkpoint: version });
      return createResourceFollower({
        client,
        resource,
        namespaces: namespacesOf(settings),
        namespacesToIgnore: settings['namespaces-to-ignore'],
        noticing,
        resume: {
          ...(version === undefined ? {} : { checkpoint: version }),
          ...(stored?.version === undefined || settings.resume === 'off' ? {} : { stored: stored.version }),
          silentFirst: settings['wait-for-sync'] && !isNew,
          listsNewerOnly: formatOf(settings) === 'kollect',
        },
        ...(selected === undefined ? {} : { selected }),
        ...(stored === undefined ? {} : { stored }),
        intake: createIntake({
          ...options,
          log,
          resource: changed,
          title: resourceTitle(resource),
          knowsGaps: formatOf(settings) !== 'kollect',
        }),
        slots,
        clock,
        random: Math.random,
        staleMs: settings['stale-after'] ?? 15_000,
        log,
        forget() {
          checkpoints.forget(changed);
          outbox.forget(changed);
          options.store?.forget(changed);
        },
      });
    },
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

/** Changes when other namespaces are followed: then what is there has not all been published. */
export const placesHash = (settings: EventSettings): string =>
  createHash('sha256')
    .update(JSON.stringify([namespacesOf(settings), settings['namespaces-to-ignore'], settings['namespace-selector']]))
    .digest('base64url')
    .slice(0, 8);

const changedResource = ({ group, version, plural, kind }: Resource<KubeObject>): ChangedResource => ({ group, version, plural, kind });

function noticingBy(
  { parts, settings, prepared }: FollowAllOptions,
  rulesFor: (resource: Resource<KubeObject>) => ResourceRules,
): (resource: Resource<KubeObject>) => NoticeOptions {
  const digest = createDigest();
  const name = objectName(settings);
  const own: OwnObjects = { namespace: prepared.namespace, leases: [name], configMaps: [name], reporter: 'civ8s-resource-events' };
  return (resource) => {
    const changed = changedResource(resource);
    const { ruleFor } = rulesFor(resource);
    return {
      clusterId: settings['cluster-id'],
      resource: changed,
      now: parts.wall,
      ruleFor: (object) => (isOwn(own, changed, object) ? 'own' : ruleFor(object)),
      digest,
      partial: resource.representation === 'metadata',
    };
  };
}
