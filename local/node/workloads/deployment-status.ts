import type { Deployment, ReplicaSet } from '../../../kube/objects/built-in.ts';
import { fraction } from './rolling-update.ts';
import { timestamp } from '../../../ground/time/rfc3339.ts';
import { REPLICA_FAILURE } from './replica-set-decide.ts';
import { counted } from '../same-status.ts';

type Status = NonNullable<Deployment['status']>;
type Condition = NonNullable<Status['conditions']>[number];

/** What a Deployment says of itself, from its ReplicaSets. `now` in ms since 1970. */
export function deploymentStatus(deployment: Deployment, fresh: ReplicaSet | undefined, all: readonly ReplicaSet[], now: number): Status {
  const wanted = deployment.spec?.replicas ?? 1;
  const count = (field: 'replicas' | 'readyReplicas' | 'availableReplicas') =>
    all.reduce((total, set) => total + (set.status?.[field] ?? 0), 0);
  const available = count('availableReplicas');
  const replicas = count('replicas');
  const numbers = { updatedReplicas: fresh?.status?.replicas ?? 0, readyReplicas: count('readyReplicas'), availableReplicas: available };
  const isDone = numbers.updatedReplicas === wanted && replicas === wanted && available >= wanted;
  return {
    observedGeneration: deployment.metadata?.generation,
    replicas: counted(replicas),
    updatedReplicas: counted(numbers.updatedReplicas),
    readyReplicas: counted(numbers.readyReplicas),
    availableReplicas: counted(available),
    unavailableReplicas: counted(Math.max(0, Math.max(replicas, wanted) - available)),
    ...(deployment.status?.collisionCount === undefined ? {} : { collisionCount: deployment.status.collisionCount }),
    conditions: [
      availability(deployment, available, now),
      progress(deployment, fresh, { ...numbers, isDone }, now),
      ...replicaFailure(fresh, all),
    ],
  };
}

function availability(deployment: Deployment, available: number, now: number): Condition {
  const wanted = deployment.spec?.replicas ?? 1;
  const enough = available >= wanted - fraction(deployment.spec?.strategy?.rollingUpdate?.maxUnavailable, wanted, 'down');
  return condition(deployment, now, {
    type: 'Available',
    status: enough ? 'True' : 'False',
    reason: enough ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
    message: enough ? 'Deployment has minimum availability.' : 'Deployment does not have minimum availability.',
  });
}

/** That pods are refused is said by the ReplicaSet that asks for them: the new one before all others. */
function replicaFailure(fresh: ReplicaSet | undefined, all: readonly ReplicaSet[]): readonly Condition[] {
  const said = [...(fresh === undefined ? [] : [fresh]), ...all]
    .flatMap(({ status }) => status?.conditions ?? [])
    .find(({ type }) => type === REPLICA_FAILURE);
  return said === undefined ? [] : [{ ...said, lastUpdateTime: said.lastTransitionTime }];
}

interface Numbers {
  readonly updatedReplicas: number;
  readonly readyReplicas: number;
  readonly availableReplicas: number;
  readonly isDone: boolean;
}

function progress(deployment: Deployment, fresh: ReplicaSet | undefined, numbers: Numbers, now: number): Condition {
  const before = deployment.status?.conditions?.find(({ type }) => type === 'Progressing');
  const title = `ReplicaSet "${fresh?.metadata?.name ?? ''}"`;
  const say = (status: string, reason: string, message: string) =>
    condition(deployment, now, { type: 'Progressing', status, reason, message });
  if (numbers.isDone) return say('True', 'NewReplicaSetAvailable', `${title} has successfully progressed.`);
  const sameReplicaSet = before?.message?.includes(title) ?? false;
  const moved =
    !sameReplicaSet ||
    before?.reason === 'NewReplicaSetAvailable' ||
    numbers.updatedReplicas > (deployment.status?.updatedReplicas ?? 0) ||
    numbers.readyReplicas > (deployment.status?.readyReplicas ?? 0) ||
    numbers.availableReplicas > (deployment.status?.availableReplicas ?? 0);
  if (moved || before === undefined) {
    const seen = condition(deployment, now, {
      type: 'Progressing',
      status: 'True',
      reason: 'ReplicaSetUpdated',
      message: `${title} is progressing.`,
    });
    return { ...seen, lastUpdateTime: timestamp(now) };
  }
  if (before.reason === 'ProgressDeadlineExceeded') return before;
  const deadlineMs = (deployment.spec?.progressDeadlineSeconds ?? 600) * 1_000;
  if (now - Date.parse(before.lastUpdateTime ?? '') <= deadlineMs) return before;
  return say('False', 'ProgressDeadlineExceeded', `${title} has timed out progressing.`);
}

/** Keeps the times of a condition that says the same as before. */
function condition(deployment: Deployment, now: number, said: Pick<Condition, 'type' | 'status' | 'reason' | 'message'>): Condition {
  const before = deployment.status?.conditions?.find(({ type }) => type === said.type);
  if (before?.status === said.status && before.reason === said.reason && before.message === said.message) return before;
  const lastTransitionTime = before?.status === said.status ? before.lastTransitionTime : timestamp(now);
  return { ...said, lastUpdateTime: timestamp(now), lastTransitionTime };
}
