import { ApiError } from '../errors/api-error.ts';
import type { Change, ReflectedCollection } from './change.ts';
import type { WatchEvent } from '../client/client.ts';
import { createDeadline } from '../../ground/time/deadline.ts';
import { keyOf, type KubeObject } from '../objects/resource.ts';

/** What changes after a version, until the server ends the watch. */
export async function* changesAfter<T extends KubeObject>(
  { client, resource, selection, signal, transform, onContact }: ReflectedCollection<T>,
  resourceVersion: string,
): AsyncGenerator<Change<T>> {
  for await (const event of client.watch(resource, { ...selection, signal, resourceVersion, onOpen: onContact })) {
    onContact();
    yield changeOf(event, transform);
  }
}

/** A server that does not know of sendInitialEvents may also ignore it: then nothing comes, or not the end mark. */
const SILENCE_MS = 10_000;

/** WatchList: all objects as events, an end mark, then what changes; or `unable`, and nothing else, where the server cannot. */
export async function* allThenChanges<T extends KubeObject>(
  collection: ReflectedCollection<T>,
  notOlderThan?: string,
): AsyncGenerator<Change<T> | { readonly type: 'unable' }> {
  const { client, resource, selection, transform, onContact } = collection;
  const silence = createDeadline(
    collection.clock,
    SILENCE_MS,
    () => new ApiError('timeout', `no initial event within ${SILENCE_MS / 1_000} s`),
    collection.signal,
  );
  let initial: Map<string, T> | undefined = new Map();
  try {
    for await (const event of client.watch(resource, {
      ...selection,
      signal: silence.signal,
      resourceVersion: notOlderThan,
      sendInitialEvents: true,
      onOpen: onContact,
    })) {
      onContact();
      if (initial === undefined) yield changeOf(event, transform);
      else if (event.type !== 'bookmark') {
        silence.postpone();
        if (event.type === 'deleted') initial.delete(keyOf(event.object));
        else initial.set(keyOf(event.object), transform(event.object));
      } else if (event.initialEventsEnd) {
        silence.disarm();
        yield { type: 'replaced', objects: [...initial.values()], version: event.resourceVersion };
        initial = undefined;
      }
    }
    if (initial !== undefined) yield { type: 'unable' };
  } catch (error) {
    const unable = initial !== undefined && (silence.exceeded() || ApiError.is(error, 'bad-request', 'invalid', 'unsupported'));
    if (!unable) throw error;
    yield { type: 'unable' };
  } finally {
    silence.end();
  }
}

function changeOf<T extends KubeObject>(event: WatchEvent<T>, transform: (object: T) => T): Change<T> {
  if (event.type === 'bookmark') return { type: 'progress', version: event.resourceVersion };
  return { type: event.type === 'deleted' ? 'deleted' : 'applied', object: transform(event.object) };
}
