import type { ResourceChange } from '../../../events/resource-change.ts';
import { createHeldChanges, type HeldChanges } from './held-changes.ts';
import type { OutboxJournal } from './journal.ts';
import { mergeOldest, takeOut, type KeyQueue } from './key-queue.ts';
import { createLines } from './lines.ts';
import { bytesOf, type PendingChange } from './pending-change.ts';

/** What waits to be published, by object; and whose turn it is. */
export interface PendingChanges {
  /** At the limit it merges what no bus has seen. */
  append(change: ResourceChange, about: Pick<PendingChange, 'at' | 'live' | 'isOwn' | 'appendedAt' | 'close'>): void;
  /** The first changes of the objects that are first in line, for as long as `wants` says so: they are in flight now. */
  take(wants: (pending: PendingChange) => boolean): readonly PendingChange[];
  /** The bus has it, or never will: the next change of its object may go. */
  settle(pending: PendingChange): void;
  /** It is not in flight any more: it goes to the end of the line, at once, or once it has rested. */
  putBack(pending: PendingChange): void;
  rest(pending: PendingChange): void;
  /** It is something smaller now. */
  replace(pending: PendingChange, change: ResourceChange): void;
  /** From now on others may publish what is here. */
  share(): void;
  /** Takes out what is not in flight and `isPassed` says. */
  drop(isPassed: (pending: PendingChange) => boolean): void;
  readonly held: Pick<HeldChanges, 'count' | 'bytes' | 'oldest'>;
  readonly isAnyInLine: boolean;
  /** No more fits, and nothing can be merged. */
  readonly isFull: boolean;
}

export interface PendingChangesOptions {
  readonly maxBytes: number;
  readonly maxChanges: number;
  readonly journal?: OutboxJournal;
  /** Called for each change that is left out. */
  readonly onMerged: (left: ResourceChange) => void;
}

export function createPendingChanges({ maxBytes, maxChanges, journal, onMerged }: PendingChangesOptions): PendingChanges {
  const queues = new Map<string, KeyQueue>();
  const held = createHeldChanges(journal);
  const lines = createLines();
  let sequence = 0;

  const isFull = (): boolean => held.count > maxChanges || held.bytes > maxBytes;
  const arrange = (queue: KeyQueue): void => {
    lines.arrange(queue);
    if (queue.changes.length === 0) queues.delete(queue.key);
  };
  const move = (pending: PendingChange, place: KeyQueue['place']): void => {
    const queue = queues.get(pending.change.key);
    if (queue?.changes[0] !== pending) return; // it was dropped meanwhile
    queue.place = place;
    arrange(queue);
  };
  const mergeOne = (queue: KeyQueue): void => {
    const { gone, kept } = mergeOldest(queue);
    for (const pending of gone) {
      onMerged(pending.change);
      held.remove(pending);
    }
    if (kept !== undefined) held.update(kept.pending, kept.now);
    arrange(queue);
  };
  return {
    append(change, about) {
      const { key } = change;
      const queue: KeyQueue = queues.get(key) ?? { key, changes: [], place: 'in line', live: false };
      const bytes = bytesOf(change, queue.changes.at(-1)?.change.now);
      const pending = { ...about, sequence: (sequence += 1), change, bytes, attempted: false, failures: 0, failedAt: -Infinity };
      queues.set(key, queue);
      queue.changes.push(pending);
      queue.live ||= about.live;
      held.add(pending);
      arrange(queue);
      for (let next = lines.mergeable; next !== undefined && isFull(); next = lines.mergeable) mergeOne(next);
    },
    take(wants) {
      const taken: PendingChange[] = [];
      for (const queue of lines.inTurn()) {
        const [first] = queue.changes;
        if (first === undefined || !wants(first)) break;
        first.attempted = true;
        taken.push(first);
        move(first, 'in flight');
      }
      return taken;
    },
    settle(pending) {
      const queue = queues.get(pending.change.key);
      queue?.changes.shift();
      held.remove(pending);
      if (queue === undefined) return;
      queue.place = 'in line';
      arrange(queue);
    },
    putBack: (pending) => move(pending, 'in line'),
    rest: (pending) => move(pending, 'resting'),
    replace(pending, change) {
      held.update(pending, { change, bytes: bytesOf(change, undefined), original: pending.original ?? pending.change });
    },
    share() {
      for (const queue of queues.values()) for (const pending of queue.changes) pending.isOwn = false;
    },
    drop(isPassed) {
      for (const queue of queues.values()) {
        for (const pending of takeOut(queue, isPassed)) held.remove(pending);
        arrange(queue);
      }
    },
    held,
    get isAnyInLine() {
      return lines.isAnyone;
    },
    get isFull() {
      return isFull();
    },
  };
}
