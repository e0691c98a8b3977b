import { ApiError } from '../errors/api-error.ts';
import type { Change, ReflectedCollection } from './change.ts';
import type { Client, JsonReading, Selection } from '../client/client.ts';
import { systemClock, type Clock } from '../../ground/time/clock.ts';
import { confirmVersion, firstList } from './first-list.ts';
import { START, startAfter, startAt, transition, type ReflectorEvent, type Move, type Position } from './position.ts';
import { createReflectorPauses, type ReflectorPauses } from './reflector-pauses.ts';
import type { KubeObject, Resource } from '../objects/resource.ts';
import { allThenChanges, changesAfter } from './watch-changes.ts';

export interface ReflectOptions<T extends KubeObject> extends Selection, JsonReading {
  readonly signal: AbortSignal;
  /**
   * The version that another reflector had reached. The first change is then `replaced` with everything as it was at that
   * version, and what came since follows as changes; or, where the server does not know any more, `replaced` with another
   * version. @default the newest
   */
  readonly from?: string;
  /** The same for who remembers everything as it was at a version: only what came since follows, where the server still knows that. */
  readonly after?: string;
  /** What is kept of an object; called before the next one is read. @default all but managedFields */
  readonly transform?: (object: T) => T;
  /** Told of each failure, and how long reflect will wait before it tries again: there is nothing to be done about it. Also told of what `transform` throws. */
  readonly onError?: (error: unknown, pauseMs: number) => void;
  /** Told instead where the server refuses to have it watched, and it is listed again after a pause: nothing is missed, only late. */
  readonly onPoll?: (error: unknown, pauseMs: number) => void;
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
    from,
    after,
    transform = withoutManagedFields,
    onError,
    onPoll,
    onContact = () => undefined,
    clock = systemClock,
    random = Math.random,
    ...selection
  } = options;
  const collection = { client, resource, selection, signal, clock, onContact, transform: trimming(transform, onError) };
  const pauses = createReflectorPauses(clock, random);
  let position = from !== undefined ? startAt(from) : after !== undefined ? startAfter(after) : START;
  while (!signal.aborted) {
    const began = { position, at: clock.now() };
    let end: ReflectorEvent<T>;
    try {
      let silent = true;
      for await (const event of askFrom(position, collection)) {
        silent = false;
        if (event.type !== 'unable') yield event;
        position = transition(position, event).position;
      }
      end = { type: 'ended', how: howEnded(began.position, clock.now() - began.at, silent) };
    } catch (error) {
      end = { type: 'failed', error };
    }
    const move = transition(position, end);
    position = move.position;
    const pauseMs = pauseBefore(move.next, pauses, end);
    if (signal.aborted) return;
    if (end.type === 'failed') (move.next === 'poll' ? onPoll : onError)?.(end.error, pauseMs);
    if (pauseMs > 0) await clock.pause(pauseMs, signal);
  }
}

/** From a position to what follows it, once, as far as the server goes. */
async function* askFrom<T extends KubeObject>(
  position: Position,
  collection: ReflectedCollection<T>,
): AsyncGenerator<Change<T> | { readonly type: 'unable' }> {
  switch (position.at) {
    case 'version':
      if (position.doubtful) await confirmVersion(collection, position.version);
      yield* changesAfter(collection, position.version);
      return;
    case 'given':
      yield await firstList(collection, { resourceVersion: position.version, resourceVersionMatch: 'Exact' });
      return;
    case 'start': {
      const { lists, notOlderThan } = position;
      if (lists === 'as a watch') yield* allThenChanges(collection, notOlderThan);
      else
        yield await firstList(
          collection,
          notOlderThan === undefined ? {} : { resourceVersion: notOlderThan, resourceVersionMatch: 'NotOlderThan' },
        );
    }
  }
}

/** A watch that ends as soon as it begins must not become a loop; to a list, its end is nothing unusual. */
function howEnded(from: Position, lastedMs: number, silent: boolean): 'silent' | 'too soon' | 'well' {
  if (from.at !== 'version') return 'well';
  if (lastedMs < REAL_WATCH_MS) return 'too soon';
  return silent ? 'silent' : 'well';
}

function pauseBefore<T>(next: Move['next'], pauses: ReflectorPauses, end: ReflectorEvent<T>): number {
  switch (next) {
    case 'go on':
      return 0;
    case 'at once':
      return pauses.hurriedMs();
    case 'poll':
      return Math.max(pauses.pollMs(), wishedMs(end));
    case 'pause':
      return Math.max(pauses.nextMs(), wishedMs(end));
  }
}

/** How long the server asked to be left alone. */
const wishedMs = <T>(end: ReflectorEvent<T>): number =>
  end.type === 'failed' && ApiError.is(end.error) ? (end.error.retryAfterMs ?? 0) : 0;

/** An object that cannot be trimmed is kept whole: else the collection would stop at it for good. */
const trimming =
  <T extends KubeObject>(transform: (object: T) => T, onError: ReflectOptions<T>['onError']): ((object: T) => T) =>
  (object) => {
    try {
      return transform(object);
    } catch (error) {
      onError?.(error, 0);
      return object;
    }
  };

/** managedFields are often half of an object, and of no use to one who follows it. */
export function withoutManagedFields<T extends KubeObject>(object: T): T {
  if (object.metadata?.managedFields === undefined) return object;
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}
