import { describe, expect, it } from '@jest/globals';
import type { Deployment, Pod, ReplicaSet } from '../../../../kube/objects/built-in.ts';
import { budgetStatus } from '../../../../local/node/workloads/disruption-decide.ts';

const NOON = Date.parse('2026-01-01T12:00:00Z');
const deployment: Deployment = { metadata: { uid: 'd' }, spec: { replicas: 3, selector: {}, template: {} } };
const sets: Readonly<Record<string, ReplicaSet>> = Object.fromEntries(
  ['old', 'new'].map((uid) => [
    uid,
    {
      metadata: { uid, ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'd', uid: 'd', controller: true }] },
      spec: { replicas: 2, selector: {} },
    },
  ]),
);
const pod = (name: string, set: string, ready = true): Pod => ({
  metadata: { name, uid: name, ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: set, uid: set, controller: true }] },
  status: { conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
});
const status = (spec: object, pods: readonly Pod[], before: object = {}) =>
  budgetStatus(
    {
      budget: { metadata: { generation: 1 }, spec, status: before },
      pods,
      replicaSet: (uid) => sets[uid],
      deployment: (uid) => (uid === 'd' ? deployment : undefined),
    },
    NOON,
  );

describe('a disruption budget', () => {
  const pods = [pod('a', 'old'), pod('b', 'old'), pod('c', 'new')];

  it('grants as many evictions as healthy pods are above what is wanted; a Deployment counts once', () =>
    expect(status({ maxUnavailable: 1 }, pods)).toMatchObject({
      expectedPods: 3,
      desiredHealthy: 2,
      currentHealthy: 3,
      disruptionsAllowed: 1,
      conditions: [{ type: 'DisruptionAllowed', status: 'True', reason: 'SufficientPods' }],
    }));

  it('grants none while one is missing', () =>
    expect(status({ maxUnavailable: 1 }, [pod('a', 'old'), pod('b', 'old'), pod('c', 'new', false)])).toMatchObject({
      currentHealthy: 2,
      disruptionsAllowed: 0,
      conditions: [{ status: 'False', reason: 'InsufficientPods' }],
    }));

  it.each([
    [{ minAvailable: 1 }, 1],
    [{ minAvailable: '50%' }, 2],
    [{ maxUnavailable: '34%' }, 1],
  ])('wants of %j %d healthy pods', (spec, desired) => expect(status(spec, pods).desiredHealthy).toBe(desired));

  it('does not count a pod whose eviction was granted a moment ago, as long as it is there', () => {
    expect(status({ maxUnavailable: 2 }, pods, { disruptedPods: { a: '2026-01-01T11:59:30Z' } })).toMatchObject({
      currentHealthy: 2,
      disruptionsAllowed: 1,
      disruptedPods: { a: '2026-01-01T11:59:30Z' },
    });
    expect(
      status({ maxUnavailable: 2 }, pods, { disruptedPods: { a: '2026-01-01T11:50:00Z', gone: '2026-01-01T11:59:30Z' } }),
    ).toMatchObject({ currentHealthy: 3, disruptionsAllowed: 2 });
  });
});
