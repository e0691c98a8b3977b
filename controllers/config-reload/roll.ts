import type { Client } from '../../kube/client.ts';
import { nameOf } from '../../kube/resource.ts';
import { APPLIED } from './annotation-keys.ts';
import type { Plan } from './decide.ts';
import { FIELD_MANAGER, KINDS } from './kinds.ts';
import { renderRecord } from './record.ts';
import { runCronJob } from './run-cron-job.ts';
import { keepReplacement } from './replace-job.ts';
import { asPatch } from './template-change.ts';
import type { Workload, WorkloadKind } from './workload.ts';

export interface Roll {
  readonly kind: WorkloadKind;
  readonly workload: Workload;
  readonly plan: Extract<Plan, { do: 'roll' }>;
  readonly pausedAt: string;
  readonly time: string;
}

/** Makes the pods of a workload anew, and notes in the same breath what they are made with. */
export async function roll(client: Client, { kind, workload, plan, pausedAt, time }: Roll): Promise<void> {
  const { record, change, pause } = plan;
  if (kind === 'CronJob' && change !== undefined) return runCronJob(client, workload, record, change);
  if (kind === 'Job' && change !== undefined) return keepReplacement(client, workload, record, change);
  const { uid, resourceVersion } = workload.metadata ?? {};
  const paused = { none: {}, begin: { [pausedAt]: time }, end: { [pausedAt]: null } }[pause];
  // One write, and only on the very state that was decided on: whoever is second is refused and looks again.
  await client.patch(KINDS[kind], nameOf(workload), {
    strategic: {
      metadata: { uid, resourceVersion, annotations: { [APPLIED]: renderRecord(record), ...paused } },
      ...(change === undefined ? {} : { spec: { ...(pause === 'none' ? {} : { paused: pause === 'begin' }), template: asPatch(change) } }),
    },
  }, { fieldManager: FIELD_MANAGER });
}

