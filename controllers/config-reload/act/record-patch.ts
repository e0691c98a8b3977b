import { APPLIED } from '../seen/annotation-keys.ts';
import { renderRecord } from '../seen/record.ts';
import type { Workload, WorkloadKind } from '../seen/workload.ts';
import type { Plan } from '../decide/decide.ts';

/** A roll that was decided on, and what is noted with it. */
export interface Roll {
  readonly kind: WorkloadKind;
  readonly workload: Workload;
  readonly plan: Extract<Plan, { do: 'roll' }>;
  readonly pausedAt: string;
  readonly time: string;
}

/** A patch that writes the record, and only on the very state that was decided on: whoever is second is refused and looks again. */
export interface RecordPatch {
  readonly metadata: {
    readonly uid?: string;
    readonly resourceVersion?: string;
    readonly annotations: Readonly<Record<string, string | null>>;
  };
  readonly spec?: { readonly paused: boolean };
}

export function recordPatch({ workload, plan: { record, pause }, pausedAt, time }: Roll): RecordPatch {
  const { uid, resourceVersion } = workload.metadata ?? {};
  const paused = { none: {}, begin: { [pausedAt]: time }, end: { [pausedAt]: null } }[pause];
  return {
    metadata: { uid, resourceVersion, annotations: { [APPLIED]: renderRecord(record), ...paused } },
    ...(pause === 'none' ? {} : { spec: { paused: pause === 'begin' } }),
  };
}
