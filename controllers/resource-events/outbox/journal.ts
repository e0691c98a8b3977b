import type { ResourceChange } from '../../../events/resource-change.ts';

/** A change that is to be published, and where it stands. */
export interface JournalEntry {
  /** Of the changes of one object the lower one goes first. */
  readonly sequence: number;
  readonly change: ResourceChange;
  /** The version of its resource at which it came. */
  readonly at: string;
  readonly live: boolean;
}

/** Where the outbox is written down, so that it outlives the process: at once or a little later, but in this order. */
export interface OutboxJournal {
  /** It is in the outbox now; under a sequence that is known, instead of what was there. */
  put(entry: JournalEntry): void;
  /** It is not any more: confirmed, refused for good, merged into another, or published by another replica. */
  settled(sequence: number): void;
}
