import { timestamp } from '../../../../ground/time/rfc3339.ts';
import type { Job, Pod } from '../../../../kube/objects/built-in.ts';
import { isReady } from '../../../../kube/objects/pod-ready.ts';
import { counted, sameStatus } from '../../same-status.ts';
import type { PodEvent } from '../../pods/pod-event.ts';
import { countPods, type JobCount } from './job-count.ts';
import { backOffMs, deadlineInMs, endOf, finishedAt, type JobEnd } from './job-end.ts';
import { indexOf, isActive, isIndexed, isTerminating, isTracked, jobPod } from './job-pods.ts';

type Status = NonNullable<Job['status']>;
type Condition = NonNullable<Status['conditions']>[number];

export type JobStep =
  | { readonly do: 'create'; readonly pod: Pod }
  /** Not to be counted, unless it fails with its Job. */
  | { readonly do: 'delete'; readonly pod: Pod; readonly isCounted: boolean }
  | { readonly do: 'status'; readonly status: Status; readonly events: readonly PodEvent[] }
  /** It has been counted: nothing holds it any more. */
  | { readonly do: 'release'; readonly pod: Pod }
  /** The Job itself has been kept for long enough. */
  | { readonly do: 'expire' };

export interface JobPlan {
  readonly steps: readonly JobStep[];
  readonly againMs?: number;
}

const release = (pods: readonly Pod[]): JobStep[] => pods.map((pod) => ({ do: 'release', pod }));

/** What brings a Job a step further; each step changes something that has it looked at again. */
export function decideJob(job: Job, pods: readonly Pod[], now: number): JobPlan {
  const tracked = pods.filter(isTracked);
  if (job.metadata?.deletionTimestamp !== undefined) return { steps: release(tracked) };
  const finished = finishedAt(job);
  if (finished !== undefined) return { steps: release(tracked), ...expiry(job, finished, now) };
  const active = pods.filter(isActive);
  const count = countPods(job, pods);
  const total = {
    succeeded: count.succeeded + (isIndexed(job) ? 0 : count.uncounted.succeeded.length),
    failed: count.failed + count.uncounted.failed.length,
  };
  const end = endOf(job, pods, { ...total, active: active.length }, now);
  const managed = end === undefined ? manage(job, pods, active, { ...total, done: count.done }, now) : { steps: stop(active) };
  const left = active.filter((pod) => !managed.steps.some((step) => step.do === 'delete' && step.pod === pod));
  const created = managed.steps.filter((step) => step.do === 'create').length;
  const standing = {
    active: left.length + created,
    ready: left.filter(isReady).length,
    terminating: pods.filter(isTerminating).length + active.length - left.length,
  };
  const { status, events } = nextStatus(job, count, standing, end, now);
  const changed: JobStep[] = sameStatus(job.status, status) ? [] : [{ do: 'status', status, events }];
  return { steps: [...managed.steps, ...changed, ...release(count.release)], ...soonest(managed.againMs, deadlineInMs(job, now)) };
}

const stop = (pods: readonly Pod[]): JobStep[] => pods.map((pod) => ({ do: 'delete', pod, isCounted: true }));
const dismiss = (pods: readonly Pod[]): JobStep[] => pods.map((pod) => ({ do: 'delete', pod, isCounted: false }));

const soonest = (...waits: readonly (number | undefined)[]): Pick<JobPlan, 'againMs'> => {
  const known = waits.filter((wait) => wait !== undefined);
  return known.length === 0 ? {} : { againMs: Math.min(...known) };
};

function expiry({ spec }: Job, finished: number, now: number): Partial<JobPlan> {
  if (spec?.ttlSecondsAfterFinished === undefined) return {};
  const leftMs = finished + spec.ttlSecondsAfterFinished * 1_000 - now;
  return leftMs > 0 ? { againMs: leftMs } : { steps: [{ do: 'expire' }] };
}

interface Progress {
  readonly succeeded: number;
  readonly done: ReadonlySet<number>;
}

/** As many pods at once as it wants, and no more than there is left to do. */
function manage(job: Job, pods: readonly Pod[], active: readonly Pod[], { succeeded, done }: Progress, now: number): JobPlan {
  const { parallelism = 1, completions, suspend = false, podReplacementPolicy } = job.spec ?? {};
  if (suspend) return { steps: dismiss(active) };
  const wanted =
    completions === undefined ? (succeeded > 0 ? active.length : parallelism) : Math.max(0, Math.min(completions - succeeded, parallelism));
  if (active.length > wanted)
    return { steps: dismiss([...active].sort((a, b) => Number(isReady(a)) - Number(isReady(b))).slice(0, active.length - wanted)) };
  const missing = wanted - active.length - (podReplacementPolicy === 'Failed' ? pods.filter(isTerminating).length : 0);
  if (missing <= 0) return { steps: [] };
  const waitMs = backOffMs(job, pods, now);
  if (waitMs > 0) return { steps: [], againMs: waitMs };
  const taken = new Set([...done, ...active.map(indexOf)]);
  const indexes = isIndexed(job)
    ? Array.from({ length: completions ?? 0 }, (_, index) => index).filter((index) => !taken.has(index))
    : Array.from({ length: missing }, () => undefined);
  return { steps: indexes.slice(0, missing).map((index) => ({ do: 'create', pod: jobPod(job, index) })) };
}

interface Standing {
  readonly active: number;
  readonly ready: number;
  readonly terminating: number;
}

function nextStatus(job: Job, count: JobCount, { active, ready, terminating }: Standing, end: JobEnd | undefined, now: number) {
  const at = timestamp(now);
  const isSuspended = job.spec?.suspend === true;
  const said = new Map((job.status?.conditions ?? []).map((condition) => [condition.type, condition]));
  const events: PodEvent[] = [];
  const say = (type: string, status: 'False' | 'True', reason: string, message: string, event?: PodEvent): void => {
    if (said.get(type)?.status === status) return;
    said.set(type, { type, status, reason, message, lastProbeTime: at, lastTransitionTime: at } satisfies Condition);
    if (event) events.push(event);
  };
  const resumes = !isSuspended && said.get('Suspended')?.status === 'True';
  if (end === undefined && isSuspended)
    say('Suspended', 'True', 'JobSuspended', 'Job suspended', { type: 'Normal', reason: 'Suspended', message: 'Job suspended' });
  if (end === undefined && resumes)
    say('Suspended', 'False', 'JobResumed', 'Job resumed', { type: 'Normal', reason: 'Resumed', message: 'Job resumed' });
  if (end) say(end.first, 'True', end.reason, end.message);
  const isOver = end !== undefined && active === 0 && terminating === 0 && count.release.length === 0;
  if (end && isOver)
    say(
      end.last,
      'True',
      end.reason,
      end.message,
      end.last === 'Complete'
        ? { type: 'Normal', reason: 'Completed', message: 'Job completed' }
        : { type: 'Warning', reason: end.reason, message: end.message },
    );
  const startTime = isSuspended ? undefined : resumes ? at : (job.status?.startTime ?? at);
  const { succeeded, failed } = count.uncounted;
  const status: Status = {
    active: counted(active),
    ready,
    terminating,
    succeeded: counted(count.succeeded),
    failed: counted(count.failed),
    ...(count.doneText ? { completedIndexes: count.doneText } : {}),
    startTime,
    ...(end?.last === 'Complete' && isOver ? { completionTime: at } : {}),
    uncountedTerminatedPods: {
      ...(succeeded.length > 0 ? { succeeded: [...succeeded] } : {}),
      ...(failed.length > 0 ? { failed: [...failed] } : {}),
    },
    ...(said.size > 0 ? { conditions: [...said.values()] } : {}),
  };
  return { status, events };
}
