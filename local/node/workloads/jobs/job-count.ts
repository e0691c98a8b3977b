import type { Job, Pod } from '../../../../kube/objects/built-in.ts';
import { indexesIn, indexesText } from './indexes.ts';
import { hasFailed, hasSucceeded, indexOf, isIndexed, isTracked } from './job-pods.ts';
import { verdictOn } from './pod-failure-policy.ts';

/** How many of its pods have ended, each counted once, also when it has been deleted since. */
export interface JobCount {
  /** As the status has them: pods that are in it, and those that are counted next. */
  readonly succeeded: number;
  readonly failed: number;
  /** Known, but not yet in the numbers of the status: their finalizer is still there, or was until now. */
  readonly uncounted: { readonly succeeded: readonly string[]; readonly failed: readonly string[] };
  /** Of a Job with indexes: those that are done. */
  readonly done: ReadonlySet<number>;
  readonly doneText: string | undefined;
  /** Pods that are known by now, and can lose their finalizer once the status says so. */
  readonly release: readonly Pod[];
}

const uidOf = ({ metadata }: Pod): string => metadata?.uid ?? '';

/**
 * A pod that ended is first named in the status, then loses its finalizer, and then becomes one of a number: whatever is
 * interrupted in between, none is lost and none counted twice. What the Job's policy ignores is let go of at once.
 */
export function countPods(job: Job, pods: readonly Pod[], awaiting: ReadonlySet<Pod> = new Set()): JobCount {
  const { succeeded = 0, failed = 0, uncountedTerminatedPods: { succeeded: named = [], failed: blamed = [] } = {} } = job.status ?? {};
  const tracked = pods.filter(isTracked);
  const held = new Set(tracked.map(uidOf));
  const known = new Set([...named, ...blamed]);
  const fresh = tracked.filter((pod) => !known.has(uidOf(pod)) && !awaiting.has(pod));
  const won = fresh.filter(hasSucceeded);
  const lost = Map.groupBy(
    fresh.filter((pod) => !hasSucceeded(pod) && hasFailed(pod, job)),
    (pod) => (verdictOn(pod, job).isCounted ? 'counted' : 'ignored'),
  );
  const limit = job.spec?.completions ?? 0;
  const before = indexesIn(job.status?.completedIndexes ?? '', limit);
  const done = new Set([...before, ...tracked.filter(hasSucceeded).map(indexOf)].filter((index) => index < limit));
  const uncounted = {
    succeeded: [...named.filter((uid) => held.has(uid)), ...won.map(uidOf)],
    failed: [...blamed.filter((uid) => held.has(uid)), ...(lost.get('counted') ?? []).map(uidOf)],
  };
  const all = new Set([...uncounted.succeeded, ...uncounted.failed, ...(lost.get('ignored') ?? []).map(uidOf)]);
  return {
    succeeded: isIndexed(job) ? done.size : succeeded + named.filter((uid) => !held.has(uid)).length,
    failed: failed + blamed.filter((uid) => !held.has(uid)).length,
    uncounted,
    done,
    doneText: isIndexed(job) ? indexesText(done) : undefined,
    release: tracked.filter((pod) => all.has(uidOf(pod))),
  };
}
