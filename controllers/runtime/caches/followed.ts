import { ApiError } from '../../../kube/errors/api-error.ts';
import type { Client } from '../../../kube/client/client.ts';
import type { Clock } from '../../../ground/time/clock.ts';
import { reflect, withoutManagedFields } from '../../../kube/follow/reflect.ts';
import { keyOf, resourceTitle, type KubeObject, type Resource } from '../../../kube/objects/resource.ts';
import { createStore, type Delta, type Store } from '../../../kube/follow/store.ts';
import type { Index } from '../../../kube/follow/indexed-map.ts';
import type { FollowOptions } from '../definition.ts';
import type { Wake } from '../wake.ts';
import { describeError, type Log } from '../tell/log.ts';
import { createPolling } from './polling.ts';

/** One collection that is kept in memory: a resource, in one namespace or in all. */
export interface Followed {
  readonly resource: Resource<KubeObject>;
  readonly namespace: string | undefined;
  readonly store: Store<KubeObject>;
  /** Only what a selector chooses is in it. */
  readonly selects: boolean;
  /** Follows until `signal` aborts. */
  run(signal: AbortSignal): Promise<void>;
  /** Does it have that version, or is there nothing that could? */
  has(version: string): boolean;
  /** Is there something to decide on: a whole list, or the server's word that there will be none? */
  settled(): boolean;
  /** What speaks against relying on it; undefined if nothing does. */
  problem(): string | undefined;
  /** An object, as the store would keep it. */
  keep(object: KubeObject): KubeObject;
}

export interface FollowContext {
  readonly client: Client;
  readonly clock: Clock;
  readonly random: () => number;
  /** So long without a word from the API server, and a probe should not vouch for it any more. */
  readonly staleMs: number;
  readonly log: Log;
  readonly onSettled: () => void;
  /** Told after each change, when the store has it. */
  readonly onChange: () => void;
  /** What is done with an object before it is kept. */
  readonly keep?: <T extends KubeObject>(object: T) => T;
  /** Heard from again after a failure. */
  readonly onRecovered: () => void;
  readonly onFailure: (resource: string) => void;
}

/** What one of those who follow a collection makes of its changes. */
interface Listener<T extends KubeObject> {
  readonly keys: (delta: Delta<T>) => Iterable<string>;
  readonly wake: Wake;
}

export type SharedOptions<T extends KubeObject> = Omit<FollowOptions<T>, 'namespaces' | 'keys' | 'indexes'>;

export interface Opened<T extends KubeObject> {
  readonly followed: Followed;
  readonly store: Store<T>;
  /** Adds an index to the store. */
  index(name: string, valuesOf: Index<T>): void;
  /** Has keys looked at after each change. Answers how to get the keys of everything that is there, as if it had just been listed. */
  listen(listener: Listener<T>): () => Iterable<string>;
}

/** Since when it cannot be followed, and what was the last to go wrong. */
interface Failure {
  readonly since: number;
  readonly error: unknown;
}

export function createFollowed<T extends KubeObject>(
  resource: Resource<T>,
  namespace: string | undefined,
  options: SharedOptions<T>,
  context: FollowContext,
): Opened<T> {
  const { client, clock, random, staleMs, log, onSettled, onChange, keep, onRecovered, onFailure } = context;
  const { transform = withoutManagedFields, optional = false, ...selection } = options;
  const title = namespace === undefined ? resourceTitle(resource) : `${resourceTitle(resource)} in ${namespace}`;
  const { store, write, index } = createStore<T>();
  const listeners: Listener<T>[] = [];
  let failure: Failure | undefined;
  const polling = createPolling(title, log);
  const refused = (): boolean => ApiError.is(failure?.error, 'forbidden', 'not-found');

  const onError = (error: unknown, pauseMs: number): void => {
    onFailure(resourceTitle(resource));
    // What comes next is something else, at once: only if that fails as well is anything wrong.
    if (pauseMs === 0) return log.debug({ resource: title, error }, 'lists again');
    const said = failure !== undefined && describeError(failure.error) === describeError(error);
    failure = { since: failure?.since ?? clock.now(), error };
    const fields = { resource: title, error, retryMs: Math.round(pauseMs) };
    if (optional && refused()) log[said ? 'debug' : 'info'](fields, 'not followed: the cluster does not have it or does not grant it');
    else log[said ? 'debug' : 'warn'](fields, 'cannot follow');
    if (refused()) onSettled();
  };
  const onContact = (): void => {
    if (failure === undefined) return;
    if (store.synced && refused()) log.info({ resource: title }, 'followed again');
    failure = undefined;
    onRecovered();
  };
  const keysOf = keysOfListener(title, log);
  const kept = (object: T): T => (keep === undefined ? transform(object) : keep(transform(object)));
  const followed: Followed = {
    resource,
    namespace,
    store,
    selects: selection.labelSelector !== undefined || selection.fieldSelector !== undefined,
    async run(signal) {
      for await (const change of reflect(client, resource, {
        ...selection,
        namespace,
        transform: kept,
        signal,
        onError,
        onPoll: polling.onPoll,
        onContact,
        clock,
        random,
      })) {
        polling.onChange(change.type);
        const first = !store.synced;
        for (const delta of write(change))
          for (const listener of listeners) listener.wake(keysOf(listener, delta), { resource: resourceTitle(resource), delta });
        onChange();
        if (first && store.synced) {
          log.info({ resource: title, objects: store.size }, 'listed');
          onSettled();
        }
      }
    },
    has: (version) => refused() || (store.synced && store.has(version)),
    settled: () => store.synced || refused(),
    keep: (object) => kept(object as T), // of that resource, and so of its type
    problem: () => (optional && refused() ? undefined : doubtAbout(title, store.synced, failure, { now: clock.now(), staleMs })),
  };
  return {
    followed,
    store,
    index,
    listen(listener) {
      listeners.push(listener);
      return function* () {
        for (const object of store.values()) yield* keysOf(listener, { type: 'added', object, initial: true });
      };
    },
  };
}

/** What speaks against relying on a store. */
function doubtAbout(
  title: string,
  synced: boolean,
  failure: Failure | undefined,
  { now, staleMs }: { readonly now: number; readonly staleMs: number },
): string | undefined {
  const why = failure === undefined ? '' : `: ${describeError(failure.error)}`;
  if (!synced) return `${title}: not listed yet${why}`;
  if (failure === undefined || now - failure.since < staleMs) return undefined;
  return `${title}: out of date for ${Math.round((now - failure.since) / 1_000)} s${why}`;
}

/** A defect in the mapping of one object must not end the others. */
const keysOfListener =
  (resource: string, log: Log) =>
  <T extends KubeObject>({ keys }: Listener<T>, delta: Delta<T>): readonly string[] => {
    try {
      return [...keys(delta)];
    } catch (error) {
      log.error({ resource, object: keyOf(delta.object), error }, 'cannot tell what a change concerns');
      return [];
    }
  };
