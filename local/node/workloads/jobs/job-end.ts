import type { Job, Pod } from '../../../../kube/objects/built-in.ts';
import { endedAt, hasFailed, hasSucceeded, isIndexed } from './job-pods.ts';
import { failJobMessage } from './pod-failure-policy.ts';
import { successMessage } from './success-policy.ts';

type JobCondition = NonNullable<NonNullable<Job['status']>['conditions']>[number];

/** How a Job is to end: what is said as soon as that is certain, and what when all its pods have ended. */
export interface JobEnd {
  readonly first: 'FailureTarget' | 'SuccessCriteriaMet';
  readonly last: 'Complete' | 'Failed';
  readonly reason: string;
  readonly message: string;
}

const failure = (reason: string, message: string): JobEnd => ({ first: 'FailureTarget', last: 'Failed', reason, message });
const success = (reason: string, message: string): JobEnd => ({ first: 'SuccessCriteriaMet', last: 'Complete', reason, message });

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
  readonly done: ReadonlySet<number>;
  /** Where each index has a limit of its own: those that are given up. */
  readonly failedIndexes: ReadonlySet<number> | undefined;
}

/** Undefined: it goes on. What was decided before stays so. */
export function endOf(job: Job, pods: readonly Pod[], standing: Standing, now: number): JobEnd | undefined {
  const met = conditionOf(job, 'SuccessCriteriaMet');
  if (met) return success(met.reason ?? '', met.message ?? '');
  const missed = conditionOf(job, 'FailureTarget');
  if (missed) return failure(missed.reason ?? '', missed.message ?? '');
  return failureOf(job, pods, standing, now) ?? successOf(job, standing);
}

function failureOf(job: Job, pods: readonly Pod[], { failed, done, failedIndexes }: Standing, now: number): JobEnd | undefined {
  const { backoffLimit = 6, completions = 0, maxFailedIndexes } = job.spec ?? {};
  const message = failJobMessage(
    pods.filter((pod) => hasFailed(pod, job)),
    job,
  );
  if (message !== undefined) return failure('PodFailurePolicy', message);
  if (failed > backoffLimit || hasRestartedTooOften(job, pods))
    return failure('BackoffLimitExceeded', 'Job has reached the specified backoff limit');
  if (deadlineInMs(job, now) === 0) return failure('DeadlineExceeded', 'Job was active longer than specified deadline');
  if (failedIndexes === undefined || failedIndexes.size === 0) return undefined;
  if (maxFailedIndexes !== undefined && failedIndexes.size > maxFailedIndexes)
    return failure('MaxFailedIndexesExceeded', 'Job has exceeded the specified maximal number of failed indexes');
  return failedIndexes.size + done.size >= completions ? failure('FailedIndexes', 'Job has failed indexes') : undefined;
}

function successOf(job: Job, { succeeded, active, done }: Standing): JobEnd | undefined {
  const enough = isIndexed(job) ? successMessage(job, done) : undefined;
  if (enough !== undefined) return success('SuccessPolicy', enough);
  const completions = job.spec?.completions;
  return active === 0 && (completions === undefined ? succeeded > 0 : succeeded >= completions)
    ? success('CompletionsReached', 'Reached expected number of succeeded pods')
    : undefined;
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

/** How long the successor of a pod waits, the last of so many that failed. */
export const backOffAfter = (failures: number, lastAt: number, now: number): number =>
  Math.max(0, lastAt + Math.min(BACK_OFF.firstMs * 2 ** (failures - 1), BACK_OFF.mostMs) - now);

/** How long the next pod waits: the longer, the more have failed since one succeeded. */
export function backOffMs(job: Job, pods: readonly Pod[], now: number): number {
  const lastSuccess = Math.max(0, ...pods.filter(hasSucceeded).map(endedAt));
  const failures = pods
    .filter((pod) => hasFailed(pod, job))
    .map(endedAt)
    .filter((at) => at > lastSuccess);
  return failures.length === 0 ? 0 : backOffAfter(failures.length, Math.max(...failures), now);
}
