import type { ResourceChange } from '../../../events/resource-change.ts';

/** A change that no bus takes, not even shrunk. */
export interface DeadLetter {
  readonly change: ResourceChange;
  readonly reason: 'too large' | 'not accepted' | 'not encodable';
  readonly why: string;
}

/** Told of what happens to changes, for metrics and logs. */
export interface OutboxObserver {
  /** The bus has confirmed it, so long after it was appended. */
  readonly published?: (change: ResourceChange, waitedMs: number) => void;
  /** It was left out: a later state of the object stands for it. */
  readonly merged?: (left: ResourceChange) => void;
  readonly shrunk?: (change: ResourceChange) => void;
  readonly dead?: (letter: DeadLetter) => void;
  /** The bus did not take something. `retryMs`: when it is tried again. */
  readonly failed?: (why: string, retryMs: number) => void;
  /** The bus takes messages again after it took none. */
  readonly recovered?: () => void;
}
