import type { Pod } from '../../../../kube/objects/built-in.ts';
import { readyCondition } from '../../../../kube/objects/pod-ready.ts';
import type { PodUse } from './pod-metrics.ts';

/** Processors are busy while a program starts: for so long what a pod uses of them is looked at with care. */
const STARTS_FOR_MS = 300_000;
const FIRST_READY_WITHIN_MS = 30_000;

/** How far pods count when it is worked out how many are needed. */
export interface CountedPods {
  /** What they use says something. */
  readonly ready: ReadonlyMap<string, number>;
  /** They are on their way, and will use something. */
  readonly unready: readonly string[];
  /** They run, and nobody knows what they use. */
  readonly missing: readonly string[];
}

export function countPods(pods: readonly Pod[], uses: ReadonlyMap<string, PodUse>, resource: string, now: number): CountedPods {
  const ready = new Map<string, number>();
  const [unready, missing]: [string[], string[]] = [[], []];
  for (const pod of pods) {
    const { name = '', deletionTimestamp } = pod.metadata ?? {};
    if (deletionTimestamp !== undefined || pod.status?.phase === 'Failed') continue;
    const use = uses.get(name);
    if (pod.status?.phase === 'Pending') unready.push(name);
    else if (use === undefined) missing.push(name);
    else if (resource === 'cpu' && isStarting(pod, use, now)) unready.push(name);
    else ready.set(name, use.milli);
  }
  return { ready, unready, missing };
}

function isStarting(pod: Pod, { at, windowMs }: PodUse, now: number): boolean {
  const condition = readyCondition(pod);
  const startTime = pod.status?.startTime;
  if (condition === undefined || startTime === undefined) return true;
  const startedAt = Date.parse(startTime);
  const changedAt = Date.parse(condition.lastTransitionTime ?? '');
  if (startedAt + STARTS_FOR_MS > now) return condition.status === 'False' || at < changedAt + windowMs;
  return condition.status === 'False' && startedAt + FIRST_READY_WITHIN_MS > changedAt;
}
