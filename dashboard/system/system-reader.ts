import { events, leases, pods, type Event, type Lease, type Pod } from '../../kube/objects/built-in.ts';
import type { Delta } from '../../kube/follow/store.ts';
import { PORTS_ANNOTATION } from '../../model/keys.ts';
import { SYSTEM_NAMESPACE } from '../../model/names.ts';
import { METRICS_PORT, podAddress } from '../pod-address.ts';
import { followCollection, type FollowSurroundings } from '../read/follow-collection.ts';
import type { Sources } from '../read/sources.ts';
import { trimEvent } from '../read/trim.ts';
import type { ControllersPicture, DeedPicture } from '../wire/controllers.ts';
import { WIRE_VERSION } from '../wire/realm.ts';
import type { AskMetrics } from './ask-metrics.ts';
import { CONTROLLER_LABEL, controllerPictures, leadersOf, type ToldNumbers } from './controllers-picture.ts';
import { deedOf, newestDeeds } from './deeds.ts';

export interface SystemReaderOptions extends FollowSurroundings {
  readonly wall: () => number;
  readonly sources: Sources;
  readonly askMetrics: AskMetrics;
  /** Are the Events of the controllers' own namespace told by somebody else? */
  readonly hearsAllEvents: boolean;
  /** Is a namespace one that is shown? */
  readonly shows: (kingdom: string) => boolean;
}

/** What the controllers of a cluster are at: read all the time, but for their metrics, which are asked for when somebody looks. */
export interface SystemReader {
  /** Takes an Event of a kingdom. */
  onEvent(delta: Delta<Event>): void;
  picture(): Promise<ControllersPicture>;
  run(signal: AbortSignal): Promise<void>;
}

/** However many look, a controller is asked no more often than that. */
const ASKED_MS = 2_000;

export function createSystemReader(options: SystemReaderOptions): SystemReader {
  const { clock, wall, sources, askMetrics, hearsAllEvents, shows } = options;
  const ofPods = new Map<string, Pod>();
  const ofLeases = new Map<string, Lease>();
  const deeds = new Map<string, DeedPicture>();
  let asked: { readonly atMs: number; readonly numbers: Promise<ReadonlyMap<string, ToldNumbers>> } | undefined;

  const onEvent = ({ type, object }: Delta<Event>): void => {
    const key = object.metadata.uid ?? '';
    const { namespace = '' } = object.metadata;
    const deed = type === 'deleted' || !(namespace === SYSTEM_NAMESPACE || shows(namespace)) ? undefined : deedOf(object);
    if (deed === undefined) deeds.delete(key);
    else deeds.set(key, deed);
  };
  const askAll = async (leaders: ReadonlySet<string>): Promise<ReadonlyMap<string, ToldNumbers>> => {
    const told = [...ofPods.values()].map(async (pod): Promise<readonly (readonly [string, ToldNumbers])[]> => {
      const address = podAddress(pod, METRICS_PORT);
      return address === undefined || !leaders.has(address.name) ? [] : [[address.name, await askMetrics(address)]];
    });
    return new Map((await Promise.all(told)).flat());
  };
  return {
    onEvent,
    async picture() {
      const leaders = leadersOf(ofLeases.values(), wall());
      if (asked === undefined || clock.now() - asked.atMs >= ASKED_MS)
        asked = { atMs: clock.now(), numbers: askAll(new Set(leaders.values())) };
      const numbers = await asked.numbers;
      return {
        version: WIRE_VERSION,
        at: new Date(wall()).toISOString(),
        controllers: controllerPictures(ofPods.values(), leaders, numbers),
        deeds: newestDeeds(deeds.values()),
      };
    },
    async run(signal) {
      const namespace = SYSTEM_NAMESPACE;
      const kept = <T extends Pod | Lease>(all: Map<string, T>) => {
        return ({ type, object }: Delta<T>): void => {
          const name = object.metadata?.name ?? '';
          if (type === 'deleted') all.delete(name);
          else all.set(name, object);
        };
      };
      const ofControllers = { resource: pods, namespace, labelSelector: CONTROLLER_LABEL, trim: trimControllerPod, onDelta: kept(ofPods) };
      const ofLeaders = { resource: leases, namespace, trim: trimLease, onDelta: kept(ofLeases) };
      await Promise.all([
        followCollection(options, ofControllers, sources.add('pods', namespace), signal),
        followCollection(options, ofLeaders, sources.add('leases', namespace), signal),
        ...(hearsAllEvents
          ? []
          : [
              followCollection(
                options,
                { resource: events, namespace, trim: trimEvent, onDelta: onEvent },
                sources.add('events', namespace),
                signal,
              ),
            ]),
      ]);
    },
  };
}

const trimControllerPod = ({ metadata, status }: Pod): Pod => {
  const { name, namespace, uid, resourceVersion, creationTimestamp, deletionTimestamp } = metadata ?? {};
  const [label, ports] = [metadata?.labels?.[CONTROLLER_LABEL] ?? '', metadata?.annotations?.[PORTS_ANNOTATION]];
  return {
    metadata: {
      name,
      namespace,
      uid,
      resourceVersion,
      creationTimestamp,
      ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }),
      labels: { [CONTROLLER_LABEL]: label },
      ...(ports === undefined ? {} : { annotations: { [PORTS_ANNOTATION]: ports } }),
    },
    status: { phase: status?.phase, podIP: status?.podIP, conditions: status?.conditions, containerStatuses: status?.containerStatuses },
  };
};

const trimLease = ({ metadata, spec }: Lease): Lease => ({
  metadata: { name: metadata?.name, namespace: metadata?.namespace, uid: metadata?.uid, resourceVersion: metadata?.resourceVersion },
  spec: { holderIdentity: spec?.holderIdentity, renewTime: spec?.renewTime, leaseDurationSeconds: spec?.leaseDurationSeconds },
});
