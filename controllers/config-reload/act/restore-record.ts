import type { ReloadParts } from '../seen/reload-key.ts';
import { KINDS } from '../seen/kinds.ts';
import { renderRecord } from '../seen/record.ts';
import { workloadTitle } from '../seen/reload-key.ts';
import type { Perform } from '../decide/work.ts';
import type { RememberedRecords } from '../follow/remembered-records.ts';

export interface RestoreOptions {
  readonly parts: Pick<ReloadParts, 'log' | 'recordEvent'>;
  readonly records: RememberedRecords;
}

/**
 * A record that somebody takes away is written again at once, then ever later, and he is named: two that undo each other's
 * writes would load the API server and the workload's controller without end. What is remembered counts meanwhile.
 */
export const restoringRecords =
  ({ parts, records }: RestoreOptions, perform: Perform): Perform =>
  async (work, client) => {
    const { key, kind, workload, plan } = work;
    const { record: own, isForeign, lastWriter } = workload.interest ?? {};
    const isLost = (own === undefined || isForeign === true) && records.of(workload) !== undefined;
    if (!isLost || !('record' in plan)) return perform(work, client);
    const waitMs = records.waitMs(workload);
    if (plan.do === 'record' && waitMs > 0) {
      records.set(workload, renderRecord(plan.record));
      return { afterMs: waitMs };
    }
    records.restored(workload);
    if (own === undefined) {
      const by = lastWriter === undefined ? 'somebody' : `"${lastWriter}"`;
      const message = `its record, the annotation reload.civ8s.dev/applied, was taken away, probably by ${by}, who wrote last. It is written again, later each time, and remembered meanwhile, but by this process only: have that tool leave the annotation alone`;
      parts.log.warn({ workload: workloadTitle(key), lastWriter }, 'record was taken away, and is written again');
      parts.recordEvent({ resource: KINDS[kind], object: workload }, { type: 'Warning', reason: 'RecordRemoved', message });
    }
    return perform(work, client);
  };
