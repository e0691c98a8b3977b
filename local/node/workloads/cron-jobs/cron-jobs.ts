import { ApiError } from '../../../../kube/errors/api-error.ts';
import { cronJobs, jobs, type CronJob, type Job } from '../../../../kube/objects/built-in.ts';
import type { Client } from '../../../../kube/client/client.ts';
import { keyOf, nameOf } from '../../../../kube/objects/resource.ts';
import type { Controller, Parts } from '../../../../controllers/runtime/definition.ts';
import type { PodEvent } from '../../pods/pod-event.ts';
import { isNamespaceGoing, refusalText } from '../../refusal.ts';
import { byOwner, ownerKeys } from '../../selection.ts';
import { decideCronJob, referenceTo, type CronJobStep } from './cron-job-decide.ts';

/** CronJob -> Jobs: one whenever it is due. */
export const cronJobController: Controller = {
  name: 'cronjob',
  summary: 'starts the Jobs of CronJobs when they are due',
  flags: {},
  setUp({ follow, recordEvent, wall }) {
    const all = follow(cronJobs, { keys: ({ object }) => [keyOf(object)] });
    const cronJobOf = ownerKeys('CronJob');
    const made = follow(jobs, { keys: ({ object }) => cronJobOf(object), indexes: { owner: byOwner.owner } });
    return async (key, { client }) => {
      const cronJob = all.get(key);
      if (cronJob === undefined) return 'on-change';
      const { steps, againMs } = decideCronJob(cronJob, made.by('owner', cronJob.metadata?.uid ?? ''), wall());
      for (const step of steps) await perform(client, cronJob, step, recordEvent);
      return againMs === undefined ? 'on-change' : { afterMs: againMs };
    };
  },
};

async function perform(client: Client, cronJob: CronJob, step: CronJobStep, recordEvent: Parts['recordEvent']): Promise<void> {
  const about = { resource: cronJobs, object: cronJob };
  switch (step.do) {
    case 'say':
      return recordEvent(about, step.event);
    case 'delete':
      await client.delete(jobs, nameOf(step.job), {
        ...(step.job.metadata?.uid === undefined ? {} : { uid: step.job.metadata.uid }),
        propagation: 'Background',
      });
      return recordEvent(about, { type: 'Normal', reason: 'SuccessfulDelete', message: `Deleted job ${step.job.metadata?.name ?? ''}` });
    case 'status':
      return void (await client.update(cronJobs, { ...cronJob, status: step.status }, { subresource: 'status' }));
    case 'start': {
      const started = await start(client, step.job, (event) => recordEvent(about, event));
      if (started !== undefined)
        recordEvent(about, { type: 'Normal', reason: 'SuccessfulCreate', message: `Created job ${started.metadata?.name ?? ''}` });
      const active = [...(step.status.active ?? []), ...(started === undefined ? [] : [referenceTo(started)])];
      return void (await client.update(cronJobs, { ...cronJob, status: { ...step.status, active } }, { subresource: 'status' }));
    }
  }
}

/** Undefined where it was there already. */
async function start(client: Client, job: Job, tell: (event: PodEvent) => void): Promise<Job | undefined> {
  try {
    return await client.create(jobs, job);
  } catch (error) {
    if (ApiError.is(error, 'already-exists')) return undefined;
    if (ApiError.is(error) && !isNamespaceGoing(error))
      tell({ type: 'Warning', reason: 'FailedCreate', message: `Error creating job: ${refusalText(error)}` });
    throw error;
  }
}
