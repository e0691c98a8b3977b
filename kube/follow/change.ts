import type { Client, JsonReading, Selection } from '../client/client.ts';
import type { Clock } from '../../ground/time/clock.ts';
import type { KubeObject, Resource } from '../objects/resource.ts';

/** What happens to a collection that is followed. */
export type Change<T> =
  /** A fresh list, whole: what is not in it is gone. */
  | { readonly type: 'replaced'; readonly objects: readonly T[]; readonly version: string }
  | { readonly type: 'applied' | 'deleted'; readonly object: T }
  /** Nothing more has changed up to this version. */
  | { readonly type: 'progress'; readonly version: string };

export const versionOf = <T extends KubeObject>(change: Change<T>): string | undefined =>
  change.type === 'replaced' || change.type === 'progress' ? change.version : change.object.metadata?.resourceVersion;

/** A collection as a reflector asks for it. */
export interface ReflectedCollection<T extends KubeObject> {
  readonly client: Client;
  readonly resource: Resource<T>;
  readonly selection: Selection & JsonReading;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** What is kept of an object. */
  readonly transform: (object: T) => T;
  /** The server was heard from. */
  readonly onContact: () => void;
}
