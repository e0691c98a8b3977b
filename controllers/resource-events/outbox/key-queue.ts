import { merge } from './merge.ts';
import { bytesOf, type PendingChange } from './pending-change.ts';

/** The changes of one object, in their order. */
export interface KeyQueue {
  readonly key: string;
  readonly changes: PendingChange[];
  /** `in line`: it waits for its turn. `in flight`: the first of its changes is with the bus. `resting`: it is tried again later. */
  place: 'in line' | 'in flight' | 'resting';
  /** Something in it happened just now. */
  live: boolean;
}

/** Those from here on have not been given to a bus. */
const untouchedFrom = ({ changes }: KeyQueue): number => (changes[0]?.attempted === true ? 1 : 0);

export const isMergeable = (queue: KeyQueue): boolean => queue.changes.length - untouchedFrom(queue) >= 2;

export interface MergedPair {
  /** They are no longer in the queue. */
  readonly gone: readonly PendingChange[];
  /** What one of the two is now, for both. */
  readonly kept?: { readonly pending: PendingChange; readonly now: Pick<PendingChange, 'change' | 'at' | 'bytes'> };
}

/** Merges the two oldest changes that no bus has seen, of a queue that is mergeable: the older one is to stand for both. */
export function mergeOldest(queue: KeyQueue): MergedPair {
  const from = untouchedFrom(queue);
  const [first, second] = queue.changes.slice(from, from + 2);
  if (first === undefined || second === undefined) return { gone: [] };
  const change = merge(first.change, second.change, first.isOwn);
  queue.changes.splice(change === undefined ? from : from + 1, change === undefined ? 2 : 1);
  if (change === undefined) return { gone: [first, second] };
  const bytes = bytesOf(change, queue.changes[from - 1]?.change.now);
  return { gone: [second], kept: { pending: first, now: { change, at: second.at, bytes } } };
}

/** Takes out what is not in flight and `isPassed` says. */
export function takeOut(queue: KeyQueue, isPassed: (pending: PendingChange) => boolean): readonly PendingChange[] {
  const [first] = queue.changes;
  const gone = queue.changes.filter((pending) => !(pending === first && queue.place === 'in flight') && isPassed(pending));
  if (gone.length === 0) return gone;
  const left = new Set(gone);
  queue.changes.splice(0, Infinity, ...queue.changes.filter((pending) => !left.has(pending)));
  if (queue.changes[0] !== first) queue.place = 'in line';
  return gone;
}
