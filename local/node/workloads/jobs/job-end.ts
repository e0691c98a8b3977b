import type { Job, Pod } from '../../../../kube/objects/built-in.ts';
import { endedAt, hasFailed, hasSucceeded } from './job-pods.ts';

type JobCondition = NonNullable<NonNullable<Job['status']>['conditions']>[number];

/** How a Job is to end: what is said as soon as that is certain, and what when all its pods have ended. */
export interface JobEnd {
  readonly first: 'FailureTarget' | 'SuccessCriteriaMet';
  readonly last: 'Complete' | 'Failed';
  readonly reason: string;
  readonly message: string;
}

const failure = (reason: string, message: string): JobEnd => ({ first: 'FailureTarget', last: 'Failed', reason, message });
const success: JobEnd = {
  first: 'SuccessCriteriaMet',
  last: 'Complete',
  reason: 'CompletionsReached',
  message: 'Reached expected number of succeeded pods',
};

export const conditionOf = ({ status }: Job, type: string): JobCondition | undefined =>
  status?.conditions?.find((condition) => condition.type === type && condition.status === 'True');

/** When it ended, in ms since 1970; undefined while it has not. */
export function finishedAt(job: Job): number | undefined {
  const { lastTransitionTime } = conditionOf(job, 'Complete') ?? conditionOf(job, 'Failed') ?? {};
  return lastTransitionTime === undefined ? undefined : Date.parse(lastTransitionTime);
}

interface Standing {
  readonly succeeded: number;
  readonly failed: number;
  readonly active: number;
}

/** Undefined: it goes on. What was decided before stays so. */
export function endOf(job: Job, pods: readonly Pod[], { succeeded, failed, active }: Standing, now: number): JobEnd | undefined {
  const met = conditionOf(job, 'SuccessCriteriaMet');
  if (met) return { ...success, reason: met.reason ?? '', message: met.message ?? '' };
  const missed = conditionOf(job, 'FailureTarget');
  if (missed) return failure(missed.reason ?? '', missed.message ?? '');
  const { backoffLimit = 6, completions } = job.spec ?? {};
  if (failed > backoffLimit || hasRestartedTooOften(job, pods))
    return failure('BackoffLimitExceeded', 'Job has reached the specified backoff limit');
  if (deadlineInMs(job, now) === 0) return failure('DeadlineExceeded', 'Job was active longer than specified deadline');
  return active === 0 && (completions === undefined ? succeeded > 0 : succeeded >= completions) ? success : undefined;
}

/** How long it may still take; undefined where it has all the time in the world. */
export function deadlineInMs({ spec, status }: Job, now: number): number | undefined {
  if (spec?.activeDeadlineSeconds === undefined || spec.suspend === true || status?.startTime === undefined) return undefined;
  return Math.max(0, Date.parse(status.startTime) + spec.activeDeadlineSeconds * 1_000 - now);
}

/** Containers that are restarted in their pod count as well. */
function hasRestartedTooOften({ spec }: Job, pods: readonly Pod[]): boolean {
  if (spec?.template.spec?.restartPolicy !== 'OnFailure') return false;
  const restarts = pods
    .filter(({ status }) => status?.phase === 'Running' || status?.phase === 'Pending')
    .flatMap(({ status }) => [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])])
    .reduce((total, { restartCount }) => total + restartCount, 0);
  return restarts > 0 && restarts >= (spec.backoffLimit ?? 6);
}

const BACK_OFF = { firstMs: 10_000, mostMs: 600_000 };

/** How long the next pod waits: the longer, the more have failed since one succeeded. */
export function backOffMs(job: Job, pods: readonly Pod[], now: number): number {
  const lastSuccess = Math.max(0, ...pods.filter(hasSucceeded).map(endedAt));
  const failures = pods
    .filter((pod) => hasFailed(pod, job))
    .map(endedAt)
    .filter((at) => at > lastSuccess);
  if (failures.length === 0) return 0;
  return Math.max(0, Math.max(...failures) + Math.min(BACK_OFF.firstMs * 2 ** (failures.length - 1), BACK_OFF.mostMs) - now);
}
