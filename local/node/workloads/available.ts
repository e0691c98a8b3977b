import type { Pod } from '../../../kube/objects/built-in.ts';
import { readyCondition } from '../../../kube/objects/pod-ready.ts';

/** 0: it is available. Infinity: it is not even ready. */
export function availableInMs(pod: Pod, minReadySeconds: number, now: number): number {
  const ready = readyCondition(pod);
  if (ready?.status !== 'True') return Number.POSITIVE_INFINITY;
  return Math.max(0, Date.parse(ready.lastTransitionTime ?? '') + minReadySeconds * 1_000 - now);
}
