import type { Deployment, Pod, PodDisruptionBudget, ReplicaSet } from '../../../kube/objects/built-in.ts';
import { isReady } from '../../../kube/objects/pod-ready.ts';
import { timestamp } from '../../../ground/time/rfc3339.ts';
import { controllerOf } from '../selection.ts';

type Status = NonNullable<PodDisruptionBudget['status']>;

export interface BudgetWorld {
  readonly budget: PodDisruptionBudget;
  /** Those that its selector chooses. */
  readonly pods: readonly Pod[];
  replicaSet(uid: string): ReplicaSet | undefined;
  deployment(uid: string): Deployment | undefined;
}

/** An eviction that was granted counts until its pod is seen to go, or for this long. */
const GRANTED_MS = 120_000;

/** How many pods may be disturbed now. */
export function budgetStatus({ budget, pods, replicaSet, deployment }: BudgetWorld, now: number): Status {
  const granted = Object.fromEntries(
    Object.entries(budget.status?.disruptedPods ?? {}).filter(
      ([name, at]) =>
        now - Date.parse(at) < GRANTED_MS &&
        pods.some(({ metadata }) => metadata?.name === name && metadata.deletionTimestamp === undefined),
    ),
  );
  const currentHealthy = pods.filter(
    (pod) => isReady(pod) && pod.metadata?.deletionTimestamp === undefined && !((pod.metadata?.name ?? '') in granted),
  ).length;
  const expectedPods = expected(pods, replicaSet, deployment);
  const desiredHealthy = desired(budget, expectedPods);
  const disruptionsAllowed = expectedPods === 0 ? 0 : Math.max(0, currentHealthy - desiredHealthy);
  const before = budget.status?.conditions?.find(({ type }) => type === 'DisruptionAllowed');
  const state = disruptionsAllowed > 0 ? { status: 'True', reason: 'SufficientPods' } : { status: 'False', reason: 'InsufficientPods' };
  const lastTransitionTime = before?.status === state.status ? before.lastTransitionTime : timestamp(now);
  return {
    ...(Object.keys(granted).length > 0 ? { disruptedPods: granted } : {}),
    currentHealthy,
    desiredHealthy,
    expectedPods,
    disruptionsAllowed,
    observedGeneration: budget.metadata?.generation,
    conditions: [{ type: 'DisruptionAllowed', message: '', observedGeneration: budget.metadata?.generation, lastTransitionTime, ...state }],
  };
}

/** What those who made the pods ask for: during a rollout a Deployment counts once, not once a ReplicaSet. */
function expected(pods: readonly Pod[], replicaSet: BudgetWorld['replicaSet'], deployment: BudgetWorld['deployment']): number {
  const owners = new Map<string, number>();
  for (const pod of pods) {
    const owner = controllerOf(pod);
    const set = owner === undefined ? undefined : replicaSet(owner.uid);
    const above = set === undefined ? undefined : controllerOf(set);
    const top = above === undefined ? undefined : deployment(above.uid);
    owners.set(top?.metadata?.uid ?? set?.metadata?.uid ?? pod.metadata?.uid ?? '', top?.spec?.replicas ?? set?.spec?.replicas ?? 1);
  }
  return [...owners.values()].reduce((total, replicas) => total + replicas, 0);
}

function desired({ spec }: PodDisruptionBudget, expectedPods: number): number {
  const amount = (value: number | string) =>
    typeof value === 'number' ? value : Math.ceil((expectedPods * Number.parseInt(value, 10)) / 100);
  if (spec?.minAvailable !== undefined) return amount(spec.minAvailable);
  return Math.max(0, expectedPods - amount(spec?.maxUnavailable ?? 0));
}
