import { ApiError } from '../errors/api-error.ts';
import { createBackoff } from '../../ground/time/back-off.ts';
import { versionOf, type Change, type ReflectedCollection } from './change.ts';
import type { Client, Selection } from '../client/client.ts';
import { systemClock, type Clock } from '../../ground/time/clock.ts';
import { isReset } from '../errors/connection-error.ts';
import { confirmVersion, firstList } from './first-list.ts';
import { afterError, START, type Position } from './position.ts';
import type { KubeObject, Resource } from '../objects/resource.ts';
import { compareVersions } from './version.ts';
import { allThenChanges, changesAfter } from './watch-changes.ts';

export interface ReflectOptions<T extends KubeObject> extends Selection {
  readonly signal: AbortSignal;
  /** What is kept of an object; called before the next one is read. @default all but managedFields */
  readonly transform?: (object: T) => T;
  /** Told of each failure, and how long reflect will wait before it tries again: there is nothing to be done about it. Also told of what `transform` throws. */
  readonly onError?: (error: unknown, pauseMs: number) => void;
  /** Told each time that the server was heard from: a watch that stands, a page, an event, a bookmark. */
  readonly onContact?: () => void;
  readonly clock?: Clock;
  readonly random?: () => number;
}

/** A watch that lasted this long was one: the next may follow at once. */
const REAL_WATCH_MS = 1_000;

/**
 * Follows a collection until `signal` aborts, through every fault that ends. Pulling is the backpressure. It never throws.
 *
 * Guaranteed: the changes of an object come in their order; where any were missed, a `replaced` follows; half a list is
 * never passed on; a change counts as seen only when the next one is asked for.
 */
export async function* reflect<T extends KubeObject>(
  client: Client,
  resource: Resource<T>,
  options: ReflectOptions<T>,
): AsyncGenerator<Change<T>> {
  const {
    signal,
    transform = withoutManagedFields,
    onError,
    onContact = () => undefined,
    clock = systemClock,
    random = Math.random,
    ...selection
  } = options;
  /** An object that cannot be trimmed is kept whole: else the collection would stop at it for good. */
  const trim = (object: T): T => {
    try {
      return transform(object);
    } catch (error) {
      onError?.(error, 0);
      return object;
    }
  };
  const changesFrom = createSource({ client, resource, selection, signal, clock, transform: trim, onContact });
  const backoff = createBackoff(clock, random);
  let position: Position = START;
  let doubtful = false;
  while (!signal.aborted) {
    const started = clock.now();
    const listed = position.at === 'start';
    let silent = !listed;
    let failure: unknown;
    let pauseMs = 0;
    try {
      for await (const change of changesFrom(position, doubtful)) {
        silent = false;
        yield change;
        position = advance(position, change);
      }
      // A watch that ends as soon as it begins must not become a loop.
      const brief = clock.now() - started < REAL_WATCH_MS;
      if (!listed && brief) pauseMs = backoff.nextMs();
      doubtful = silent && !brief;
    } catch (error) {
      const after = afterError(position, error);
      position = after.position;
      doubtful ||= wasAway(error);
      failure = error;
      pauseMs =
        after.next === 'at once' ? backoff.hurriedMs() : Math.max(backoff.nextMs(), ApiError.is(error) ? (error.retryAfterMs ?? 0) : 0);
    }
    if (signal.aborted) return;
    if (failure !== undefined) onError?.(failure, pauseMs);
    if (pauseMs > 0) await clock.pause(pauseMs, signal);
  }
}

/** From a position to what follows it, once, as far as the server goes. */
function createSource<T extends KubeObject>(
  collection: ReflectedCollection<T>,
): (position: Position, doubtful: boolean) => AsyncGenerator<Change<T>> {
  let watchList = true;
  return async function* changesFrom(position, doubtful) {
    if (position.at === 'version') {
      if (doubtful) await confirmVersion(collection, position.version);
      yield* changesAfter(collection, position.version);
    } else {
      if (watchList) watchList = (yield* allThenChanges(collection, position.notOlderThan)) === 'able';
      if (!watchList) yield await firstList(collection, position.notOlderThan);
    }
  };
}

/** A watch never goes back, also where its events do. */
function advance<T extends KubeObject>(position: Position, change: Change<T>): Position {
  const version = versionOf(change);
  if (version === undefined) return position;
  const back = change.type !== 'replaced' && position.at === 'version' && (compareVersions(version, position.version) ?? 1) < 0;
  return back ? position : { at: 'version', version };
}

/** Was it the server that failed, and not just the way to it? Then it may have come back as an older self. */
const wasAway = (error: unknown): boolean =>
  ApiError.is(error, 'unavailable', 'timeout') || (ApiError.is(error, 'unreachable') && !isReset(error.cause));

/** managedFields are often half of an object, and of no use to one who follows it. */
export function withoutManagedFields<T extends KubeObject>(object: T): T {
  if (object.metadata?.managedFields === undefined) return object;
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}
