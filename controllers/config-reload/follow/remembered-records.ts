import type { Clock } from '../../../ground/time/clock.ts';
import type { Delta } from '../../../kube/follow/store.ts';
import type { Interest, Workload } from '../seen/workload.ts';

/** A record that is taken away again and again is written again ever later. */
const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 3_600_000;

/** The records of workloads, also of those whose own somebody has taken away. */
export interface RememberedRecords {
  note(delta: Delta<Workload>): void;
  /** The record that counts: the workload's own, or else the last that was there. */
  of(workload: Workload): string | undefined;
  /** What is to be taken for the record as long as the workload has none. */
  set(workload: Workload, record: string): void;
  /** How long to wait before a record that was taken away is written again. */
  waitMs(workload: Workload): number;
  /** It is written again now. */
  restored(workload: Workload): void;
}

interface Remembered {
  record: string;
  /** How often it was written again, and when last. */
  times: number;
  last: number;
}

export function createRememberedRecords(clock: Clock): RememberedRecords {
  const known = new Map<string, Remembered>();
  const uidOf = ({ metadata }: Workload): string => metadata?.uid ?? '';
  const dueAt = ({ times, last }: Remembered): number =>
    times === 0 ? 0 : last + Math.min(FIRST_WAIT_MS * 2 ** (times - 1), LONGEST_WAIT_MS);
  const set = (workload: Workload, record: string): void => {
    const before = known.get(uidOf(workload));
    known.set(uidOf(workload), { times: 0, last: 0, ...before, record });
  };
  return {
    note({ type, object }) {
      const own = ownRecord(object.interest);
      if (type === 'deleted') known.delete(uidOf(object));
      else if (own !== undefined) set(object, own);
    },
    of: (workload) => ownRecord(workload.interest) ?? known.get(uidOf(workload))?.record,
    set,
    waitMs(workload) {
      const remembered = known.get(uidOf(workload));
      return remembered === undefined ? 0 : Math.max(0, dueAt(remembered) - clock.now());
    },
    restored(workload) {
      const remembered = known.get(uidOf(workload));
      if (remembered === undefined) return;
      // One that was left alone for as long as the longest wait starts again.
      const isLongAgo = clock.now() - remembered.last > LONGEST_WAIT_MS * 2;
      Object.assign(remembered, { times: isLongAgo ? 1 : remembered.times + 1, last: clock.now() });
    },
  };
}

/** The record as it is on the workload, if it is of this controller's writing. */
const ownRecord = (interest: Interest | undefined): string | undefined =>
  interest === undefined || interest.isForeign ? undefined : interest.record;
