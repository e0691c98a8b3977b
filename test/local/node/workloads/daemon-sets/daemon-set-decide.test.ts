import { describe, expect, it } from '@jest/globals';
import type { DaemonSet, Node, Pod } from '../../../../../kube/objects/built-in.ts';
import { decideDaemonSet } from '../../../../../local/node/workloads/daemon-sets/daemon-set-decide.ts';

const NOW = Date.parse('2030-01-01T00:00:00Z');
const HERE: Node = { metadata: { name: 'here' } };
const setOf = (spec: object = {}): DaemonSet => ({
  metadata: { name: 'd', namespace: 'x', uid: 'set', annotations: { 'deprecated.daemonset.template.generation': '3' } },
  spec: {
    selector: { matchLabels: { a: 'd' } },
    template: { metadata: { labels: { a: 'd' } }, spec: { containers: [{ name: 'c' }] } },
    ...spec,
  },
});
const decide = (set: DaemonSet, pods: readonly Pod[], node: Node = HERE) =>
  decideDaemonSet({ set, nodes: [node], pods, revisions: [] }, NOW);
const steps = (set: DaemonSet, pods: readonly Pod[], node?: Node) =>
  decide(set, pods, node)
    .steps.filter(({ do: act }) => act === 'create' || act === 'delete')
    .map(({ do: act }) => act);

const made = (set: DaemonSet): Pod => {
  const step = decide(set, []).steps.find(({ do: act }) => act === 'create');
  if (step?.do !== 'create') throw new Error('a node without a pod gets one');
  return {
    ...step.pod,
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: '2029-12-31T00:00:00Z' }] },
  };
};

describe('a DaemonSet', () => {
  it('has a pod for its node alone, which bears with whatever is wrong there', () =>
    expect(made(setOf())).toMatchObject({
      metadata: { generateName: 'd-', labels: { a: 'd', 'pod-template-generation': '3', 'controller-revision-hash': expect.any(String) } },
      spec: {
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['here'] }] }],
            },
          },
        },
        tolerations: expect.arrayContaining([{ key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' }]),
      },
    }));

  it('has none on a node that does not want it', () => {
    const tainted = { ...HERE, spec: { taints: [{ key: 'k', effect: 'NoSchedule' }] } };
    expect(steps(setOf(), [], tainted)).toEqual([]);
    expect(steps(setOf(), [made(setOf())], tainted)).toEqual(['delete']);
    expect(steps(setOf(), [], { ...HERE, spec: { unschedulable: true } })).toEqual(['create']);
  });

  it('replaces one of an older template, and one that has failed', () => {
    const old = made(setOf({ template: { spec: { containers: [{ name: 'old' }] } } }));
    expect(steps(setOf(), [old])).toEqual(['delete']);
    expect(steps(setOf({ updateStrategy: { type: 'OnDelete' } }), [old])).toEqual([]);
    expect(steps(setOf(), [{ ...made(setOf()), status: { phase: 'Failed' } }])).toEqual(['delete']);
    expect(steps(setOf(), [made(setOf())])).toEqual([]);
  });

  it('says how it is', () =>
    expect(decide(setOf(), [made(setOf())]).steps.at(-1)).toEqual({
      do: 'status',
      status: {
        observedGeneration: undefined,
        desiredNumberScheduled: 1,
        currentNumberScheduled: 1,
        numberMisscheduled: 0,
        numberReady: 1,
        updatedNumberScheduled: 1,
        numberAvailable: 1,
        numberUnavailable: undefined,
      },
    }));
});
