import type { OutboxJournal } from './journal.ts';
import type { PendingChange } from './pending-change.ts';

/** All that is pending, in the order in which it came, and what it takes. */
export interface HeldChanges {
  add(pending: PendingChange): void;
  /** It is something else now. */
  update(pending: PendingChange, now: Pick<PendingChange, 'change' | 'bytes'> & Partial<PendingChange>): void;
  /** It is settled. */
  remove(pending: PendingChange): void;
  readonly count: number;
  readonly bytes: number;
  readonly oldest: PendingChange | undefined;
}

export function createHeldChanges(journal: OutboxJournal | undefined): HeldChanges {
  const all = new Set<PendingChange>();
  let bytes = 0;
  return {
    add(pending) {
      all.add(pending);
      bytes += pending.bytes;
      journal?.put(pending);
    },
    update(pending, now) {
      bytes += now.bytes - pending.bytes;
      Object.assign(pending, now);
      journal?.put(pending);
    },
    remove(pending) {
      all.delete(pending);
      bytes -= pending.bytes;
      journal?.settled(pending.sequence);
      pending.close();
    },
    get count() {
      return all.size;
    },
    get bytes() {
      return bytes;
    },
    get oldest() {
      return all.values().next().value;
    },
  };
}
