import { describe, expect, it } from '@jest/globals';
import type { Deployment, ReplicaSet } from '../../../../kube/objects/built-in.ts';
import { decideDeployment, REVISION, type DeploymentStep } from '../../../../local/node/workloads/deployment-decide.ts';

const NOON = Date.parse('2026-01-01T12:00:00Z');
const template = (image: string) => ({ metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'a', image }] } });
const deployment = (image: string, spec: object = {}, unlike: object = {}): Deployment => ({
  metadata: { name: 'a', namespace: 'n', uid: 'd', generation: 1, ...unlike },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: 'a' } },
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    template: template(image),
    ...spec,
  },
});
const made = (steps: readonly DeploymentStep[]): ReplicaSet => {
  const step = steps.find(({ do: act }) => act === 'create');
  if (step?.do !== 'create') throw new Error('no ReplicaSet was made');
  return step.replicaSet;
};
const setOf = (
  image: string,
  size: number,
  revision: number,
  status: object = { replicas: size, readyReplicas: size, availableReplicas: size },
): ReplicaSet => {
  const set = made(decideDeployment({ deployment: deployment(image), replicaSets: [] }, NOON));
  return {
    ...set,
    metadata: {
      ...set.metadata,
      uid: image,
      creationTimestamp: `2026-01-01T0${revision}:00:00Z`,
      annotations: { [REVISION]: String(revision) },
    },
    spec: { ...set.spec, replicas: size } as ReplicaSet['spec'],
    status: status as ReplicaSet['status'],
  };
};
const acts = (steps: readonly DeploymentStep[]) =>
  steps
    .filter(({ do: act }) => act !== 'status')
    .map((step) => (step.do === 'scale' ? `scale ${step.replicaSet.metadata?.uid ?? ''} to ${step.replicas}` : step.do));
const conditions = (steps: readonly DeploymentStep[]) =>
  steps.flatMap((step) =>
    step.do === 'status' ? (step.status.conditions ?? []).map(({ type, status, reason }) => `${type}=${status} ${reason ?? ''}`) : [],
  );

describe('a Deployment', () => {
  it('makes a ReplicaSet that it owns, of its template, with revision 1', () => {
    const { metadata, spec } = made(decideDeployment({ deployment: deployment('one'), replicaSets: [] }, NOON));
    expect(metadata?.ownerReferences).toEqual([
      { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a', uid: 'd', controller: true, blockOwnerDeletion: true },
    ]);
    expect(metadata?.annotations).toEqual({ [REVISION]: '1' });
    const hash = metadata?.labels?.['pod-template-hash'];
    expect(metadata?.name).toBe(`a-${hash ?? ''}`);
    expect(spec?.selector.matchLabels).toEqual({ app: 'a', 'pod-template-hash': hash });
    expect(spec?.template?.metadata?.labels).toEqual({ app: 'a', 'pod-template-hash': hash });
  });

  it('leaves a finished rollout alone', () => {
    const world = { deployment: deployment('one', {}, { annotations: { [REVISION]: '1' } }), replicaSets: [setOf('one', 1, 1)] };
    const [step] = decideDeployment(world, NOON);
    if (step?.do !== 'status') throw new Error('no status');
    expect(step.status).toMatchObject({ observedGeneration: 1, replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1 });
    expect(decideDeployment({ ...world, deployment: { ...world.deployment, status: step.status } }, NOON + 60_000)).toEqual([]);
  });

  it('says that pods are refused for as long as its ReplicaSet does', () => {
    const refused = { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', lastTransitionTime: '2026-01-01T11:00:00Z' };
    const of = (status: object) =>
      conditions(decideDeployment({ deployment: deployment('one'), replicaSets: [setOf('one', 1, 1, status)] }, NOON));
    expect(of({ conditions: [refused] })).toContain('ReplicaFailure=True FailedCreate');
    expect(of({ replicas: 1 }).join()).not.toContain('ReplicaFailure');
  });

  it('starts the next generation beside the old one, and takes the old one away once the new one serves', () => {
    const next = deployment('two');
    const begin = decideDeployment({ deployment: next, replicaSets: [setOf('one', 1, 1)] }, NOON);
    expect(made(begin).metadata?.annotations?.[REVISION]).toBe('2');
    expect(made(begin).spec?.replicas).toBe(1);
    const starting = [setOf('one', 1, 1), setOf('two', 1, 2, { replicas: 1 })];
    expect(acts(decideDeployment({ deployment: next, replicaSets: starting }, NOON))).toEqual(['mark']);
    expect(acts(decideDeployment({ deployment: next, replicaSets: [setOf('one', 1, 1), setOf('two', 1, 2)] }, NOON))).toEqual([
      'mark',
      'scale one to 0',
    ]);
  });

  it('takes up an old generation again, with a revision of its own, when its template comes back', () =>
    expect(acts(decideDeployment({ deployment: deployment('one'), replicaSets: [setOf('one', 0, 1), setOf('two', 1, 2)] }, NOON))).toEqual([
      'revise',
      'mark',
      'scale one to 1',
    ]));

  it("keeps its annotations on its newest ReplicaSet, kubectl's own and its revision aside, for an undo to bring back", () => {
    const annotations = { note: 'new', 'kubectl.kubernetes.io/last-applied-configuration': '{}', [REVISION]: '2' };
    const steps = decideDeployment(
      { deployment: deployment('two', {}, { annotations }), replicaSets: [setOf('one', 0, 1), setOf('two', 1, 2)] },
      NOON,
    );
    expect(steps.filter((step) => step.do === 'revise').map((step) => [step.replicaSet.metadata?.uid, step.annotations])).toEqual([
      ['two', { note: 'new', [REVISION]: '2' }],
    ]);
  });

  it('empties the old generations first where it recreates', () => {
    const recreate = deployment('two', { strategy: { type: 'Recreate' } });
    expect(acts(decideDeployment({ deployment: recreate, replicaSets: [setOf('one', 1, 1)] }, NOON))).toEqual(['scale one to 0']);
    expect(acts(decideDeployment({ deployment: recreate, replicaSets: [setOf('one', 0, 1, { replicas: 1 })] }, NOON))).toEqual([]);
    expect(acts(decideDeployment({ deployment: recreate, replicaSets: [setOf('one', 0, 1)] }, NOON))).toEqual(['create']);
  });

  it('does not roll while it is paused, and scales all the same', () =>
    expect(
      acts(decideDeployment({ deployment: deployment('two', { paused: true, replicas: 3 }), replicaSets: [setOf('one', 1, 1)] }, NOON)),
    ).toEqual(['scale one to 3']));

  it('keeps no more empty generations than it should', () =>
    expect(
      acts(
        decideDeployment(
          {
            deployment: deployment('three', { revisionHistoryLimit: 1 }, { annotations: { [REVISION]: '3' } }),
            replicaSets: [setOf('one', 0, 1), setOf('two', 0, 2), setOf('three', 1, 3)],
          },
          NOON,
        ),
      ),
    ).toEqual(['delete']));

  it('says so when a rollout does not get on', () => {
    const stuck = [setOf('one', 1, 1), setOf('two', 1, 2, { replicas: 1 })];
    const first = decideDeployment({ deployment: deployment('two'), replicaSets: stuck }, NOON);
    expect(conditions(first)).toEqual(['Available=True MinimumReplicasAvailable', 'Progressing=True ReplicaSetUpdated']);
    const status = first.flatMap((step) => (step.do === 'status' ? [step.status] : []))[0];
    const later = decideDeployment(
      { deployment: { ...deployment('two'), ...(status ? { status } : {}) }, replicaSets: stuck },
      NOON + 601_000,
    );
    expect(conditions(later)).toEqual(['Available=True MinimumReplicasAvailable', 'Progressing=False ProgressDeadlineExceeded']);
  });
});
