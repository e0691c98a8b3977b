import { hasSame, rolledNow, type Sharer, type SharersOf } from '../decide/sharers.ts';
import type { WantedRoll } from '../decide/judge.ts';
import { parseRecord, type AppliedRecord } from '../seen/record.ts';
import { reloadKeys, type WorkloadKey } from '../seen/reload-key.ts';
import { waveOf } from '../seen/wave.ts';
import type { Workload } from '../seen/workload.ts';
import type { FollowedWorkloads } from './followed-workloads.ts';
import type { RememberedRecords } from './remembered-records.ts';
import type { WatchedNamespaces } from './watched-namespaces.ts';

export interface SharerOptions {
  readonly workloads: Pick<FollowedWorkloads, 'get' | 'concerned'>;
  readonly records: Pick<RememberedRecords, 'of'>;
  readonly watched: WatchedNamespaces;
}

/** What the caches show of those that share a source, and of rolls that they do not show yet. */
export interface FollowedSharers {
  readonly of: SharersOf;
  /** It is rolled now: until the cache shows that, it counts as if it did. */
  rolling(roll: WantedRoll, now: number): void;
  /** It was not rolled after all. */
  forget(key: WorkloadKey): void;
}

export function createFollowedSharers({ workloads, records, watched }: SharerOptions): FollowedSharers {
  /** The record that each had that is being rolled, and whether it counts as down. */
  const rolling = new Map<string, { readonly before: string | undefined; readonly isDown: boolean }>();
  const parsed = new WeakMap<Workload, { readonly text: string | undefined; readonly record: AppliedRecord | undefined }>();
  const recordOf = (workload: Workload): AppliedRecord | undefined => {
    const text = records.of(workload);
    const known = parsed.get(workload);
    if (known !== undefined && known.text === text) return known.record;
    const record = parseRecord(text);
    parsed.set(workload, { text, record });
    return record;
  };
  const rollingOf = (key: WorkloadKey, workload: Workload) => {
    const text = rolling.size === 0 ? '' : reloadKeys.text(key);
    const known = rolling.get(text);
    if (known === undefined || known.before === records.of(workload)) return known;
    rolling.delete(text);
    return undefined;
  };
  return {
    of(namespace, id, now) {
      const found: Sharer[] = [];
      for (const key of workloads.concerned(namespace, id)) {
        const workload = workloads.get(key.kind, key.storeKey);
        if (workload === undefined || !watched.includes(workload.metadata?.namespace ?? '')) continue;
        const wave = waveOf(workload.interest?.wave);
        const underWay = rollingOf(key, workload);
        if (underWay !== undefined) {
          found.push({ key, wave, state: 'has', isDown: underWay.isDown });
          continue;
        }
        const { sources = {}, rolled } = recordOf(workload) ?? {};
        const entry = sources[id];
        if (entry === undefined || entry === 'out') continue;
        const isDown = workload.available === false && rolled?.wasDown === false;
        found.push({ key, wave, state: hasSame(entry, now) ? 'has' : 'pending', isDown });
      }
      return found;
    },
    rolling({ key, workload }, now) {
      const { wasDown } = rolledNow(workload, recordOf(workload)?.rolled, now);
      rolling.set(reloadKeys.text(key), { before: records.of(workload), isDown: !wasDown });
    },
    forget: (key) => void rolling.delete(reloadKeys.text(key)),
  };
}
