import type { CountedPods } from './counted-pods.ts';

/** How far from its target use is, up and down, before anything changes: 0.1 is a tenth. */
export interface Tolerances {
  readonly up: number;
  readonly down: number;
}

export interface Target<Current> {
  /** Of these uses, by pods: 1 is as wanted. */
  ratio(uses: ReadonlyMap<string, number>): { readonly ratio: number; readonly current: Current };
  /** What a pod of which nothing is known is taken to use where there seem to be too many. */
  assumed(pod: string): number;
}

export interface Replicas<Current> {
  readonly replicas: number;
  readonly current: Current;
}

/**
 * How many replicas bring use to its target. Pods of which nothing is known never make it go further, nor the other way:
 * where there seem to be too many they are taken to use all they may, and nothing where there seem to be too few.
 */
export function replicasFor<Current>(
  { ready, unready, missing }: CountedPods,
  replicas: number,
  target: Target<Current>,
  { up, down }: Tolerances,
): Replicas<Current> {
  const isNear = (ratio: number) => ratio >= 1 - down && ratio <= 1 + up;
  const { ratio, current } = target.ratio(ready);
  const awaits = unready.length > 0 && ratio > 1;
  if (!awaits && missing.length === 0) return { replicas: isNear(ratio) ? replicas : Math.ceil(ratio * ready.size), current };
  const all = new Map(ready);
  if (ratio !== 1) for (const pod of missing) all.set(pod, ratio < 1 ? target.assumed(pod) : 0);
  if (awaits) for (const pod of unready) all.set(pod, 0);
  const { ratio: then } = target.ratio(all);
  if (isNear(then) || (ratio < 1 && then > 1) || (ratio > 1 && then < 1)) return { replicas, current };
  const wanted = Math.ceil(then * all.size);
  return { replicas: (then < 1 && wanted > replicas) || (then > 1 && wanted < replicas) ? replicas : wanted, current };
}
