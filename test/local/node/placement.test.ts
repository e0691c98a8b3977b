import { describe, expect, it } from '@jest/globals';
import type { Node, Pod } from '../../../kube/objects/built-in.ts';
import { isExpelled, placementProblem } from '../../../local/node/placement.ts';

const nodeOf = (spec: object): Node => ({ metadata: { name: 'here', labels: { zone: 'a', size: '5' } }, spec });
const podOf = (spec: object): Pod => ({ spec: { containers: [], ...spec } });
const affine = (term: object): object => ({
  affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } } },
});
const tainted = (effect: string) => ({ taints: [{ key: 'k', value: 'v', effect }] });

const CORDONED = 'node(s) were unschedulable';
const UNSELECTED = "node(s) didn't match Pod's node affinity/selector";
const TAINTED = 'node(s) had untolerated taint(s)';

describe('a pod on a node', () => {
  it.each([
    ['a node like any other', {}, {}, undefined],
    ['one that is cordoned', { unschedulable: true }, {}, CORDONED],
    ['one that is cordoned, and borne with', { unschedulable: true }, { tolerations: [{ operator: 'Exists' }] }, undefined],
    ['a taint', tainted('NoSchedule'), {}, TAINTED],
    ['a taint that is a wish', tainted('PreferNoSchedule'), {}, undefined],
    ['a taint that is tolerated by its value', tainted('NoSchedule'), { tolerations: [{ key: 'k', value: 'v' }] }, undefined],
    ['a taint of another value', tainted('NoSchedule'), { tolerations: [{ key: 'k', value: 'w' }] }, TAINTED],
    ['a taint of another effect', tainted('NoExecute'), { tolerations: [{ key: 'k', operator: 'Exists', effect: 'NoSchedule' }] }, TAINTED],
    ['a label that the node has', {}, { nodeSelector: { zone: 'a' } }, undefined],
    ['a label that it has not', {}, { nodeSelector: { zone: 'b' } }, UNSELECTED],
    ['its name', {}, affine({ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['here'] }] }), undefined],
    ['another name', {}, affine({ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['there'] }] }), UNSELECTED],
    ['more than a number', {}, affine({ matchExpressions: [{ key: 'size', operator: 'Gt', values: ['4'] }] }), undefined],
    ['a label that must be absent', {}, affine({ matchExpressions: [{ key: 'zone', operator: 'DoesNotExist' }] }), UNSELECTED],
  ])('with %s', (_, node, pod, expected) => expect(placementProblem(podOf(pod), nodeOf(node))).toBe(expected));

  it('has to go for a taint that drives it out', () => {
    expect(isExpelled(podOf({}), nodeOf(tainted('NoExecute')))).toBe(true);
    expect(isExpelled(podOf({}), nodeOf(tainted('NoSchedule')))).toBe(false);
    expect(isExpelled(podOf({ tolerations: [{ key: 'k', operator: 'Exists' }] }), nodeOf(tainted('NoExecute')))).toBe(false);
  });
});
