import { timestamp } from '../../../../ground/time/rfc3339.ts';
import type { Job, Pod } from '../../../../kube/objects/built-in.ts';
import { isReady } from '../../../../kube/objects/pod-ready.ts';
import { counted, sameStatus } from '../../same-status.ts';
import type { PodEvent } from '../../pods/pod-event.ts';
import { countPods, type JobCount } from './job-count.ts';
import { awaitingSuccessor, failedIndexes } from './failed-indexes.ts';
import { indexesText } from './indexes.ts';
import { deadlineInMs, endOf, finishedAt, type JobEnd } from './job-end.ts';
import { isActive, isIndexed, isTerminating, isTracked } from './job-pods.ts';
import { leave, nextPods } from './next-pods.ts';

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

const MANAGER = 'kubernetes.io/job-controller';

const release = (pods: readonly Pod[]): JobStep[] => pods.map((pod) => ({ do: 'release', pod }));

/** What brings a Job a step further; each step changes something that has it looked at again. */
export function decideJob(job: Job, pods: readonly Pod[], now: number): JobPlan {
  if ((job.spec?.managedBy ?? MANAGER) !== MANAGER) return { steps: [] };
  const tracked = pods.filter(isTracked);
  if (job.metadata?.deletionTimestamp !== undefined) return { steps: release(tracked) };
  const finished = finishedAt(job);
  if (finished !== undefined) return { steps: release(tracked), ...expiry(job, finished, now) };
  const active = pods.filter(isActive);
  const all = countPods(job, pods);
  const total = {
    succeeded: all.succeeded + (isIndexed(job) ? 0 : all.uncounted.succeeded.length),
    failed: all.failed + all.uncounted.failed.length,
    done: all.done,
    failedIndexes: failedIndexes(job, pods),
  };
  const awaiting = awaitingSuccessor(job, pods, all.done.union(total.failedIndexes ?? new Set()));
  const end = endOf(job, pods, { ...total, active: active.length }, now);
  const managed = end === undefined ? nextPods(job, pods, { ...total, awaiting }, now) : { steps: leave(active, end.last === 'Failed') };
  const count = end === undefined && awaiting.size > 0 ? countPods(job, pods, new Set(awaiting.values())) : all;
  const left = active.filter((pod) => !managed.steps.some((step) => step.do === 'delete' && step.pod === pod));
  const created = managed.steps.filter((step) => step.do === 'create').length;
  const standing = {
    active: left.length + created,
    ready: left.filter(isReady).length,
    terminating: pods.filter(isTerminating).length + active.length - left.length,
    failedIndexes: total.failedIndexes,
  };
  const { status, events } = nextStatus(job, count, standing, end, now);
  const changed: JobStep[] = sameStatus(job.status, status) ? [] : [{ do: 'status', status, events }];
  return { steps: [...managed.steps, ...changed, ...release(count.release)], ...soonest(managed.againMs, deadlineInMs(job, now)) };
}

const soonest = (...waits: readonly (number | undefined)[]): Pick<JobPlan, 'againMs'> => {
  const known = waits.filter((wait) => wait !== undefined);
  return known.length === 0 ? {} : { againMs: Math.min(...known) };
};

function expiry({ spec }: Job, finished: number, now: number): Partial<JobPlan> {
  if (spec?.ttlSecondsAfterFinished === undefined) return {};
  const leftMs = finished + spec.ttlSecondsAfterFinished * 1_000 - now;
  return leftMs > 0 ? { againMs: leftMs } : { steps: [{ do: 'expire' }] };
}

interface Standing {
  readonly active: number;
  readonly ready: number;
  readonly terminating: number;
  /** Undefined where no index has a limit of its own. */
  readonly failedIndexes: ReadonlySet<number> | undefined;
}

function nextStatus(
  job: Job,
  count: JobCount,
  { active, ready, terminating, failedIndexes: given }: Standing,
  end: JobEnd | undefined,
  now: number,
) {
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
    ...(given === undefined ? {} : { failedIndexes: indexesText(given) }),
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
