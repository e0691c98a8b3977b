import { ApiError } from './api-error.ts';
import { createBackoff } from './backoff.ts';
import type { Client, Selection } from './client.ts';
import { systemClock, type Clock } from './clock.ts';
import type { KubeObject, Resource } from './resource.ts';

export type Change<T> =
  /** A fresh list: what is not in it is gone. */
  | { readonly type: 'replaced'; readonly objects: readonly T[]; readonly version: string }
  | { readonly type: 'applied' | 'deleted'; readonly object: T }
  /** Nothing more changed up to this version. */
  | { readonly type: 'progress'; readonly version: string };

export interface ReflectOptions<T extends KubeObject> extends Selection {
  readonly signal: AbortSignal;
  /** What is kept of an object. @default all but managedFields */
  readonly transform?: (object: T) => T;
  /** Told of each failure, and how long reflect will wait before it tries again. There is nothing to be done about it. */
  readonly onError?: (error: unknown, pauseMs: number) => void;
  /** Told each time that the server was heard from: a list, an event, a bookmark, a watch that stands. */
  readonly onContact?: () => void;
  readonly clock?: Clock;
  readonly random?: () => number;
}

/** Follows a collection until `signal` aborts, through every fault that ends. Pulling is the backpressure. It never throws. */
export async function* reflect<T extends KubeObject>(client: Client, resource: Resource<T>, options: ReflectOptions<T>): AsyncGenerator<Change<T>> {
  const { signal, transform = withoutManagedFields, onError, onContact, clock = systemClock, random = Math.random, ...selection } = options;
  const backoff = createBackoff(clock, random);
  let version: string | undefined;
  while (!signal.aborted) {
    let failure: unknown;
    try {
      if (version === undefined) {
        const list = await client.list(resource, { ...selection, signal });
        onContact?.();
        yield { type: 'replaced', objects: list.items.map((object) => transform(object)), version: list.resourceVersion };
        version = list.resourceVersion; // counts as seen only when the reader asks for more
      }
      for await (const event of client.watch(resource, { ...selection, signal, resourceVersion: version })) {
        onContact?.();
        if (event.type === 'bookmark') {
          yield { type: 'progress', version: event.resourceVersion };
          version = event.resourceVersion;
        } else {
          yield { type: event.type === 'deleted' ? 'deleted' : 'applied', object: transform(event.object) };
          version = event.object.metadata?.resourceVersion ?? version;
        }
      }
    } catch (error) {
      failure = error;
      if (ApiError.is(error, 'expired', 'version-too-large')) version = undefined;
    }
    if (signal.aborted) return;
    const pauseMs = backoff.nextMs();
    if (failure !== undefined) onError?.(failure, pauseMs);
    await clock.pause(pauseMs, signal);
  }
}

/** managedFields are often half of an object, and of no use to who follows it. */
export function withoutManagedFields<T extends KubeObject>(object: T): T {
  if (object.metadata?.managedFields === undefined) return object;
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}
