import type { Client } from '../../../kube/client/client.ts';
import type { KubeManifest } from '../../../kube/objects/manifest.ts';
import type { KubeObject, Resource } from '../../../kube/objects/resource.ts';
import type { Outcome } from '../queue/outcome.ts';
import type { StatusWish } from './status-wish.ts';

/** What any reconcile has for its time. */
interface OwnerContext {
  readonly signal: AbortSignal;
  readonly client: Client;
}

/** What a reconcile has for its owner. */
export interface OwnerTurn<T extends KubeObject> extends OwnerContext {
  /** Has the owner own these, as they are given, and no others: all of them, every time. */
  children(wishes: readonly KubeManifest[]): Promise<void>;
  /** A child that is there, as it was seen last. The name may be left out where the owner has one of them. */
  child<Child extends KubeObject>(resource: Resource<Child>, name?: string): Child | undefined;
  /** What the status is to be: written once, at the end of the turn, if it differs. */
  status(wish: StatusWish<T>): void;
}

export interface OwnsOptions<T extends KubeObject> {
  /**
   * Cleans up outside of the cluster. The object stays until it has resolved: where it throws, it is tried again, later each time, and
   * the condition `Finalized` says why. It may be called again after it has resolved.
   */
  readonly finalize?: (owner: T, turn: Omit<OwnerTurn<T>, 'children' | 'status'>) => Promise<void>;
  /** The finalizer. @default the owner's group and the controller's name */
  readonly finalizer?: string;
  /** Has all children go before `finalize` is called. @default false */
  readonly childrenFirst?: boolean;
  /** Where somebody else has set a field that is wished: take it (and say so once, by an Event), or leave the child. @default 'force' */
  readonly conflicts?: 'force' | 'yield';
  /** Absent or empty: all. */
  readonly namespaces?: readonly string[];
}

/** Follows a kind and what it owns, and answers the reconcile for its keys. */
export type Owns = <T extends KubeObject>(
  owner: Resource<T>,
  children: readonly Resource<KubeObject>[],
  reconcile: (owner: T, turn: OwnerTurn<T>) => Promise<Outcome>,
  options?: OwnsOptions<T>,
) => (key: string, turn: OwnerContext) => Promise<Outcome>;

/** Told of what is to be owned by whom. */
export type DeclareOwned = <T extends KubeObject>(
  owner: Resource<T>,
  children: readonly Resource<KubeObject>[],
  options: OwnsOptions<T>,
) => void;
