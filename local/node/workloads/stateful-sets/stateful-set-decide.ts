import type { ControllerRevision, PersistentVolumeClaim, Pod, StatefulSet } from '../../../../kube/objects/built-in.ts';
import { isReady } from '../../../../kube/objects/pod-ready.ts';
import { availableInMs } from '../available.ts';
import { reviseTemplate, templateIn, type RevisionStep } from '../revisions.ts';
import { fraction } from '../rolling-update.ts';
import { sameStatus } from '../../same-status.ts';
import { claimsOf, ordinalOf, REVISION_LABEL, statefulPod } from './stateful-pods.ts';
import { hasEnded } from '../../../../kube/objects/has-ended.ts';

type Status = NonNullable<StatefulSet['status']>;

export interface StatefulSetWorld {
  readonly set: StatefulSet;
  /** Those that it controls. */
  readonly pods: readonly Pod[];
  readonly revisions: readonly ControllerRevision[];
}

export type StatefulSetStep =
  | RevisionStep
  | { readonly do: 'claim'; readonly claim: PersistentVolumeClaim; readonly pod: string }
  | { readonly do: 'create'; readonly pod: Pod }
  | { readonly do: 'delete'; readonly pod: Pod }
  | { readonly do: 'status'; readonly status: Status };

export interface StatefulSetPlan {
  readonly steps: readonly StatefulSetStep[];
  /** When a pod that is ready now will count as available. */
  readonly againMs?: number;
}

const isGoing = ({ metadata }: Pod): boolean => metadata?.deletionTimestamp !== undefined;
const revisionIn = ({ metadata }: Pod): string => metadata?.labels?.[REVISION_LABEL] ?? '';

export function decideStatefulSet({ set, pods, revisions }: StatefulSetWorld, now: number): StatefulSetPlan {
  const { spec, status } = set;
  const owner = { apiVersion: 'apps/v1', kind: 'StatefulSet', object: set };
  const used = new Set([...pods.map(revisionIn), status?.currentRevision ?? '']);
  const update = reviseTemplate(
    {
      owner,
      template: spec?.template ?? {},
      labels: { ...spec?.selector.matchLabels },
      hashLabel: 'controller.kubernetes.io/hash',
      historyLimit: spec?.revisionHistoryLimit ?? 10,
    },
    revisions,
    used,
  );
  const isKnown = revisions.some(({ metadata }) => metadata?.name === status?.currentRevision);
  const current = isKnown ? (status?.currentRevision ?? '') : update.name;
  const waits = pods.map((pod) => availableInMs(pod, spec?.minReadySeconds ?? 0, now)).filter((wait) => wait > 0 && Number.isFinite(wait));
  const rank = { set, pods, revisions, current, update: update.name, now };
  const changes = set.metadata?.deletionTimestamp === undefined ? [...update.steps, ...move(rank)] : [];
  const next = nextStatus(rank);
  return {
    steps: sameStatus(status, next) ? changes : [...changes, { do: 'status', status: next }],
    ...(waits.length > 0 ? { againMs: Math.min(...waits) } : {}),
  };
}

interface Rank extends StatefulSetWorld {
  /** Names of revisions: what its pods come from, and where they go. */
  readonly current: string;
  readonly update: string;
  readonly now: number;
}

const isAvailable = ({ set, now }: Rank, pod: Pod): boolean =>
  isReady(pod) && !isGoing(pod) && availableInMs(pod, set.spec?.minReadySeconds ?? 0, now) === 0;

/** In order: a pod is made when all before it are available, and taken away when all that remain are; or all at once. */
function move(rank: Rank): readonly StatefulSetStep[] {
  const { set, pods } = rank;
  const isOrdered = set.spec?.podManagementPolicy !== 'Parallel';
  const [first, count] = [set.spec?.ordinals?.start ?? 0, set.spec?.replicas ?? 1];
  const numbered = new Map(pods.map((pod) => [ordinalOf(set, pod), pod]));
  const steps: StatefulSetStep[] = [];
  for (let ordinal = first; ordinal < first + count; ordinal += 1) {
    const pod = numbered.get(ordinal);
    if (pod === undefined) {
      const name = `${set.metadata?.name ?? ''}-${ordinal}`;
      steps.push(...claimsOf(set, ordinal).map((claim): StatefulSetStep => ({ do: 'claim', claim, pod: name })));
      steps.push({ do: 'create', pod: freshPod(rank, ordinal - first, ordinal) });
    } else if (hasEnded(pod) && !isGoing(pod)) steps.push({ do: 'delete', pod });
    if (isOrdered && (pod === undefined || !isAvailable(rank, pod))) return steps;
  }
  const surplus = pods
    .filter((pod) => isOutside(ordinalOf(set, pod), first, count))
    .sort((a, b) => (ordinalOf(set, b) ?? 0) - (ordinalOf(set, a) ?? 0));
  if (surplus.length > 0) {
    const leaving = surplus.filter((pod) => !isGoing(pod));
    if (!isOrdered) return [...steps, ...leaving.map((pod): StatefulSetStep => ({ do: 'delete', pod }))];
    const [next] = leaving;
    return leaving.length < surplus.length || next === undefined ? steps : [...steps, { do: 'delete', pod: next }];
  }
  return steps.length > 0 ? steps : updates(rank, first, count);
}

const isOutside = (ordinal: number | undefined, first: number, count: number): boolean =>
  ordinal !== undefined && (ordinal < first || ordinal >= first + count);

/** Below the partition pods stay what they were, also when they are made anew. */
function freshPod({ set, revisions, current, update }: Rank, index: number, ordinal: number): Pod {
  const { updateStrategy } = set.spec ?? {};
  const stays =
    updateStrategy?.rollingUpdate === undefined
      ? index < (set.status?.currentReplicas ?? 0)
      : index < (updateStrategy.rollingUpdate.partition ?? 0);
  const before = revisions.find(({ metadata }) => metadata?.name === current);
  const template = stays && before !== undefined ? templateIn(before) : undefined;
  return statefulPod(set, template ?? set.spec?.template ?? {}, template === undefined ? update : current, ordinal);
}

/** Pods of an older template go, from the last on, as long as few enough are missing. */
function updates(rank: Rank, first: number, count: number): readonly StatefulSetStep[] {
  const { set, pods, update } = rank;
  const { type, rollingUpdate } = set.spec?.updateStrategy ?? {};
  if (type === 'OnDelete') return [];
  const room =
    Math.max(1, fraction(rollingUpdate?.maxUnavailable ?? 1, count, 'up')) - pods.filter((pod) => !isAvailable(rank, pod)).length;
  return pods
    .filter((pod) => (ordinalOf(set, pod) ?? -1) >= first + (rollingUpdate?.partition ?? 0) && revisionIn(pod) !== update && !isGoing(pod))
    .sort((a, b) => (ordinalOf(set, b) ?? 0) - (ordinalOf(set, a) ?? 0))
    .slice(0, Math.max(0, room))
    .map((pod) => ({ do: 'delete', pod }));
}

function nextStatus(rank: Rank): Status {
  const { set, pods, current, update } = rank;
  const replicas = set.spec?.replicas ?? 1;
  const ofRevision = (name: string) => pods.filter((pod) => !isGoing(pod) && revisionIn(pod) === name).length;
  const ready = pods.filter((pod) => isReady(pod) && pod.status?.phase === 'Running').length;
  const updated = ofRevision(update);
  const isDone = set.spec?.updateStrategy?.type !== 'OnDelete' && updated === replicas && pods.length === replicas && ready === replicas;
  const currentReplicas = isDone ? updated : ofRevision(current);
  return {
    observedGeneration: set.metadata?.generation,
    replicas: pods.length,
    ...(ready > 0 ? { readyReplicas: ready } : {}),
    availableReplicas: pods.filter((pod) => isAvailable(rank, pod)).length,
    ...(currentReplicas > 0 ? { currentReplicas } : {}),
    ...(updated > 0 ? { updatedReplicas: updated } : {}),
    currentRevision: isDone ? update : current,
    updateRevision: update,
    collisionCount: 0,
  };
}
