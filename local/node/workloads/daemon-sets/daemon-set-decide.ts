import type { ControllerRevision, DaemonSet, Node, Pod } from '../../../../kube/objects/built-in.ts';
import { isReady } from '../../../../kube/objects/pod-ready.ts';
import { ownerReference } from '../../owner-reference.ts';
import { placementProblem } from '../../placement.ts';
import { availableInMs } from '../available.ts';
import { reviseTemplate, type RevisionStep } from '../revisions.ts';
import { counted, sameStatus } from '../../same-status.ts';
import { hasEnded } from '../../../../kube/objects/has-ended.ts';

type Status = NonNullable<DaemonSet['status']>;

export interface DaemonSetWorld {
  readonly set: DaemonSet;
  readonly nodes: readonly Node[];
  /** Those that it controls. */
  readonly pods: readonly Pod[];
  readonly revisions: readonly ControllerRevision[];
}

export type DaemonSetStep =
  | RevisionStep
  | { readonly do: 'create'; readonly pod: Pod }
  /** Where it has failed, that is told. */
  | { readonly do: 'delete'; readonly pod: Pod }
  | { readonly do: 'status'; readonly status: Status };

export interface DaemonSetPlan {
  readonly steps: readonly DaemonSetStep[];
  readonly againMs?: number;
}

const HASH_LABEL = 'controller-revision-hash';
const GENERATION = 'deprecated.daemonset.template.generation';

const isGoing = ({ metadata }: Pod): boolean => metadata?.deletionTimestamp !== undefined;

/** Which node a pod is on, or is meant for. */
const nodeOf = ({ spec }: Pod): string =>
  spec?.nodeName ??
  spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms[0]?.matchFields?.[0]?.values?.[0] ??
  '';

export function decideDaemonSet({ set, nodes, pods, revisions }: DaemonSetWorld, now: number): DaemonSetPlan {
  const { spec, status, metadata } = set;
  const update = reviseTemplate(
    {
      owner: { apiVersion: 'apps/v1', kind: 'DaemonSet', object: set },
      template: spec?.template ?? {},
      labels: { ...spec?.template.metadata?.labels },
      hashLabel: HASH_LABEL,
      historyLimit: spec?.revisionHistoryLimit ?? 10,
    },
    revisions,
    new Set(pods.map((pod) => `${metadata?.name ?? ''}-${pod.metadata?.labels?.[HASH_LABEL] ?? ''}`)),
  );
  const isCurrent = (pod: Pod) => pod.metadata?.labels?.[HASH_LABEL] === update.hash;
  const wanted = nodes.filter((node) => placementProblem(daemonPod(set, update.hash, node.metadata?.name ?? ''), node) === undefined);
  const waits = pods.map((pod) => availableInMs(pod, spec?.minReadySeconds ?? 0, now));
  const available = pods.filter((pod, index) => waits[index] === 0 && !isGoing(pod));
  const missing = wanted.filter((node) => !pods.some((pod) => nodeOf(pod) === node.metadata?.name));
  const misplaced = pods.filter((pod) => !wanted.some(({ metadata: { name } = {} }) => name === nodeOf(pod)));
  const useless = pods.filter((pod) => !isGoing(pod) && (hasEnded(pod) || misplaced.includes(pod)));
  // One node: the old pod goes before the new one comes, whatever maxSurge says.
  const outdated =
    spec?.updateStrategy?.type === 'OnDelete' || pods.some(isGoing) ? [] : pods.filter((pod) => !isCurrent(pod) && !useless.includes(pod));
  const changes: readonly DaemonSetStep[] =
    metadata?.deletionTimestamp !== undefined
      ? []
      : [
          ...update.steps,
          ...[...useless, ...outdated].map((pod): DaemonSetStep => ({ do: 'delete', pod })),
          ...missing.map((node): DaemonSetStep => ({ do: 'create', pod: daemonPod(set, update.hash, node.metadata?.name ?? '') })),
        ];
  const ready = pods.filter(isReady).length;
  const next: Status = {
    observedGeneration: metadata?.generation,
    desiredNumberScheduled: wanted.length,
    currentNumberScheduled: pods.length - misplaced.length,
    numberMisscheduled: misplaced.length,
    numberReady: ready,
    updatedNumberScheduled: counted(pods.filter(isCurrent).length),
    numberAvailable: counted(available.length),
    numberUnavailable: counted(Math.max(0, wanted.length - available.length)),
  };
  const soon = waits.filter((wait) => wait > 0 && Number.isFinite(wait));
  return {
    steps: sameStatus(status, next) ? changes : [...changes, { do: 'status', status: next }],
    ...(soon.length > 0 ? { againMs: Math.min(...soon) } : {}),
  };
}

/** What a daemon bears with on its node. */
const TOLERATIONS = [
  ...['not-ready', 'unreachable'].map((key) => ({ key: `node.kubernetes.io/${key}`, operator: 'Exists', effect: 'NoExecute' })),
  ...['disk-pressure', 'memory-pressure', 'pid-pressure', 'unschedulable'].map((key) => ({
    key: `node.kubernetes.io/${key}`,
    operator: 'Exists',
    effect: 'NoSchedule',
  })),
];

function daemonPod(set: DaemonSet, hash: string, node: string): Pod {
  const { metadata, spec } = set.spec?.template ?? {};
  const generation = set.metadata?.annotations?.[GENERATION];
  const selector = { matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] };
  const before = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  const terms = before === undefined ? [selector] : before.map((term) => ({ ...term, ...selector }));
  return {
    metadata: {
      ...metadata,
      generateName: `${set.metadata?.name ?? ''}-`,
      namespace: set.metadata?.namespace ?? '',
      labels: { ...metadata?.labels, [HASH_LABEL]: hash, ...(generation === undefined ? {} : { 'pod-template-generation': generation }) },
      ownerReferences: [ownerReference({ apiVersion: 'apps/v1', kind: 'DaemonSet', object: set })],
    },
    ...(spec === undefined
      ? {}
      : {
          spec: {
            ...spec,
            affinity: {
              ...spec.affinity,
              nodeAffinity: {
                ...spec.affinity?.nodeAffinity,
                requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms },
              },
            },
            tolerations: [...(spec.tolerations ?? []), ...TOLERATIONS],
          },
        }),
  };
}
