import { ApiError } from '../../../../kube/errors/api-error.ts';
import { jobs, pods, type Job, type Pod } from '../../../../kube/objects/built-in.ts';
import type { Client } from '../../../../kube/client/client.ts';
import { keyOf, nameOf } from '../../../../kube/objects/resource.ts';
import type { Controller, Parts } from '../../../../controllers/runtime/definition.ts';
import type { PodEvent } from '../../pods/pod-event.ts';
import { controllerOf, ownerKeys } from '../../selection.ts';
import { createPod, deletePod } from '../../pods/own-pods.ts';
import { decideJob, type JobStep } from './job-decide.ts';
import { isTracked, TRACKED } from './job-pods.ts';

const jobOf = ownerKeys('Job');

/** Job -> pods that end: as many as it takes. */
export const jobController: Controller = {
  name: 'job',
  summary: 'runs the pods of Jobs to their end',
  flags: {},
  setUp({ follow, recordEvent, wall }) {
    const all = follow(jobs, { keys: ({ object }) => [keyOf(object)] });
    const people = follow(pods, { keys: ({ object }) => jobOf(object), indexes: { job: jobOf } });
    return async (key, { client }) => {
      const job = all.get(key);
      const own = people.by('job', key).filter((pod) => controllerOf(pod)?.uid === job?.metadata?.uid);
      // Nobody counts the pods of a Job that is gone.
      for (const pod of people.by('job', key)) if (!own.includes(pod) && isTracked(pod)) await release(client, pod);
      if (job === undefined) return 'on-change';
      const { steps, againMs } = decideJob(job, own, wall());
      for (const step of steps) await perform(client, job, step, recordEvent);
      return againMs === undefined ? 'on-change' : { afterMs: againMs };
    };
  },
};

async function release(client: Client, { metadata }: Pod): Promise<void> {
  const finalizers = (metadata?.finalizers ?? []).filter((finalizer) => finalizer !== TRACKED);
  try {
    await client.patch(pods, nameOf({ metadata }), { merge: { metadata: { uid: metadata?.uid, finalizers } } });
  } catch (error) {
    if (!ApiError.is(error, 'not-found')) throw error;
  }
}

async function perform(client: Client, job: Job, step: JobStep, recordEvent: Parts['recordEvent']): Promise<void> {
  const tell = (event: PodEvent): void => recordEvent({ resource: jobs, object: job }, event);
  switch (step.do) {
    case 'create':
      return createPod(client, step.pod, tell);
    case 'delete':
      if (!step.isCounted) await release(client, step.pod);
      return deletePod(client, step.pod, tell);
    case 'status':
      await client.update(jobs, { ...job, status: step.status }, { subresource: 'status' });
      for (const event of step.events) tell(event);
      return;
    case 'release':
      return release(client, step.pod);
    case 'expire':
      return client.delete(jobs, nameOf(job), {
        ...(job.metadata?.uid === undefined ? {} : { uid: job.metadata.uid }),
        propagation: 'Foreground',
      });
  }
}
