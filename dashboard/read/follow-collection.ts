import type { Clock } from '../../ground/time/clock.ts';
import type { Client } from '../../kube/client/client.ts';
import { reflect } from '../../kube/follow/reflect.ts';
import { createStore, type Delta } from '../../kube/follow/store.ts';
import type { KubeObject, Resource } from '../../kube/objects/resource.ts';
import type { SourceEvent } from './sources.ts';

/** A collection of the cluster, as the dashboard follows it. */
export interface WatchedCollection<T extends KubeObject> {
  readonly resource: Resource<T>;
  /** Absent: all namespaces. */
  readonly namespace?: string;
  readonly labelSelector?: string;
  /** What is kept of an object. */
  readonly trim: (object: T) => T;
  readonly onDelta: (delta: Delta<T>) => void;
}

export interface FollowSurroundings {
  readonly client: Client;
  readonly clock: Clock;
  readonly random: () => number;
}

/** Follows it until `signal` aborts, and tells what becomes of it as a source. Never throws. */
export async function followCollection<T extends KubeObject>(
  { client, clock, random }: FollowSurroundings,
  { resource, namespace, labelSelector, trim, onDelta }: WatchedCollection<T>,
  tell: (event: SourceEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const writer = createStore<T>();
  const changes = reflect(client, resource, {
    namespace,
    labelSelector,
    signal,
    clock,
    random,
    transform: trim,
    // What comes next is something else, at once: only if that fails as well is anything wrong.
    onError: (error, pauseMs) => (pauseMs === 0 ? undefined : tell({ is: 'failed', error })),
    onContact: () => tell({ is: 'contact' }),
  });
  for await (const change of changes) {
    for (const delta of writer.write(change)) onDelta(delta);
    if (writer.store.synced) tell({ is: 'listed' });
  }
}
