import { onAbort } from '../../../ground/time/abort.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import { createChangeLog, type LoggedChange, type ChangeLog } from './change-log.ts';

/** All objects of one resource, in the order of their keys, and what changed lately. */
export interface StoredCollection {
  get(key: string): StoredObject | undefined;
  /** Keys that start with `prefix`, in order. */
  keys(prefix: string): readonly string[];
  /** The objects as they were at `revision`; undefined if that is forgotten. */
  asOf(revision: number): ReadonlyMap<string, StoredObject> | undefined;
  readonly size: number;
  readonly log: ChangeLog;
  record(change: LoggedChange): void;
  /** Changes after a place of the log, as they happen. Ends when `signal` aborts, or with `forgotten` for a reader who is too slow. */
  follow(place: number, signal: AbortSignal): AsyncGenerator<LoggedChange, 'forgotten' | 'stopped'>;
}

/** The first index whose key is not before `prefix`. */
function lowerBound(sorted: readonly string[], prefix: string): number {
  let low = 0;
  for (let high = sorted.length; low < high;) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? '') < prefix) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function keysWithPrefix(sorted: readonly string[], prefix: string): readonly string[] {
  if (prefix === '') return sorted;
  const start = lowerBound(sorted, prefix);
  return sorted.slice(start, lowerBound(sorted, `${prefix}\u{10ffff}`));
}

export function createCollection(historyLength: number, initial: ReadonlyMap<string, StoredObject> = new Map()): StoredCollection {
  const objects = new Map(initial);
  const log = createChangeLog(historyLength);
  const waiting = new Set<() => void>();
  let sorted: readonly string[] | undefined;
  return {
    log,
    get size() {
      return objects.size;
    },
    get: (key) => objects.get(key),
    keys: (prefix) => keysWithPrefix((sorted ??= [...objects.keys()].sort()), prefix),
    asOf(revision) {
      const undo = log.backTo(revision);
      if (undo === undefined) return undefined;
      const then = new Map(objects);
      for (const { key, previous } of undo) {
        if (previous === undefined) then.delete(key);
        else then.set(key, previous);
      }
      return then;
    },
    record(change) {
      if (change.type === 'DELETED') objects.delete(change.key);
      else objects.set(change.key, change.object);
      if (change.type !== 'MODIFIED') sorted = undefined;
      log.append(change);
      const readers = [...waiting];
      waiting.clear();
      for (const wake of readers) wake();
    },
    async *follow(place, signal) {
      let wake = (): void => undefined;
      // Listens once, not for each change that it waits for: a change has hundreds of readers, and theirs is most of its cost.
      const forget = onAbort(signal, () => wake());
      try {
        for (let next = place; !signal.aborted;) {
          const change = log.at(next);
          if (change === 'forgotten') return 'forgotten';
          if (change === 'none') {
            await new Promise<void>((resolve) => waiting.add((wake = resolve)));
            continue;
          }
          yield change;
          next += 1;
        }
        return 'stopped';
      } finally {
        waiting.delete(wake);
        forget();
      }
    },
  };
}
