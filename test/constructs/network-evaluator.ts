import { BlockList, isIP } from 'node:net';
import type { NetworkPolicySpec, Peer, Port, Selector } from '../../constructs/network-policy.ts';
import type { Manifest } from './manifests.ts';

/** One end of a connection: a pod, or an address outside the cluster's pods. */
export type Endpoint = EvaluatedPod | { readonly ip: string };
export interface EvaluatedPod {
  readonly ip: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}
export interface EvaluatedCluster {
  /** The labels of each namespace. */
  readonly namespaces: ReadonlyMap<string, Readonly<Record<string, string>>>;
  readonly policies: readonly { readonly namespace: string; readonly spec: NetworkPolicySpec }[];
}

/** The namespaces and policies of some manifests, and the name that Kubernetes itself writes on each namespace. */
export function clusterOf(manifests: readonly Manifest[], ...others: readonly string[]): EvaluatedCluster {
  const named = (name: string, labels = {}) => [name, { ...labels, 'kubernetes.io/metadata.name': name }] as const;
  return {
    namespaces: new Map([
      ...others.map((name) => named(name)),
      ...manifests.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => named(metadata.name, metadata.labels)),
    ]),
    policies: manifests
      .filter(({ kind }) => kind === 'NetworkPolicy')
      .map(({ metadata, spec }) => ({ namespace: metadata.namespace ?? '', spec: spec as NetworkPolicySpec })),
  };
}

/**
 * Whether a connection gets through, after the rules of the NetworkPolicy API: a pod that no policy selects for a
 * direction is open in it; else one of the rules that select it must allow the other end and the port. Both ends count,
 * and addresses are those after translation: the pod's, never the Service's.
 */
export const connects = (cluster: EvaluatedCluster, from: Endpoint, to: Endpoint, port: Port): boolean =>
  passes(cluster, 'Egress', from, to, port) && passes(cluster, 'Ingress', to, from, port);

function passes(
  { policies, namespaces }: EvaluatedCluster,
  direction: 'Ingress' | 'Egress',
  pod: Endpoint,
  other: Endpoint,
  port: Port,
): boolean {
  if (!isPod(pod)) return true;
  const selecting = policies.filter(
    ({ namespace, spec }) => namespace === pod.namespace && spec.policyTypes.includes(direction) && selects(spec.podSelector, pod.labels),
  );
  if (selecting.length === 0) return true;
  const rules = selecting.flatMap(({ spec }) =>
    direction === 'Egress'
      ? (spec.egress ?? []).map(({ to, ports }) => ({ peers: to, ports }))
      : (spec.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports })),
  );
  return rules.some(
    ({ peers = [], ports = [] }) =>
      (peers.length === 0 || peers.some((peer) => isPeer(peer, other, pod.namespace, namespaces))) &&
      (ports.length === 0 || ports.some((open) => open.protocol === port.protocol && open.port === port.port)),
  );
}

function isPeer(
  { ipBlock, namespaceSelector, podSelector }: Peer,
  other: Endpoint,
  namespace: string,
  namespaces: EvaluatedCluster['namespaces'],
): boolean {
  if (ipBlock !== undefined) return within(ipBlock.cidr, other.ip);
  if (!isPod(other)) return false;
  const inNamespace =
    namespaceSelector === undefined ? other.namespace === namespace : selects(namespaceSelector, namespaces.get(other.namespace) ?? {});
  return inNamespace && (podSelector === undefined || selects(podSelector, other.labels));
}

const isPod = (endpoint: Endpoint): endpoint is EvaluatedPod => 'namespace' in endpoint;

const selects = ({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Readonly<Record<string, string>>): boolean =>
  Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
  matchExpressions.every(({ key }) => Object.hasOwn(labels, key));

function within(cidr: string, ip: string): boolean {
  const [address = '', bits] = cidr.split('/');
  const family = (of: string) => (isIP(of) === 6 ? 'ipv6' : 'ipv4');
  const block = new BlockList();
  block.addSubnet(address, Number(bits), family(address));
  return family(address) === family(ip) && block.check(ip, family(ip));
}
