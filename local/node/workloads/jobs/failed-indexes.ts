import type { Job, Pod } from '../../../../kube/objects/built-in.ts';
import { indexesIn } from './indexes.ts';
import { endedAt, hasFailed, indexOf, isActive, isTracked } from './job-pods.ts';
import { verdictOn } from './pod-failure-policy.ts';

const FAILURES = 'batch.kubernetes.io/job-index-failure-count';
const IGNORED = 'batch.kubernetes.io/job-index-ignored-failure-count';

const annotated = ({ metadata }: Pod, name: string): number => {
  const count = Number(metadata?.annotations?.[name] ?? 0);
  return Number.isInteger(count) && count > 0 ? count : 0;
};

/** Of the pods of its index that came before it. */
const failuresBefore = (pod: Pod): number => annotated(pod, FAILURES) + annotated(pod, IGNORED);

/** Those of a Job with a limit for each index that are given up; undefined of any other. */
export function failedIndexes(job: Job, pods: readonly Pod[]): ReadonlySet<number> | undefined {
  const { backoffLimitPerIndex: limit, completions = 0 } = job.spec ?? {};
  if (limit === undefined) return undefined;
  const given = pods.filter((pod) => {
    if (!isTracked(pod) || !hasFailed(pod, job)) return false;
    const { action, isCounted } = verdictOn(pod, job);
    return action === 'FailIndex' || (isCounted && annotated(pod, FAILURES) >= limit);
  });
  const before = indexesIn(job.status?.failedIndexes ?? '', completions);
  return new Set([...before, ...given.map(indexOf).filter((index) => index < completions)]);
}

/**
 * Of each index that goes on and has no pod: the one that failed last. It stays tracked until its successor is there, which is told how
 * often its index has failed.
 */
export function awaitingSuccessor(job: Job, pods: readonly Pod[], settled: ReadonlySet<number>): ReadonlyMap<number, Pod> {
  if (job.spec?.backoffLimitPerIndex === undefined) return new Map();
  const active = new Set(pods.filter(isActive).map(indexOf));
  const last = new Map<number, Pod>();
  for (const pod of pods.filter((each) => isTracked(each) && hasFailed(each, job))) {
    const index = indexOf(pod);
    if (!(index < (job.spec.completions ?? 0)) || settled.has(index) || active.has(index)) continue;
    const known = last.get(index);
    if (known === undefined || (failuresBefore(known) <= failuresBefore(pod) && endedAt(known) <= endedAt(pod))) last.set(index, pod);
  }
  return last;
}

/** How often it has failed by now, whether that was counted or not. */
export const failuresWith = (pod: Pod): number => failuresBefore(pod) + 1;

/** What a successor is told; the first pod of an index has none before it. */
export function failureAnnotations(job: Job, before: Pod | undefined): Readonly<Record<string, string>> {
  if (job.spec?.backoffLimitPerIndex === undefined) return {};
  if (before === undefined) return { [FAILURES]: '0' };
  const isCounted = verdictOn(before, job).isCounted;
  const ignored = annotated(before, IGNORED) + (isCounted ? 0 : 1);
  return {
    [FAILURES]: String(annotated(before, FAILURES) + (isCounted ? 1 : 0)),
    ...(ignored > 0 ? { [IGNORED]: String(ignored) } : {}),
  };
}
