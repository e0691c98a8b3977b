import type { Deployment, ReplicaSet } from '../../../kube/objects/built-in.ts';
import { deploymentStatus } from './deployment-status.ts';
import { fraction, nextSizes } from './rolling-update.ts';
import { sameStatus } from '../same-status.ts';
import { templateHash } from './template-hash.ts';

export const REVISION = 'deployment.kubernetes.io/revision';
const HASH_LABEL = 'pod-template-hash';

export interface DeploymentWorld {
  readonly deployment: Deployment;
  /** Those that it controls. */
  readonly replicaSets: readonly ReplicaSet[];
}

export type DeploymentStep =
  | { readonly do: 'create'; readonly replicaSet: ReplicaSet }
  | { readonly do: 'scale'; readonly replicaSet: ReplicaSet; readonly replicas: number }
  /** Its annotations are to be these. */
  | { readonly do: 'revise'; readonly replicaSet: ReplicaSet; readonly annotations: Readonly<Record<string, string>> }
  | { readonly do: 'mark'; readonly revision: string }
  | { readonly do: 'delete'; readonly replicaSet: ReplicaSet }
  | { readonly do: 'status'; readonly status: NonNullable<Deployment['status']> };

/** What brings a Deployment a step further: at most a few writes, each followed by another look. */
export function decideDeployment({ deployment, replicaSets }: DeploymentWorld, now: number): readonly DeploymentStep[] {
  const byAge = [...replicaSets].sort(
    (a, b) => (a.metadata?.creationTimestamp ?? '').localeCompare(b.metadata?.creationTimestamp ?? '') || revisionOf(a) - revisionOf(b),
  );
  const fresh = byAge.find((set) => isOfTemplate(set, deployment));
  const old = byAge.filter((set) => set !== fresh);
  const steps = deployment.metadata?.deletionTimestamp === undefined ? rollout(deployment, fresh, old) : [];
  const status = deploymentStatus(deployment, fresh, replicaSets, now);
  return sameStatus(deployment.status, status) ? steps : [...steps, { do: 'status', status }];
}

function rollout(deployment: Deployment, fresh: ReplicaSet | undefined, old: readonly ReplicaSet[]): readonly DeploymentStep[] {
  const { paused = false, strategy, replicas = 1 } = deployment.spec ?? {};
  const newest = Math.max(0, ...old.map(revisionOf));
  if (paused) return scaledInPlace(fresh ?? old.at(-1), replicas);
  if (strategy?.type === 'Recreate' && old.some((set) => sizeOf(set) > 0 || (set.status?.replicas ?? 0) > 0))
    return old.flatMap((set) => scaledTo(set, 0));
  if (fresh === undefined) {
    const surge = fraction(strategy?.rollingUpdate?.maxSurge, replicas, 'up');
    const running = old.reduce((total, set) => total + sizeOf(set), 0);
    return [
      {
        do: 'create',
        replicaSet: newReplicaSet(deployment, String(newest + 1), Math.min(replicas, Math.max(0, replicas + surge - running))),
      },
    ];
  }
  const revision = String(Math.max(newest + 1, revisionOf(fresh)));
  // They follow the Deployment's for as long as the ReplicaSet is the newest: `kubectl rollout undo` brings them back.
  const annotations = { ...withoutRevision(deployment.metadata?.annotations), [REVISION]: revision };
  const isCurrent = Object.entries(annotations).every(([key, value]) => fresh.metadata?.annotations?.[key] === value);
  const revised: DeploymentStep[] = isCurrent ? [] : [{ do: 'revise', replicaSet: fresh, annotations }];
  const marked: DeploymentStep[] = deployment.metadata?.annotations?.[REVISION] === revision ? [] : [{ do: 'mark', revision }];
  return [...revised, ...marked, ...sized(deployment, fresh, old), ...history(deployment, old)];
}

function sized(deployment: Deployment, fresh: ReplicaSet, old: readonly ReplicaSet[]): readonly DeploymentStep[] {
  const { replicas = 1, strategy } = deployment.spec ?? {};
  const generation = (set: ReplicaSet) => ({ replicas: sizeOf(set), available: set.status?.availableReplicas ?? 0 });
  const surge = fraction(strategy?.rollingUpdate?.maxSurge, replicas, 'up');
  const absent = fraction(strategy?.rollingUpdate?.maxUnavailable, replicas, 'down');
  const sizes = nextSizes({
    replicas,
    maxSurge: surge,
    maxUnavailable: surge === 0 && absent === 0 ? 1 : absent,
    fresh: generation(fresh),
    old: old.map(generation),
  });
  return [...scaledTo(fresh, sizes.fresh), ...old.flatMap((set, index) => scaledTo(set, sizes.old[index] ?? 0))];
}

const scaledTo = (replicaSet: ReplicaSet, replicas: number): DeploymentStep[] =>
  sizeOf(replicaSet) === replicas ? [] : [{ do: 'scale', replicaSet, replicas }];
const scaledInPlace = (replicaSet: ReplicaSet | undefined, replicas: number): DeploymentStep[] =>
  replicaSet === undefined ? [] : scaledTo(replicaSet, replicas);

/** ReplicaSets that hold nothing any more are kept for `kubectl rollout undo`, up to the limit; the oldest go. */
function history(deployment: Deployment, old: readonly ReplicaSet[]): readonly DeploymentStep[] {
  const empty = old.filter(
    (set) => sizeOf(set) === 0 && (set.status?.replicas ?? 0) === 0 && set.metadata?.deletionTimestamp === undefined,
  );
  const surplus = empty.length - (deployment.spec?.revisionHistoryLimit ?? 10);
  return [...empty]
    .sort((a, b) => revisionOf(a) - revisionOf(b))
    .slice(0, Math.max(0, surplus))
    .map((replicaSet) => ({ do: 'delete', replicaSet }));
}

function newReplicaSet({ metadata, spec }: Deployment, revision: string, replicas: number): ReplicaSet {
  const hash = templateHash(spec?.template);
  const labels = { ...spec?.template.metadata?.labels, [HASH_LABEL]: hash };
  return {
    metadata: {
      name: `${metadata?.name ?? ''}-${hash}`,
      namespace: metadata?.namespace ?? '',
      labels,
      annotations: { ...withoutRevision(metadata?.annotations), [REVISION]: revision },
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          name: metadata?.name ?? '',
          uid: metadata?.uid ?? '',
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: {
      replicas,
      minReadySeconds: spec?.minReadySeconds ?? 0,
      selector: { ...spec?.selector, matchLabels: { ...spec?.selector.matchLabels, [HASH_LABEL]: hash } },
      template: { ...spec?.template, metadata: { ...spec?.template.metadata, labels } },
    },
  };
}

/** What kubectl keeps for itself on a Deployment is nothing that its ReplicaSets need. */
const withoutRevision = (annotations: Readonly<Record<string, string>> = {}): Record<string, string> =>
  Object.fromEntries(
    Object.entries(annotations).filter(([key]) => key !== REVISION && key !== 'kubectl.kubernetes.io/last-applied-configuration'),
  );

function isOfTemplate(set: ReplicaSet, { spec }: Deployment): boolean {
  const { [HASH_LABEL]: _, ...labels } = set.spec?.template?.metadata?.labels ?? {};
  const template = { ...set.spec?.template, metadata: { ...set.spec?.template?.metadata, labels } };
  return (
    templateHash(template) ===
    templateHash({ ...spec?.template, metadata: { ...spec?.template.metadata, labels: spec?.template.metadata?.labels ?? {} } })
  );
}

const revisionOf = ({ metadata }: ReplicaSet): number => Number(metadata?.annotations?.[REVISION] ?? 0);
const sizeOf = ({ spec }: ReplicaSet): number => spec?.replicas ?? 0;
