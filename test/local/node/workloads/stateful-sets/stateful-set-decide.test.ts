import { describe, expect, it } from '@jest/globals';
import type { ControllerRevision, Pod, StatefulSet } from '../../../../../kube/objects/built-in.ts';
import { decideStatefulSet } from '../../../../../local/node/workloads/stateful-sets/stateful-set-decide.ts';

const NOW = Date.parse('2030-01-01T00:00:00Z');
const setOf = (spec: object = {}, status: object = {}): StatefulSet => ({
  metadata: { name: 's', namespace: 'x', uid: 'set' },
  spec: {
    serviceName: 's',
    replicas: 3,
    selector: { matchLabels: { a: 's' } },
    template: { metadata: { labels: { a: 's' } }, spec: { containers: [{ name: 'c' }] } },
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
    ...spec,
  },
  status: { replicas: 0, ...status },
});

/** The revision of a set as it is. */
const recorded = (set: StatefulSet): ControllerRevision => {
  const [step] = decideStatefulSet({ set, pods: [], revisions: [] }, NOW).steps;
  if (step?.do !== 'record') throw new Error('a template that is new is recorded');
  return step.revision;
};
const OLD = recorded(setOf({ template: { spec: { containers: [{ name: 'old' }] } } }));
const NEW = { ...recorded(setOf()), revision: 2 };
const nameOf = ({ metadata }: ControllerRevision) => metadata?.name ?? '';

const podOf = (ordinal: number, unlike: { revision?: ControllerRevision; ready?: boolean; going?: boolean; phase?: string } = {}): Pod => {
  const { revision = NEW, ready = true, going = false, phase = 'Running' } = unlike;
  return {
    metadata: {
      name: `s-${ordinal}`,
      labels: { 'controller-revision-hash': nameOf(revision) },
      ...(going ? { deletionTimestamp: '2030-01-01T00:00:00Z' } : {}),
    },
    status: { phase, conditions: [{ type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: '2029-12-31T23:59:50Z' }] },
  };
};
const plan = (set: StatefulSet, ...pods: readonly Pod[]) => decideStatefulSet({ set, pods, revisions: [OLD, NEW] }, NOW);
const steps = (set: StatefulSet, ...pods: readonly Pod[]) =>
  plan(set, ...pods).steps.flatMap((step) =>
    step.do === 'create' || step.do === 'delete'
      ? [`${step.do} ${step.pod.metadata?.name ?? ''}`]
      : step.do === 'claim'
        ? [`claim ${step.claim.metadata?.name ?? ''}`]
        : [],
  );
const status = (set: StatefulSet, ...pods: readonly Pod[]) => plan(set, ...pods).steps.find((step) => step.do === 'status');

describe('a StatefulSet', () => {
  it('records its template first', () =>
    expect(NEW).toMatchObject({
      metadata: { name: expect.stringMatching(/^s-\w{10}$/), labels: { a: 's', 'controller.kubernetes.io/hash': expect.any(String) } },
      data: { spec: { template: { $patch: 'replace', spec: { containers: [{ name: 'c' }] } } } },
    }));

  it('makes its pods one after another, each with a name and a volume of its own', () => {
    const set = setOf({ volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'] } }] });
    expect(steps(set)).toEqual(['claim data-s-0', 'create s-0']);
    expect(plan(set).steps.find((step) => step.do === 'create')).toMatchObject({
      pod: {
        metadata: {
          name: 's-0',
          labels: {
            'apps.kubernetes.io/pod-index': '0',
            'statefulset.kubernetes.io/pod-name': 's-0',
            'controller-revision-hash': nameOf(NEW),
          },
        },
        spec: { hostname: 's-0', subdomain: 's', volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data-s-0' } }] },
      },
    });
    expect(steps(set, podOf(0, { ready: false }))).toEqual([]);
    expect(steps(set, podOf(0))).toEqual(['claim data-s-1', 'create s-1']);
  });

  it('makes them all at once where it may', () =>
    expect(steps(setOf({ podManagementPolicy: 'Parallel' }))).toEqual(['create s-0', 'create s-1', 'create s-2']));

  it('begins with another number where it is told to', () =>
    expect(steps(setOf({ ordinals: { start: 5 } }), podOf(5))).toEqual(['create s-6']));

  it('waits until a pod has been ready for long enough', () => {
    const set = setOf({ minReadySeconds: 30 });
    expect(steps(set, podOf(0))).toEqual([]);
    expect(plan(set, podOf(0)).againMs).toBe(20_000);
  });

  it('takes away the last first, and waits until it is gone', () => {
    const set = setOf({ replicas: 1 });
    expect(steps(set, podOf(0), podOf(1), podOf(2))).toEqual(['delete s-2']);
    expect(steps(set, podOf(0), podOf(1), podOf(2, { going: true }))).toEqual([]);
    expect(steps(setOf({ replicas: 1, podManagementPolicy: 'Parallel' }), podOf(0), podOf(1), podOf(2))).toEqual([
      'delete s-2',
      'delete s-1',
    ]);
  });

  it('replaces a pod that has ended', () =>
    expect(steps(setOf(), podOf(0, { phase: 'Failed', ready: false }), podOf(1), podOf(2))).toEqual(['delete s-0']));

  it('updates from the last to the first, one at a time', () => {
    const old = { revision: OLD };
    expect(steps(setOf(), podOf(0, old), podOf(1, old), podOf(2, old))).toEqual(['delete s-2']);
    expect(steps(setOf(), podOf(0, old), podOf(1, old), podOf(2, { ready: false }))).toEqual([]);
    expect(steps(setOf(), podOf(0, old), podOf(1, old), podOf(2))).toEqual(['delete s-1']);
  });

  it('leaves those below the partition as they were, also when they are made anew', () => {
    const set = setOf({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } } }, { currentRevision: nameOf(OLD) });
    const old = { revision: OLD };
    expect(steps(set, podOf(0, old), podOf(1, old), podOf(2))).toEqual([]);
    expect(plan(set).steps.find((step) => step.do === 'create')).toMatchObject({
      pod: { metadata: { labels: { 'controller-revision-hash': nameOf(OLD) } }, spec: { containers: [{ name: 'old' }] } },
    });
  });

  it('updates nothing by itself with OnDelete', () =>
    expect(steps(setOf({ updateStrategy: { type: 'OnDelete' } }), podOf(0, { revision: OLD }), podOf(1), podOf(2))).toEqual([]));

  it('says how far it is, and that it is done', () => {
    const before = { currentRevision: nameOf(OLD) };
    expect(status(setOf({}, before), podOf(0, { revision: OLD }), podOf(1, { revision: OLD }), podOf(2))).toMatchObject({
      status: {
        replicas: 3,
        readyReplicas: 3,
        currentReplicas: 2,
        updatedReplicas: 1,
        currentRevision: nameOf(OLD),
        updateRevision: nameOf(NEW),
      },
    });
    expect(status(setOf({}, before), podOf(0), podOf(1), podOf(2))).toMatchObject({
      status: { currentReplicas: 3, updatedReplicas: 3, currentRevision: nameOf(NEW) },
    });
  });
});
