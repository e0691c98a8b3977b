import { createHash } from 'node:crypto';
import { ApiError } from '../../../kube/errors/api-error.ts';
import type { Client } from '../../../kube/client/client.ts';
import { cronJobs, jobs, type Job } from '../../../kube/objects/built-in.ts';
import { nameOf } from '../../../kube/objects/resource.ts';
import { FIELD_MANAGER } from '../seen/field-manager.ts';
import type { AppliedRecord } from '../seen/record.ts';
import { withChange, type TemplateChange } from '../decide/template-change.ts';
import type { Workload } from '../seen/workload.ts';
import { writeRecord } from './write-record.ts';

/**
 * Starts a Job of the CronJob with the new content. Its name follows from how many there were: a process that dies
 * between the Job and the record leaves a name that the next one finds taken.
 */
export async function runCronJob(client: Client, workload: Workload, record: AppliedRecord, change: TemplateChange): Promise<void> {
  const name = nameOf(workload);
  const { metadata, spec } = await client.get(cronJobs, name);
  const uid = metadata?.uid ?? '';
  if (uid !== workload.metadata?.uid || spec === undefined)
    throw new ApiError('conflict', `the CronJob ${name.name} is another one by now`, { status: 409 });
  const runs = record.runs + 1;
  const { jobTemplate } = spec;
  const job: Job = {
    metadata: {
      namespace: name.namespace,
      name: `${name.name.slice(0, 52)}-${createHash('sha256').update(`${uid} ${runs}`).digest('hex').slice(0, 10)}`,
      labels: jobTemplate.metadata?.labels,
      annotations: { 'cronjob.kubernetes.io/instantiate': 'manual', ...jobTemplate.metadata?.annotations },
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'CronJob', name: name.name, uid, controller: true, blockOwnerDeletion: true }],
    },
    spec: jobTemplate.spec === undefined ? undefined : { ...jobTemplate.spec, template: withChange(jobTemplate.spec.template, change) },
  };
  try {
    await client.create(jobs, job, { fieldManager: FIELD_MANAGER });
  } catch (error) {
    if (!ApiError.is(error, 'already-exists')) throw error;
  }
  await writeRecord(client, { kind: 'CronJob', workload, record: { ...record, runs } });
}
