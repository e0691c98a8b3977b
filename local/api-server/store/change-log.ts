import type { StoredObject } from '../contracts/kube-object.ts';
import { textOf } from './text.ts';

/** One committed write. A deleted object carries the revision of its deletion. */
export interface LoggedChange {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly revision: number;
  /** `namespace/name`; `/name` where there are no namespaces. */
  readonly key: string;
  readonly object: StoredObject;
  readonly previous?: StoredObject;
}

/** The latest changes of one collection, in order; older ones are forgotten, and a client that still needs them has to relist. */
export interface ChangeLog {
  /** What changed after `revision`, as a place to read from; undefined if some of it is forgotten. */
  placeAfter(revision: number): number | undefined;
  /** The change at a place; 'none' if it has not happened yet, 'forgotten' if the reader was too slow. */
  at(place: number): LoggedChange | 'none' | 'forgotten';
  /** Newest first, down to (without) `revision`; undefined if some of it is forgotten. */
  backTo(revision: number): readonly LoggedChange[] | undefined;
  append(change: LoggedChange): void;
  /** Forgets all but the newest `keep` changes. */
  compact(keep: number): void;
}

/** Ten thousand changes of large objects would be more than the process has memory. */
const MOST_TEXT = 128 * 1024 * 1024;

export function createChangeLog(capacity: number, mostText = MOST_TEXT): ChangeLog {
  let changes: LoggedChange[] = [];
  let text = 0; // of all changes that are kept, in characters
  let forgotten = 0; // how many changes are gone: the place of changes[0]
  let forgottenRevision = 0;
  const compact = (keep: number): void => {
    const gone = changes.length - keep;
    if (gone <= 0) return;
    forgottenRevision = changes[gone - 1]?.revision ?? forgottenRevision;
    for (const { object } of changes.slice(0, gone)) text -= textOf(object).length;
    changes = changes.slice(gone);
    forgotten += gone;
  };
  const indexAfter = (revision: number): number => {
    let low = 0;
    for (let high = changes.length; low < high;) {
      const middle = (low + high) >>> 1;
      if ((changes[middle]?.revision ?? 0) <= revision) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    compact,
    placeAfter: (revision) => (revision < forgottenRevision ? undefined : forgotten + indexAfter(revision)),
    at: (place) => (place < forgotten ? 'forgotten' : (changes[place - forgotten] ?? 'none')),
    backTo: (revision) => (revision < forgottenRevision ? undefined : changes.slice(indexAfter(revision)).toReversed()),
    append(change) {
      changes.push(change);
      text += textOf(change.object).length; // which is made anyway, to answer the write
      if (text > mostText) compact(Math.floor(changes.length / 2));
      if (changes.length > capacity * 1.25) compact(capacity); // in portions: each slice is paid for by many appends
    },
  };
}
