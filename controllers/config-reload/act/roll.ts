import type { Client } from '../../../kube/client/client.ts';
import { APPLIED } from '../seen/annotation-keys.ts';
import { KINDS } from '../seen/kinds.ts';
import { renderRecord } from '../seen/record.ts';
import { annotationStep, pauseSteps, templateSteps, type Steps } from './change-steps.ts';
import { keepJobReplacement } from './replace-job.ts';
import { patchDecided } from './patch-decided.ts';
import { runCronJob } from './run-cron-job.ts';
import type { Plan } from '../decide/decide.ts';
import type { TemplateChange } from '../decide/template-change.ts';
import type { Interest, Workload, WorkloadKind } from '../seen/workload.ts';

/** A roll that was decided on, and what is noted with it. */
export interface Roll {
  readonly kind: WorkloadKind;
  readonly workload: Workload;
  readonly plan: Extract<Plan, { do: 'roll' }>;
  readonly pausedAt: string;
  readonly time: string;
}

/** Has the pods of a workload recreated, and notes in the same write what they are made with. */
export async function roll(client: Client, options: Roll): Promise<void> {
  const { kind, workload, plan } = options;
  const { interest } = workload;
  if (interest === undefined) return;
  const { change } = plan;
  if (change === undefined) await patchDecided(client, KINDS[kind], workload, notes(options, interest));
  // The pods of a Rollout are recreated as they are whenever this time moves: with the record in the same write, once for a change.
  else if ('restartAt' in change)
    await patchDecided(client, KINDS[kind], workload, [
      ...notes(options, interest),
      { op: 'add', path: '/spec/restartAt', value: change.restartAt },
    ]);
  else await WAYS[kind](client, options, interest, change);
}

function notes({ plan: { record, pause }, pausedAt, time }: Roll, interest: Interest): Steps {
  const recorded = annotationStep(APPLIED, interest.record, renderRecord(record));
  switch (pause) {
    case 'none':
      return recorded;
    case 'begin':
      return [...recorded, ...annotationStep(pausedAt, interest.pause.at, time), ...pauseSteps(true)];
    case 'end':
      return [...recorded, ...annotationStep(pausedAt, interest.pause.at, undefined), ...pauseSteps(false)];
  }
}

type Way = (client: Client, options: Roll, interest: Interest, change: TemplateChange) => Promise<void>;

const patchTemplate: Way = (client, options, interest, change) =>
  patchDecided(client, KINDS[options.kind], options.workload, [...notes(options, interest), ...templateSteps(change, interest)]);

const WAYS: Readonly<Record<WorkloadKind, Way>> = {
  Deployment: patchTemplate,
  DaemonSet: patchTemplate,
  StatefulSet: patchTemplate,
  CronJob: (client, { workload, plan }, _, change) => runCronJob(client, workload, plan.record, change),
  Job: (client, { workload, plan }, _, change) => keepJobReplacement(client, workload, plan.record, change),
  Rollout: patchTemplate,
};
