import type { Job, Pod } from '../../../../kube/objects/built-in.ts';
import { isReady } from '../../../../kube/objects/pod-ready.ts';
import { failureAnnotations, failuresWith } from './failed-indexes.ts';
import { backOffAfter, backOffMs } from './job-end.ts';
import { endedAt, indexOf, isActive, isIndexed, isTerminating, jobPod } from './job-pods.ts';

export interface JobProgress {
  readonly succeeded: number;
  readonly done: ReadonlySet<number>;
  readonly failedIndexes: ReadonlySet<number> | undefined;
  /** Where each index has a limit of its own: the pods whose successor is to come, by index. */
  readonly awaiting: ReadonlyMap<number, Pod>;
}

export interface NextPods {
  readonly steps: readonly (
    | { readonly do: 'create'; readonly pod: Pod }
    | { readonly do: 'delete'; readonly pod: Pod; isCounted: boolean }
  )[];
  readonly againMs?: number;
}

/** They go, and count as failed only if the Job is to fail. */
export const leave = (pods: readonly Pod[], isCounted: boolean): NextPods['steps'] => pods.map((pod) => ({ do: 'delete', pod, isCounted }));

/** As many pods at once as it wants, and no more than there is left to do. */
export function nextPods(job: Job, pods: readonly Pod[], progress: JobProgress, now: number): NextPods {
  const { parallelism = 1, completions, suspend = false, podReplacementPolicy } = job.spec ?? {};
  const active = pods.filter(isActive);
  if (suspend) return { steps: leave(active, false) };
  const { succeeded } = progress;
  const wanted =
    completions === undefined ? (succeeded > 0 ? active.length : parallelism) : Math.max(0, Math.min(completions - succeeded, parallelism));
  const surplus = active.length - wanted;
  if (surplus > 0) return { steps: leave([...active].sort((a, b) => Number(isReady(a)) - Number(isReady(b))).slice(0, surplus), false) };
  const terminating = podReplacementPolicy === 'Failed' ? pods.filter(isTerminating) : [];
  const missing = wanted - active.length - terminating.length;
  if (missing <= 0) return { steps: [] };
  const indexes = isIndexed(job) ? freeIndexes(job, [...active, ...terminating], progress).slice(0, missing) : undefined;
  if (indexes && job.spec?.backoffLimitPerIndex !== undefined) return podsOfIndexes(job, indexes, progress.awaiting, now);
  const waitMs = backOffMs(job, pods, now);
  if (waitMs > 0) return { steps: [], againMs: waitMs };
  const each = indexes ?? Array.from({ length: missing }, () => undefined);
  return { steps: each.map((index) => ({ do: 'create', pod: jobPod(job, index) })) };
}

function freeIndexes({ spec }: Job, present: readonly Pod[], { done, failedIndexes = new Set() }: JobProgress): number[] {
  const taken = new Set([...done, ...failedIndexes, ...present.map(indexOf)]);
  return Array.from({ length: spec?.completions ?? 0 }, (_, index) => index).filter((index) => !taken.has(index));
}

/** Each index waits after its own failures, and not after those of others. */
function podsOfIndexes(job: Job, indexes: readonly number[], awaiting: JobProgress['awaiting'], now: number): NextPods {
  const waitMs = (index: number): number => {
    const before = awaiting.get(index);
    return before === undefined ? 0 : backOffAfter(failuresWith(before), endedAt(before), now);
  };
  const waits = indexes.map(waitMs).filter((ms) => ms > 0);
  return {
    steps: indexes
      .filter((index) => waitMs(index) === 0)
      .map((index) => ({ do: 'create', pod: jobPod(job, index, failureAnnotations(job, awaiting.get(index))) })),
    ...(waits.length > 0 ? { againMs: Math.min(...waits) } : {}),
  };
}
