import { describe, expect, it } from '@jest/globals';
import type { NetworkPolicySpec, Port } from '../../constructs/network-policy.ts';
import { connects, type Endpoint, type EvaluatedPod } from './network-evaluator.ts';

const pod = (name: string, namespace = 'a'): EvaluatedPod => ({ ip: '10.1.0.1', namespace, labels: { name } });
const http: Port = { protocol: 'TCP', port: 80 };
const cluster = (...specs: readonly NetworkPolicySpec[]) => ({
  namespaces: new Map([
    ['a', { team: 'a' }],
    ['b', { team: 'b' }],
  ]),
  policies: specs.map((spec) => ({ namespace: 'a', spec })),
});
const ingress = (...rules: NonNullable<NetworkPolicySpec['ingress']>): NetworkPolicySpec => ({
  podSelector: {},
  policyTypes: ['Ingress'],
  ingress: rules,
});

describe('the evaluator of network policies', () => {
  it.each<[string, readonly NetworkPolicySpec[], Endpoint, Endpoint, boolean]>([
    ['everything where there is no policy', [], pod('x'), pod('y'), true],
    ['nothing into a pod that a policy without rules selects', [ingress()], pod('x'), pod('y'), false],
    ['everything out of a pod that is selected for the way in only', [ingress()], pod('x'), pod('y', 'b'), true],
    ['nothing out where the way out is closed', [{ podSelector: {}, policyTypes: ['Egress'] }], pod('x'), pod('y', 'b'), false],
    ['everything by a rule without peers', [ingress({})], { ip: '1.1.1.1' }, pod('y'), true],
    ['nothing on another port', [ingress({ ports: [{ protocol: 'TCP', port: 81 }] })], pod('x'), pod('y'), false],
    ['nothing by another protocol', [ingress({ ports: [{ protocol: 'UDP', port: 80 }] })], pod('x'), pod('y'), false],
    ['what any one policy allows', [ingress(), ingress({ from: [{ podSelector: {} }] })], pod('x'), pod('y'), true],
    [
      'no stranger by a pod selector alone: it means the own namespace',
      [ingress({ from: [{ podSelector: {} }] })],
      pod('x', 'b'),
      pod('y'),
      false,
    ],
    [
      'a namespace by its labels',
      [ingress({ from: [{ namespaceSelector: { matchLabels: { team: 'b' } } }] })],
      pod('x', 'b'),
      pod('y'),
      true,
    ],
    [
      'only those pods of a namespace that both selectors select',
      [ingress({ from: [{ namespaceSelector: { matchLabels: { team: 'b' } }, podSelector: { matchLabels: { name: 'z' } } }] })],
      pod('x', 'b'),
      pod('y'),
      false,
    ],
    ['an address within a block', [ingress({ from: [{ ipBlock: { cidr: '192.0.2.0/24' } }] })], { ip: '192.0.2.9' }, pod('y'), true],
    ['no address outside of it', [ingress({ from: [{ ipBlock: { cidr: '192.0.2.0/24' } }] })], { ip: '192.0.3.9' }, pod('y'), false],
    ['no address of the other family', [ingress({ from: [{ ipBlock: { cidr: '::/0' } }] })], { ip: '192.0.2.9' }, pod('y'), false],
  ])('allows %s', (_, policies, from, to, allowed) => expect(connects(cluster(...policies), from, to, http)).toBe(allowed));
});
