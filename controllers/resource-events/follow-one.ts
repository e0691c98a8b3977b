import type { ChangedResource } from '../../events/resource-change.ts';
import { compareVersions } from '../../kube/follow/version.ts';
import { resourceTitle, type KubeObject, type Resource } from '../../kube/objects/resource.ts';
import type { Parts } from '../runtime/definition.ts';
import { createDigest } from './change/digest.ts';
import type { NoticeOptions } from './change/notice.ts';
import { namespacesOf, objectName, placesHash, type EventSettings } from './flags.ts';
import type { OwnVersions } from './follow/own-versions.ts';
import { createResourceFollower, type ResourceFollower } from './follow/resource-follower.ts';
import type { SelectedNamespaces } from './follow/selected-namespaces.ts';
import { createSlots } from './follow/slots.ts';
import { storedStates } from './follow/stored-states.ts';
import { formatOf } from './format.ts';
import { createIntake } from './intake.ts';
import type { Checkpoints } from './keep/checkpoints.ts';
import type { ChangeOutbox } from './outbox/change-outbox.ts';
import type { Prepared } from './prepare.ts';
import { isOwn, type OwnObjects } from './rules/own-objects.ts';
import type { ResourceRules } from './rules/resource-rules.ts';
import type { StateStore } from './stored/state-store.ts';
import type { EventMetrics } from './tell/metrics.ts';

/** So many first lists at a time. */
const FIRST_LISTS = 4;

export interface FollowOneOptions {
  readonly parts: Parts;
  readonly settings: EventSettings & { readonly 'stale-after'?: number };
  readonly prepared: Prepared;
  readonly outbox: ChangeOutbox;
  readonly checkpoints: Checkpoints;
  readonly metrics: EventMetrics;
  readonly own: OwnVersions;
  /** The state dir. */
  readonly store: StateStore | undefined;
  readonly rulesFor: (resource: Resource<KubeObject>) => ResourceRules;
  /** Absent: all namespaces are. */
  readonly selected: SelectedNamespaces | undefined;
}

/** How each resource is followed, from where the checkpoint says. `isNew`: the server did not serve it before. */
export function createFollowOne(options: FollowOneOptions): (resource: Resource<KubeObject>, isNew: boolean) => ResourceFollower {
  const { parts, settings, outbox, checkpoints, own, rulesFor, selected } = options;
  const { client, clock, log } = parts;
  const slots = createSlots(FIRST_LISTS);
  const noticing = noticingBy(options);
  return (resource, isNew) => {
    const selection = `${rulesFor(resource).selectionHash}-${placesHash(settings)}`;
    const changed = changedResource(resource);
    const version = settings.resume === 'off' ? undefined : checkpoints.resumeFrom(resource, selection);
    checkpoints.follow(changed, selection);
    const stored =
      options.store === undefined
        ? undefined
        : storedStates({ store: options.store, resource: changed, ruleFor: noticing(resource).ruleFor, outbox, checkpoint: version });
    const overtaken = (at: string): string | undefined => {
      const published = settings.resume === 'off' ? undefined : checkpoints.resumeFrom(resource, selection);
      return published !== undefined && (compareVersions(published, at) ?? 0) > 0 ? published : undefined;
    };
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
        onReached: (at) => own.reached(resource, at),
      }),
      overtaken,
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
  };
}

const changedResource = ({ group, version, plural, kind }: Resource<KubeObject>): ChangedResource => ({ group, version, plural, kind });

function noticingBy({ parts, settings, prepared, rulesFor }: FollowOneOptions): (resource: Resource<KubeObject>) => NoticeOptions {
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
