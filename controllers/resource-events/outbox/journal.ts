import type { ResourceChange } from '../../../events/resource-change.ts';

/** A change in the outbox, and where it stands. */
export interface JournalEntry {
  /** Counts up: the order of what was appended. */
  readonly sequence: number;
  readonly change: ResourceChange;
  /** The version of its resource at which it came. */
  readonly at: string;
  readonly live: boolean;
}

/** Where the outbox is written down, so that it outlives the process. Each call is one transaction. */
export interface OutboxJournal {
  /** `settled`: confirmed, refused for good, merged into another, or passed by the checkpoint. */
  write(appended: readonly JournalEntry[], settled: readonly number[]): void;
}
