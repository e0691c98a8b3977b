import type { Registry } from 'prom-client';
import type { Client, Selection } from '../../kube/client/client.ts';
import type { Clock } from '../../ground/time/clock.ts';
import type { Index } from '../../kube/follow/indexed-map.ts';
import type { KubeObject, Resource } from '../../kube/objects/resource.ts';
import type { Delta, Store } from '../../kube/follow/store.ts';
import type { FlagTable, Settings } from './flags/flags.ts';
import type { Webhooks } from '../../webhooks/declared.ts';
import type { Owns } from './owning/owning.ts';
import type { NeededRight } from './rights/needed-right.ts';
import type { Log } from './tell/log.ts';
import type { Check } from './tell/probes.ts';
import type { Outcome } from './queue/outcome.ts';
import type { QueueObserver } from './queue/queue.ts';

/**
 * A controller: what `civ controller <name>` runs. docs/write-a-controller.md builds one. Its keys are text, such as
 * `namespace/name`; one whose keys are values of another type becomes such a controller by `keyed`.
 */
export interface Controller<Table extends FlagTable = FlagTable, Key = string, Prepared = void> {
  readonly name: string;
  /** What it does, in a phrase. */
  readonly summary: string;
  /** Its own flags, beside those that every controller has. */
  readonly flags: Table;
  /**
   * Opens what may turn out not to be there, before anything else happens; `setUp` gets what it answers. Throws a UsageError.
   */
  prepare?(settings: Settings<Table>, surroundings: ControllerSurroundings): Promise<Prepared>;
  /**
   * Declares what is followed, and answers what is done for a key. Called once in a process; and once more where rights are rendered, with
   * parts that do nothing.
   * Throws a UsageError where settings contradict each other.
   */
  setUp(parts: Parts<Key>, settings: Settings<Table>, prepared: Prepared): Reconcile<Key>;
  /** What tells it from others of its kind in a namespace: a suffix for the name of its Lease. Absent or empty: there is one. */
  instance?(settings: Settings<Table>): string;
  /** Does it only look, with these settings? Then it leads without a Lease, records no Events, and what would write is refused. */
  readsOnly?(settings: Settings<Table>): boolean;
  /** Is the standard output for what it makes, with these settings? Then its log goes to the standard error. */
  ownsOutput?(settings: Settings<Table>): boolean;
  /** What it answers when an API server asks before something is written. Every replica does, leading or not. */
  readonly webhooks?: Webhooks;
  /**
   * The rights that it needs with these settings beside what `setUp` tells by itself: to follow, to own, to lead. One that prepares
   * something says all of them here.
   */
  rights?(settings: Settings<Table>, surroundings: Pick<ControllerSurroundings, 'namespace'>): readonly NeededRight[];
}

/** Whatever its flags and what it prepares. */
export type AnyController = Controller<FlagTable, string, unknown>;

/**
 * Brings the cluster to where it should be for the key: the same thing whatever happened, however often it is called.
 * It is never called twice at once for a key, nor on a cache that has not seen the key's own last write. An error is
 * retried for ever, later each time. It may be cut after any write (the signal aborts, the process dies): the next call
 * finishes. Two processes may be writing for a moment, so each write carries a precondition or has the same effect twice.
 */
export type Reconcile<Key = string> = (key: Key, turn: ReconcileContext) => Promise<Outcome>;

/** What a reconcile has for its time. */
export interface ReconcileContext {
  /** Aborts at the deadline, when the lease is lost, and at the end of a stop. The client obeys it already. */
  readonly signal: AbortSignal;
  readonly client: Client;
}

/** Where a controller runs. */
export interface ControllerSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
  /** Where it keeps what is its own: the namespace of its Lease. */
  readonly namespace: string;
  /** To the standard output, as it is; resolves when the reader has caught up. */
  readonly writeOut: (text: string) => Promise<void>;
}

/** A time in which this process leads, for work that is not done key by key. */
export interface Duty {
  /** Aborts when the process is to stop: the work finishes what it has in hand, and ends. */
  readonly leaving: AbortSignal;
  /** Aborts when the Lease is lost, and where finishing takes too long: then the work ends as it is. */
  readonly signal: AbortSignal;
  /** May it still act? True only while the Lease is certainly held. */
  readonly holds: () => boolean;
  /** Writes nothing once the Lease is not certainly held. */
  readonly client: Client;
}

/** What a controller is made of. */
export interface Parts<Key = string> {
  /**
   * Follows a kind and what it owns, by the owner's keys, and answers the reconcile: it has children made, changed and pruned, writes the
   * status, and cleans up before an owner goes.
   */
  readonly owns: Owns;
  /** Keeps a collection in memory, up to date, and wakes keys when it changes. */
  follow<T extends KubeObject>(resource: Resource<T>, options: FollowOptions<T, Key>): Store<T>;
  /**
   * Has a key looked at for a reason that no collection shows: a process that ended, a timer of its own.
   * Nothing happens where it does not lead.
   */
  readonly wake: (key: Key) => void;
  /** Has a key looked at whenever everything is: when this process begins to lead, and at each resync. */
  readonly always: (key: Key) => void;
  /** Work that goes on for as long as the process lives, leading or not. It ends soon after its signal aborts, and is waited for. */
  readonly beside: (work: (stop: AbortSignal) => Promise<void>) => void;
  /** Work for as long as this process leads: begun with each term, and waited for before the Lease is given back. */
  readonly whileLeading: (work: (duty: Duty) => Promise<void>) => void;
  /** What of all that is followed has been out of date for a while, a sentence each: then the API server may know better. */
  readonly outOfDate: () => readonly string[];
  /** What else speaks against being ready, a sentence each. */
  readonly alsoReady: (check: Check) => void;
  /** For reading beside what is followed. What is written, is written by a reconcile or while leading. */
  readonly client: Client;
  /** Writes a Kubernetes Event about an object: in the background, aggregated; never fails. */
  readonly recordEvent: (about: EventSubject, event: EventText) => void;
  readonly log: Log;
  readonly clock: Clock;
  /** The time of day, in ms since 1970: for what others read. */
  readonly wall: () => number;
  /** For metrics of its own. */
  readonly metrics: Registry;
  /** For who counts what goes through the queue by names of his own as well. */
  readonly watchQueue: (observer: QueueObserver) => void;
}

export interface FollowOptions<T extends KubeObject, Key = string> extends Omit<Selection, 'namespace'> {
  /** Absent or empty: all. */
  readonly namespaces?: readonly string[];
  /**
   * Which keys are to be looked at after this change.
   * A resync, and the start of leading, show every object as `added` and `initial`. Absent: none.
   */
  readonly keys?: (delta: Delta<T>) => Iterable<Key>;
  /** What is kept of an object. @default all but managedFields */
  readonly transform?: (object: T) => T;
  readonly indexes?: Readonly<Record<string, Index<T>>>;
  /**
   * The controller does without, where the cluster does not have the resource or does not grant it:
   * that is said once, and is no reason to be unready.
   */
  readonly optional?: boolean;
  /** What does not happen where it may not be listed: `no Deployment rolls`. Said where that right is lacking. */
  readonly without?: string;
  /** Of the rights that are vital for the same purpose one has to be there somewhere, or the controller can do nothing at all. */
  readonly vitalFor?: string;
}

export interface EventSubject {
  readonly resource: Resource<KubeObject>;
  readonly object: KubeObject;
}

export interface EventText {
  readonly type: 'Normal' | 'Warning';
  /** In CamelCase: `StampFailed`. */
  readonly reason: string;
  readonly message: string;
}
