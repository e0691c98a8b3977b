import type { Client } from '../../../kube/client/client.ts';
import { nameOf } from '../../../kube/objects/resource.ts';
import { FIELD_MANAGER } from '../seen/field-manager.ts';
import { KINDS } from '../seen/kinds.ts';
import { recordPatch, type Roll } from './record-patch.ts';
import { keepReplacement } from './replace-job.ts';
import { restartRollout, rollRollout } from './roll-rollout.ts';
import { runCronJob } from './run-cron-job.ts';
import { asPatch, type TemplateChange } from '../decide/template-change.ts';
import type { WorkloadKind } from '../seen/workload.ts';

/** Makes the pods of a workload anew, and notes in the same breath what they are made with. */
export async function roll(client: Client, options: Roll): Promise<void> {
  const {
    kind,
    workload,
    plan: { change },
  } = options;
  if (change === undefined)
    await client.patch(KINDS[kind], nameOf(workload), { merge: recordPatch(options) }, { fieldManager: FIELD_MANAGER });
  else if ('restartAt' in change) await restartRollout(client, options, change);
  else await WAYS[kind](client, options, change);
}

type Way = (client: Client, options: Roll, change: TemplateChange) => Promise<void>;

const patchTemplate: Way = async (client, options, change) => {
  const { metadata, spec } = recordPatch(options);
  await client.patch(
    KINDS[options.kind],
    nameOf(options.workload),
    { strategic: { metadata, spec: { ...spec, template: asPatch(change) } } },
    { fieldManager: FIELD_MANAGER },
  );
};

const WAYS: Readonly<Record<WorkloadKind, Way>> = {
  Deployment: patchTemplate,
  DaemonSet: patchTemplate,
  StatefulSet: patchTemplate,
  CronJob: (client, { workload, plan }, change) => runCronJob(client, workload, plan.record, change),
  Job: (client, { workload, plan }, change) => keepReplacement(client, workload, plan.record, change),
  Rollout: rollRollout,
};
