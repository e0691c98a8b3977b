import type { Bus } from '../../../events/buses/bus.ts';
import type { Message } from '../../../events/message.ts';
import type { ChangedResource, ResourceChange } from '../../../events/resource-change.ts';
import type { Clock } from '../../../ground/time/clock.ts';
import type { OutboxJournal } from './journal.ts';

/** What no bus takes, not even shrunk. */
export interface DeadLetter {
  readonly change: ResourceChange;
  readonly reason: 'too large' | 'not accepted' | 'not encodable';
  readonly why: string;
}

/** What happens to changes, for metrics and logs. */
export interface OutboxObserver {
  published?(change: ResourceChange, waitedMs: number): void;
  merged?(into: ResourceChange): void;
  shrunk?(change: ResourceChange): void;
  dead?(letter: DeadLetter): void;
  /** The bus did not take something. `againMs`: when the next attempt is made. */
  failed?(why: string, againMs: number): void;
  /** It takes messages again. */
  recovered?(): void;
}

export interface ChangeOutboxOptions {
  readonly encode: (change: ResourceChange) => Message;
  /** @default 64 MiB */
  readonly maxBytes?: number;
  /** @default 50,000 */
  readonly maxChanges?: number;
  /** After so long the bus is asked to give up what it has not confirmed; what it answers later still counts. @default 15 s */
  readonly publishTimeoutMs?: number;
  readonly observer?: OutboxObserver;
  readonly journal?: OutboxJournal;
  readonly clock?: Clock;
  readonly random?: () => number;
}

/** Where a change comes from. */
export interface Origin {
  /** The version of its resource that it came with: its own, or that of the list. */
  readonly at: string;
  /** It happened just now: it goes before what was listed. */
  readonly live: boolean;
}

/**
 * What is to be published: in order per object, kept until the bus has confirmed it, and bounded. Nothing is dropped: at its
 * limit it merges the changes of an object, and where that is not enough, it asks to stop reading.
 */
export interface ChangeOutbox {
  /** Never refused: whoever reads waits for room before it reads on. */
  append(change: ResourceChange, origin: Origin): void;
  /** All that this resource has up to this version was appended or left out. */
  reached(resource: ChangedResource, version: string): void;
  /** The version of a resource up to which all is confirmed or left out; undefined before the first. */
  settledVersion(resource: ChangedResource): string | undefined;
  /** The resource is followed no more. */
  forget(resource: ChangedResource): void;
  /** Another replica has published all that this resource had up to this version: drops what came no later. */
  passed(resource: ChangedResource, version: string): void;
  /** Resolves when there is room, or when `signal` aborts. To be awaited before reading on. */
  room(signal: AbortSignal): Promise<void>;
  /** Publishes until `signal` aborts, and until what is in flight then has been answered. While nobody calls it, this is a stand-by. */
  publish(bus: Bus, signal: AbortSignal): Promise<void>;
  /** Resolves when nothing is left to be published, or when `signal` aborts. */
  drained(signal: AbortSignal): Promise<void>;
  readonly pending: number;
  readonly pendingBytes: number;
  /** When the oldest of them was appended, in the clock's time. */
  readonly oldestAt: number | undefined;
  /** When anything was last confirmed. */
  readonly confirmedAt: number | undefined;
}
