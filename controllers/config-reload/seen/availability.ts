import type { KubeObject } from '../../../kube/objects/resource.ts';

/** The fields by which kinds tell how far a rollout has come. */
export interface RolledOut extends KubeObject {
  readonly spec?: {
    readonly paused?: boolean;
    readonly replicas?: number;
    readonly restartAt?: string;
    readonly updateStrategy?: { readonly type?: string; readonly rollingUpdate?: { readonly partition?: number } };
  };
  readonly status?: {
    readonly observedGeneration?: number | string;
    readonly phase?: string;
    readonly restartedAt?: string;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly readyReplicas?: number;
    readonly availableReplicas?: number;
    readonly desiredNumberScheduled?: number;
    readonly updatedNumberScheduled?: number;
    readonly numberAvailable?: number;
  };
}

/**
 * Are all pods of a workload made from its present template, and available? Undefined where that is not to be waited for:
 * nothing tells, it is paused, or its pods are replaced by others than its controller.
 */
export function isAvailable(kind: string, object: RolledOut): boolean | undefined {
  const { metadata, spec = {}, status = {} } = object;
  if (status.observedGeneration === undefined || spec.paused === true) return undefined;
  const judge = JUDGES.get(kind);
  if (judge === undefined) return undefined;
  const seen = Number(status.observedGeneration);
  // Rollouts write a number as text, and earlier ones a hash.
  if (!Number.isNaN(seen) && seen < (metadata?.generation ?? 0)) return false;
  return judge(spec, status);
}

type AvailabilityOf = (spec: NonNullable<RolledOut['spec']>, status: NonNullable<RolledOut['status']>) => boolean | undefined;

const deployment: AvailabilityOf = ({ replicas = 1 }, { replicas: all = 0, updatedReplicas: updated = 0, availableReplicas = 0 }) =>
  updated >= replicas && all <= updated && availableReplicas >= replicas;

const statefulSet: AvailabilityOf = ({ replicas = 1, updateStrategy }, status) => {
  if (updateStrategy?.type === 'OnDelete') return undefined;
  const { updatedReplicas: updated = 0, readyReplicas = 0, availableReplicas = readyReplicas } = status;
  return updated >= replicas - (updateStrategy?.rollingUpdate?.partition ?? 0) && availableReplicas >= replicas;
};

const daemonSet: AvailabilityOf = ({ updateStrategy }, status) => {
  if (updateStrategy?.type === 'OnDelete') return undefined;
  const { desiredNumberScheduled: wanted = 0, updatedNumberScheduled: updated = 0, numberAvailable = 0 } = status;
  return updated >= wanted && numberAvailable >= wanted;
};

/** One that waits for somebody at a step of its own has been looked after. */
const rollout: AvailabilityOf = ({ restartAt }, { phase, restartedAt }) => {
  if (phase === undefined) return undefined;
  return (phase === 'Healthy' || phase === 'Paused') && (restartAt === undefined || restartAt <= (restartedAt ?? ''));
};

/** Of the other kinds, which run to an end, there is nothing to wait for. */
const JUDGES: ReadonlyMap<string, AvailabilityOf> = new Map([
  ['Deployment', deployment],
  ['StatefulSet', statefulSet],
  ['DaemonSet', daemonSet],
  ['Rollout', rollout],
]);
