import { timestamp } from '../../../ground/time/rfc3339.ts';
import type { Pod, ReplicaSet } from '../../../kube/objects/built-in.ts';
import { DELETION_COST_ANNOTATION } from '../../../model/keys.ts';
import { isReady } from '../../../kube/objects/pod-ready.ts';
import { hasEnded } from '../../../kube/objects/has-ended.ts';
import { availableInMs } from './available.ts';
import { counted, sameStatus } from '../same-status.ts';
import { matches } from '../selection.ts';

export interface ReplicaSetWorld {
  readonly replicaSet: ReplicaSet;
  /** Those that it controls. */
  readonly pods: readonly Pod[];
  /** Why the API server has just refused to make or to delete one of them. */
  readonly refusal?: ReplicaSetRefusal;
}

export interface ReplicaSetRefusal {
  readonly reason: 'FailedCreate' | 'FailedDelete';
  readonly message: string;
}

type Status = NonNullable<ReplicaSet['status']>;

/** What a ReplicaSet, and its Deployment, say for as long as pods are refused. */
export const REPLICA_FAILURE = 'ReplicaFailure';

export type ReplicaSetStep =
  | { readonly do: 'create'; readonly pod: Pod }
  | { readonly do: 'delete'; readonly pod: Pod }
  /** Its labels are others by now: it runs on, and is nobody's. */
  | { readonly do: 'release'; readonly pod: Pod }
  | { readonly do: 'status'; readonly status: Status };

export interface ReplicaSetPlan {
  readonly steps: readonly ReplicaSetStep[];
  /** When a pod that is ready now will count as available. */
  readonly againMs?: number;
}

export function decideReplicaSet({ replicaSet, pods, refusal }: ReplicaSetWorld, now: number): ReplicaSetPlan {
  const { replicas = 1, minReadySeconds = 0 } = replicaSet.spec ?? {};
  const isEnding = replicaSet.metadata?.deletionTimestamp !== undefined;
  const strays = isEnding ? [] : pods.filter(({ metadata }) => !matches(replicaSet.spec?.selector ?? {}, metadata?.labels));
  const active = pods.filter((pod) => isActive(pod) && !strays.includes(pod));
  const waits = active.map((pod) => availableInMs(pod, minReadySeconds, now));
  const missing = isEnding ? 0 : replicas - active.length;
  const change: ReplicaSetStep[] =
    missing >= 0
      ? Array.from({ length: missing }, () => ({ do: 'create' as const, pod: newPod(replicaSet) }))
      : [...active]
          .sort(byDispensability)
          .slice(0, -missing)
          .map((pod) => ({ do: 'delete' as const, pod }));
  const steps = [...strays.map((pod) => ({ do: 'release' as const, pod })), ...change];
  const status = {
    replicas: active.length,
    fullyLabeledReplicas: counted(active.length),
    readyReplicas: counted(active.filter(isReady).length),
    availableReplicas: counted(waits.filter((wait) => wait === 0).length),
    observedGeneration: replicaSet.metadata?.generation,
    ...failure(replicaSet, refusal, now),
  };
  const soon = waits.filter((wait) => wait > 0 && Number.isFinite(wait));
  return {
    steps: sameStatus(replicaSet.status, status) ? steps : [...steps, { do: 'status', status }],
    ...(soon.length > 0 ? { againMs: Math.min(...soon) } : {}),
  };
}

/** The condition stays as it is for as long as pods are refused, whatever the reason has become: as in Kubernetes. */
function failure({ status }: ReplicaSet, refusal: ReplicaSetRefusal | undefined, now: number): Pick<Status, 'conditions'> {
  const others = (status?.conditions ?? []).filter(({ type }) => type !== REPLICA_FAILURE);
  const before = status?.conditions?.find(({ type }) => type === REPLICA_FAILURE);
  const standing =
    refusal === undefined ? [] : [before ?? { type: REPLICA_FAILURE, status: 'True', lastTransitionTime: timestamp(now), ...refusal }];
  const conditions = [...others, ...standing];
  return conditions.length === 0 ? {} : { conditions };
}

const isActive = (pod: Pod): boolean => pod.metadata?.deletionTimestamp === undefined && !hasEnded(pod);

/** Who goes first: not placed, not ready, what costs least to delete, then the youngest: what has run longest holds most. */
function byDispensability(a: Pod, b: Pod): number {
  const rank = (pod: Pod) => [pod.spec?.nodeName === undefined ? 0 : 1, isReady(pod) ? 1 : 0, costOf(pod)];
  const [[placedA = 0, readyA = 0, costA = 0], [placedB = 0, readyB = 0, costB = 0]] = [rank(a), rank(b)];
  return (
    placedA - placedB ||
    readyA - readyB ||
    costA - costB ||
    (b.metadata?.creationTimestamp ?? '').localeCompare(a.metadata?.creationTimestamp ?? '')
  );
}

/** The API server has let in numbers alone. */
const costOf = ({ metadata }: Pod): number => Number(metadata?.annotations?.[DELETION_COST_ANNOTATION] ?? 0);

function newPod({ metadata, spec }: ReplicaSet): Pod {
  return {
    metadata: {
      ...spec?.template?.metadata,
      generateName: `${metadata?.name ?? ''}-`,
      namespace: metadata?.namespace ?? '',
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          name: metadata?.name ?? '',
          uid: metadata?.uid ?? '',
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    ...(spec?.template?.spec === undefined ? {} : { spec: spec.template.spec }),
  };
}
