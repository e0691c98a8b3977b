import type {
  AutoscalingV2HPAScalingRules as Rules,
  AutoscalingV2HorizontalPodAutoscalerBehavior as Behavior,
} from '../../../../kube/objects/kinds/autoscaling-v2.ts';

/** What an autoscaler has wanted and done lately: it is kept in memory, as Kubernetes keeps it. */
export interface PaceMemory {
  /** What the metrics asked for, before anything held it back. */
  readonly wanted: readonly { readonly at: number; readonly replicas: number }[];
  /** By how many replicas it has changed: up above zero, down below. */
  readonly changes: readonly { readonly at: number; readonly by: number }[];
}

export interface ScalingWish {
  readonly behavior: Behavior | undefined;
  readonly least: number;
  readonly most: number;
  readonly current: number;
  /** What the metrics ask for now. */
  readonly desired: number;
}

interface Reason {
  readonly reason: string;
  readonly message: string;
}

export interface Paced {
  readonly replicas: number;
  readonly able: Reason;
  readonly limited: Reason & { readonly is: boolean };
  readonly wanted: PaceMemory['wanted'];
}

/** Down only as far as was wanted at most within so long. */
const CALM_SECONDS = 300;

/** What becomes of a wish: calmed by what was wanted lately, then within what may change at once, and within its bounds. */
export function pace(wish: ScalingWish, memory: PaceMemory, now: number): Paced {
  const { behavior, desired } = wish;
  const windows = behavior
    ? { up: behavior.scaleUp?.stabilizationWindowSeconds ?? 0, down: behavior.scaleDown?.stabilizationWindowSeconds ?? CALM_SECONDS }
    : { up: 0, down: CALM_SECONDS };
  const within = (seconds: number) => memory.wanted.filter(({ at }) => at > now - seconds * 1_000).map(({ replicas }) => replicas);
  const floor = Math.min(desired, ...within(windows.up));
  const ceiling = Math.max(desired, ...within(windows.down));
  const calm = behavior ? Math.min(Math.max(wish.current, floor), ceiling) : ceiling;
  const able = calm === desired ? READY : desired >= wish.current && behavior ? CALMED_UP : CALMED_DOWN;
  const { replicas, ...why } = behavior
    ? byRules({ ...wish, desired: calm }, behavior, memory, now)
    : byDefault({ ...wish, desired: calm });
  const kept = Math.max(windows.up, windows.down) * 1_000;
  return {
    replicas,
    able,
    limited: { is: replicas !== calm, ...why },
    wanted: [...memory.wanted.filter(({ at }) => at > now - kept), { at: now, replicas: desired }],
  };
}

/** With what has been changed now; what no rule looks at any more is dropped. */
export function changed({ changes }: PaceMemory, behavior: Behavior | undefined, by: number, now: number): PaceMemory['changes'] {
  if (behavior === undefined) return [];
  const periods = [behavior.scaleUp, behavior.scaleDown]
    .flatMap((rules) => rules?.policies ?? [])
    .map(({ periodSeconds }) => periodSeconds);
  return [...changes.filter(({ at }) => at > now - Math.max(0, ...periods) * 1_000), { at: now, by }];
}

const READY: Reason = { reason: 'ReadyForNewScale', message: 'recommended size matches current size' };
const CALMED_UP: Reason = {
  reason: 'ScaleUpStabilized',
  message: 'recent recommendations were lower than current one, applying the lowest recent recommendation',
};
const CALMED_DOWN: Reason = {
  reason: 'ScaleDownStabilized',
  message: 'recent recommendations were higher than current one, applying the highest recent recommendation',
};
const FINE: Reason = { reason: 'DesiredWithinRange', message: 'the desired count is within the acceptable range' };
const TOO_MANY: Reason = { reason: 'TooManyReplicas', message: 'the desired replica count is more than the maximum replica count' };
const TOO_FEW: Reason = { reason: 'TooFewReplicas', message: 'the desired replica count is less than the minimum replica count' };
const TOO_FAST_UP: Reason = {
  reason: 'ScaleUpLimit',
  message: 'the desired replica count is increasing faster than the maximum scale rate',
};
const TOO_FAST_DOWN: Reason = {
  reason: 'ScaleDownLimit',
  message: 'the desired replica count is decreasing faster than the maximum scale rate',
};

type Bounded = Reason & { readonly replicas: number };

/** Without rules of its own: at most twice as many, or four. */
function byDefault({ current, desired, least, most }: ScalingWish): Bounded {
  const fastest = Math.max(2 * current, 4);
  if (desired < least) return { replicas: least, ...TOO_FEW };
  return upTo(desired, most, fastest);
}

/** Within the highest bound, and what may be added at once. */
function upTo(desired: number, most: number, fastest: number): Bounded {
  if (desired <= Math.min(most, fastest)) return { replicas: desired, ...FINE };
  return most > fastest ? { replicas: fastest, ...TOO_FAST_UP } : { replicas: most, ...TOO_MANY };
}

function byRules({ current, desired, least, most }: ScalingWish, behavior: Behavior, memory: PaceMemory, now: number): Bounded {
  if (desired > current) {
    return upTo(desired, most, Math.max(current, limitOf(behavior.scaleUp, current, memory, now, 1)));
  }
  if (desired < current) {
    const fastest = Math.min(current, limitOf(behavior.scaleDown, current, memory, now, -1));
    if (desired < Math.max(least, fastest))
      return least < fastest ? { replicas: fastest, ...TOO_FAST_DOWN } : { replicas: least, ...TOO_FEW };
  }
  return { replicas: desired, ...FINE };
}

/** How far its policies let it go, up (1) or down (-1), counted from how many there were when each policy's period began. */
function limitOf(rules: Rules | undefined, current: number, { changes }: PaceMemory, now: number, way: -1 | 1): number {
  if (rules?.selectPolicy === 'Disabled') return current;
  const limits = (rules?.policies ?? []).map(({ type, value, periodSeconds }) => {
    const lately = changes.filter(({ at }) => at > now - periodSeconds * 1_000).reduce((total, { by }) => total + by, 0);
    const before = current - lately;
    if (type === 'Pods') return before + way * value;
    return way > 0 ? Math.ceil(before * (1 + value / 100)) : Math.trunc(before * (1 - value / 100));
  });
  if (limits.length === 0) return way > 0 ? Number.POSITIVE_INFINITY : 0;
  const least = rules?.selectPolicy === 'Min';
  return least === way > 0 ? Math.min(...limits) : Math.max(...limits);
}
