import type { ChangedResource, StateText } from '../../../events/resource-change.ts';
import type { JournalEntry, OutboxJournal } from '../outbox/journal.ts';
import type { Remembered } from '../change/remembered.ts';

/** What is stored of an object. Digests are not: their key ends with the process, so that values cannot be tried against them. */
export interface StoredState {
  /** `namespace/name` */
  readonly key: string;
  readonly uid: string;
  readonly version: string;
  readonly state: StateText;
}

/** What an earlier process left of one resource: as it all was at one moment. */
export interface StoredResource {
  /** Up to where it had seen everything. */
  readonly version: string;
  objects(): Iterable<StoredState>;
  /** What was still to be published, in its order. */
  readonly changes: readonly JournalEntry[];
}

/**
 * Last states and outbox, in a file that outlives the process. What is told here within one turn of the event loop is written
 * together, soon after, in one transaction: so tell what belongs together in one turn.
 */
export interface StateStore {
  /**
   * Undefined where nothing is stored of it. Before anything else is told of a resource, either all of this is restored, the changes
   * into the outbox and in one turn, or the resource is forgotten.
   */
  stored(resource: ChangedResource): StoredResource | undefined;
  readonly journal: OutboxJournal;
  kept(resource: ChangedResource, key: string, kept: Remembered | undefined): void;
  reached(resource: ChangedResource, version: string): void;
  /** Nothing of it is stored any more. */
  forget(resource: ChangedResource): void;
  /** Writes what has been told, and closes the file. */
  close(): void;
}
