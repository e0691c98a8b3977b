/** One ReplicaSet of a rollout, in numbers. */
export interface Generation {
  /** Pods asked for. */
  readonly replicas: number;
  readonly available: number;
}

export interface RollingUpdate {
  /** Pods that the Deployment asks for. */
  readonly replicas: number;
  readonly maxSurge: number;
  readonly maxUnavailable: number;
  readonly fresh: Generation;
  /** Oldest first. */
  readonly old: readonly Generation[];
}

/** How many pods each generation is to have next. */
export interface Sizes {
  readonly fresh: number;
  readonly old: readonly number[];
}

/**
 * One step of a rolling update: never more than `replicas + maxSurge` pods, never fewer than `replicas - maxUnavailable`
 * available ones by our own doing. Old pods that are not available are taken away first: they serve nobody.
 */
export function nextSizes(rollout: RollingUpdate): Sizes {
  const { replicas, maxSurge, fresh, old } = rollout;
  const total = fresh.replicas + sum(old.map((generation) => generation.replicas));
  if (fresh.replicas > replicas) return { fresh: replicas, old: old.map((generation) => generation.replicas) };
  const room = Math.max(0, replicas + maxSurge - total);
  const grown = Math.min(replicas, fresh.replicas + room);
  // Grow first, shrink at the next look: one write at a time, each with its reason.
  if (grown > fresh.replicas) return { fresh: grown, old: old.map((generation) => generation.replicas) };
  return { fresh: fresh.replicas, old: shrunk(rollout, total) };
}

function shrunk({ replicas, maxUnavailable, fresh, old }: RollingUpdate, total: number): number[] {
  const leastAvailable = replicas - maxUnavailable;
  const freshUnavailable = fresh.replicas - fresh.available;
  let spare = Math.max(0, total - leastAvailable - freshUnavailable);
  const withoutUseless = old.map((generation) => {
    const useless = Math.min(spare, Math.max(0, generation.replicas - generation.available));
    spare -= useless;
    return generation.replicas - useless;
  });
  let availableSpare = Math.max(0, fresh.available + sum(old.map(({ available }) => available)) - leastAvailable);
  return withoutUseless.map((size) => {
    const taken = Math.min(size, spare, availableSpare);
    spare -= taken;
    availableSpare -= taken;
    return size - taken;
  });
}

/** `25%` of the replicas, or a number. A surge is rounded up and an absence down, so that a rollout can always go on. */
export function fraction(value: string | number | undefined, replicas: number, round: 'up' | 'down'): number {
  if (typeof value === 'number') return value;
  const percent = Number.parseInt(value ?? '25%', 10);
  return round === 'up' ? Math.ceil((replicas * percent) / 100) : Math.floor((replicas * percent) / 100);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
