import type { ResourceChange, StateText } from '../../../events/resource-change.ts';

/** A change in the outbox. */
export interface PendingChange {
  /** Counts up. */
  readonly sequence: number;
  readonly appendedAt: number;
  change: ResourceChange;
  /** What it was before it was shrunk. */
  original?: ResourceChange;
  /** The version of its resource at which it came. */
  at: string;
  live: boolean;
  /**
   * Nobody else can have published it: no other replica, and no earlier process. Else what was created and deleted again is still
   * to be said to be deleted.
   */
  isOwn: boolean;
  /** What it takes of the outbox. */
  bytes: number;
  /** It was given to a bus. Whether it arrived may not be known, so that it stays as it is. */
  attempted: boolean;
  /** How often in a row the bus did not take it, while it took others; and when it last did not. */
  failures: number;
  failedAt: number;
  /** Tells its resource's progress that it is settled. */
  readonly close: () => void;
}

/** What a change takes beside its states: measured, with its texts and its place in the outbox. */
const BESIDE_STATES = 1_200;

/** What it takes. A state is shared with the change before it, whose `now` it was. */
export const bytesOf = ({ then, now }: ResourceChange, before: StateText | undefined): number =>
  BESIDE_STATES + (now?.length ?? 0) + (then === before ? 0 : (then?.length ?? 0));
