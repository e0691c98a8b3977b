import { compareVersions } from '../../../kube/follow/version.ts';
import type { KubeObject, Resource } from '../../../kube/objects/resource.ts';
import type { Noticed } from '../change/noticed.ts';
import { createResourceStates, type ResourceStates } from '../change/resource-states.ts';
import type { NoticeOptions } from '../change/notice.ts';
import type { Origin } from '../outbox/change-outbox.ts';
import { createCollectionFollower, type CollectionFollower } from './collection-follower.ts';
import type { CollectionOptions, Intake } from './collection-options.ts';
import type { StoredStates } from './stored-states.ts';
import type { FollowedState } from './follower-health.ts';

/** A resource that is followed, in all namespaces or in some. */
export interface ResourceFollower {
  run(signal: AbortSignal): Promise<void>;
  /** The resource is not served any more, and it has ended: what is remembered is deleted, to the reader. */
  gone(): void;
  /** The same objects, in another version of the resource; where this one has ended. */
  inVersion(resource: Resource<KubeObject>): ResourceFollower;
  problems(): readonly string[];
  states(): readonly FollowedState[];
}

export interface ResourceFollowerOptions extends Omit<CollectionOptions, 'states' | 'source' | 'namespace' | 'fieldSelector' | 'before'> {
  /** Empty: all. */
  readonly namespaces: readonly string[];
  readonly namespacesToIgnore: readonly string[];
  /** What is to be known to notice changes of a resource. */
  readonly noticing: (resource: Resource<KubeObject>) => NoticeOptions;
  /** What the state dir has of it. */
  readonly stored?: StoredStates;
  /** It is followed no more. */
  readonly forget: () => void;
}

/** What a follower leaves to the next one. */
interface Left {
  readonly states: ResourceStates;
  readonly version: string;
}

const leftBy = ({ states }: Left) => ({ restore: () => states.entries(), discard: () => {} });

interface Part {
  readonly states: ResourceStates;
  readonly version: () => string;
  readonly follower: CollectionFollower;
}

export function createResourceFollower(options: ResourceFollowerOptions, remembered?: readonly Left[]): ResourceFollower {
  const { resource, namespaces, namespacesToIgnore, noticing, intake, resume, stored, forget } = options;
  const places = resource.namespaced && namespaces.length > 0 ? namespaces : [undefined];
  const ignored = resource.namespaced ? namespacesToIgnore.map((name) => `metadata.namespace!=${name}`) : [];
  const reached = createMeeting(places.length, intake.reached);
  const source = noticing(resource);
  const parts = places.map((namespace, index): Part => {
    const old = remembered?.[index];
    const before = old === undefined ? stored?.of(namespace) : { ...stored?.of(namespace), ...leftBy(old) };
    const states = createResourceStates({ ...source, ...(before?.kept === undefined ? {} : { onKept: before.kept }) });
    let version = '';
    const own: Intake = {
      ...intake,
      reached(at) {
        version = at;
        reached(index, at);
      },
    };
    const follower = createCollectionFollower({
      ...options,
      states,
      source,
      namespace,
      ...(ignored.length === 0 ? {} : { fieldSelector: ignored.join(',') }),
      ...(before === undefined ? {} : { before }),
      ...(old === undefined ? {} : { resume: { ...resume, checkpoint: undefined, stored: old.version } }),
      intake: own,
    });
    return { states, version: () => version, follower };
  });
  return {
    run: async (signal) => void (await Promise.all(parts.map(({ follower }) => follower.run(signal)))),
    gone() {
      for (const { states, version } of parts)
        takeAll(intake, states.replaced([], version(), { as: 'comparison' }), { at: version(), live: true });
      forget();
    },
    inVersion: (next) =>
      createResourceFollower(
        { ...options, resource: next },
        parts.map(({ states, version }) => ({ states, version: version() })),
      ),
    problems: () => parts.flatMap(({ follower }) => follower.problem() ?? []),
    states: () => parts.map(({ follower }) => follower.state()),
  };
}

function takeAll(intake: Intake, all: Iterable<Noticed>, origin: Origin): void {
  for (const noticed of all) intake.take(noticed, origin);
}

/** Several that go on each at its own pace: what all of them have reached. */
function createMeeting(count: number, reached: (version: string) => void): (index: number, version: string) => void {
  const at = new Map<number, string>();
  return (index, version) => {
    at.set(index, version);
    if (at.size === count) reached([...at.values()].reduce((least, each) => ((compareVersions(each, least) ?? 0) < 0 ? each : least)));
  };
}
