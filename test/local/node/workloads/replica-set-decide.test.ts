import { describe, expect, it } from '@jest/globals';
import type { Pod, ReplicaSet } from '../../../../kube/objects/built-in.ts';
import { decideReplicaSet, type ReplicaSetPlan } from '../../../../local/node/workloads/replica-set-decide.ts';

const NOON = Date.parse('2026-01-01T12:00:00Z');
const replicaSet = (replicas: number, minReadySeconds = 0): ReplicaSet => ({
  metadata: { name: 'a-1', namespace: 'n', uid: 'r', generation: 1 },
  spec: {
    replicas,
    minReadySeconds,
    selector: { matchLabels: { app: 'a' } },
    template: { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'a' }] } },
  },
});
const pod = (
  name: string,
  {
    readySince,
    ...unlike
  }: {
    readonly readySince?: number;
    readonly phase?: string;
    readonly going?: boolean;
    readonly born?: string;
    readonly cost?: string;
    readonly labels?: Readonly<Record<string, string>>;
  } = {},
): Pod => ({
  metadata: {
    name,
    namespace: 'n',
    uid: name,
    creationTimestamp: unlike.born ?? '2026-01-01T10:00:00Z',
    labels: unlike.labels ?? { app: 'a' },
    ...(unlike.cost === undefined ? {} : { annotations: { 'controller.kubernetes.io/pod-deletion-cost': unlike.cost } }),
    ...(unlike.going ? { deletionTimestamp: '2026-01-01T11:59:00Z' } : {}),
  },
  spec: { nodeName: 'here', containers: [] },
  status: {
    phase: unlike.phase ?? 'Running',
    ...(readySince === undefined
      ? {}
      : { conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: new Date(readySince).toISOString() }] }),
  },
});
const acts = ({ steps }: ReplicaSetPlan) =>
  steps
    .filter(({ do: act }) => act !== 'status')
    .map((step) => (step.do === 'delete' || step.do === 'release' ? `${step.do} ${step.pod.metadata?.name ?? ''}` : step.do));
const status = ({ steps }: ReplicaSetPlan) => steps.flatMap((step) => (step.do === 'status' ? [step.status] : []))[0];

describe('a ReplicaSet', () => {
  it('says that its pods are refused, since when and why, until one is let in', () => {
    const refusal = { reason: 'FailedCreate', message: 'exceeded quota' } as const;
    const condition = { type: 'ReplicaFailure', status: 'True', lastTransitionTime: '2026-01-01T12:00:00Z', ...refusal };
    const refused = status(decideReplicaSet({ replicaSet: replicaSet(1), pods: [], refusal }, NOON));
    expect(refused?.conditions).toEqual([condition]);
    const told: ReplicaSet = { ...replicaSet(1), ...(refused === undefined ? {} : { status: refused }) };
    const again = { reason: 'FailedCreate', message: 'another reason' } as const;
    expect(status(decideReplicaSet({ replicaSet: told, pods: [], refusal: again }, NOON + 60_000))).toBeUndefined();
    expect(status(decideReplicaSet({ replicaSet: told, pods: [] }, NOON + 60_000))).not.toHaveProperty('conditions');
  });

  it('releases a pod that its selector no longer chooses, and makes another', () => {
    const plan = decideReplicaSet({ replicaSet: replicaSet(1), pods: [pod('b', { labels: { app: 'b' } })] }, NOON);
    expect(acts(plan)).toEqual(['release b', 'create']);
    expect(status(plan)).toMatchObject({ replicas: 0 });
  });

  it('keeps its pods while it is deleted, whatever their labels', () => {
    const ending = { ...replicaSet(1), metadata: { ...replicaSet(1).metadata, deletionTimestamp: '2026-01-01T11:59:00Z' } };
    expect(acts(decideReplicaSet({ replicaSet: ending, pods: [pod('b', { labels: {} })] }, NOON))).toEqual([]);
  });

  it('makes the pods that are missing, of its template, and owns them', () => {
    const plan = decideReplicaSet({ replicaSet: replicaSet(2), pods: [] }, NOON);
    expect(acts(plan)).toEqual(['create', 'create']);
    const [first] = plan.steps;
    expect(first?.do === 'create' ? first.pod : undefined).toEqual({
      metadata: {
        labels: { app: 'a' },
        generateName: 'a-1-',
        namespace: 'n',
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'a-1', uid: 'r', controller: true, blockOwnerDeletion: true }],
      },
      spec: { containers: [{ name: 'a' }] },
    });
  });

  it('counts neither a pod that goes nor one that has failed', () =>
    expect(
      acts(
        decideReplicaSet({ replicaSet: replicaSet(1), pods: [pod('going', { going: true }), pod('failed', { phase: 'Failed' })] }, NOON),
      ),
    ).toEqual(['create']));

  it('takes away what serves nobody first, then the youngest', () => {
    const pods = [pod('old', { readySince: 0 }), pod('unready'), pod('young', { readySince: 0, born: '2026-01-01T11:00:00Z' })];
    expect(acts(decideReplicaSet({ replicaSet: replicaSet(1), pods }, NOON))).toEqual(['delete unready', 'delete young']);
  });

  it('takes away what costs least to delete, however old it is, but before that what serves nobody', () => {
    const pods = [
      pod('rich', { readySince: 0, cost: '120', born: '2026-01-01T11:00:00Z' }),
      pod('poor', { readySince: 0, cost: '9' }),
      pod('unready', { cost: '1000' }),
      pod('silent', { readySince: 0 }),
    ];
    expect(acts(decideReplicaSet({ replicaSet: replicaSet(1), pods }, NOON))).toEqual(['delete unready', 'delete silent', 'delete poor']);
  });

  it('counts a pod as available when it has been ready for long enough, and comes back for that', () => {
    const plan = decideReplicaSet(
      { replicaSet: replicaSet(2, 10), pods: [pod('a', { readySince: NOON - 10_000 }), pod('b', { readySince: NOON - 4_000 })] },
      NOON,
    );
    expect(status(plan)).toEqual({ replicas: 2, fullyLabeledReplicas: 2, readyReplicas: 2, availableReplicas: 1, observedGeneration: 1 });
    expect(plan.againMs).toBe(6_000);
  });

  it('writes no status that is there already', () => {
    const world = { replicaSet: replicaSet(1), pods: [pod('a', { readySince: 0 })] };
    const said = status(decideReplicaSet(world, NOON));
    expect(decideReplicaSet({ ...world, replicaSet: { ...world.replicaSet, ...(said ? { status: said } : {}) } }, NOON).steps).toEqual([]);
  });
});
