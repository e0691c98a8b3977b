import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { ManifestMeta } from './object-meta.ts';

/** A NetworkPolicy as plain data, of the fields that we use: what is rendered is also what the tests evaluate. */
export interface NetworkPolicySpec {
  readonly podSelector: Selector;
  readonly policyTypes: readonly ('Ingress' | 'Egress')[];
  readonly ingress?: readonly { readonly from?: readonly Peer[]; readonly ports?: readonly Port[] }[];
  readonly egress?: readonly { readonly to?: readonly Peer[]; readonly ports?: readonly Port[] }[];
}
export interface Selector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly { readonly key: string; readonly operator: 'Exists' }[];
}
export interface Peer {
  readonly namespaceSelector?: Selector;
  readonly podSelector?: Selector;
  readonly ipBlock?: { readonly cidr: string };
}
export interface Port {
  readonly protocol: 'TCP' | 'UDP';
  readonly port: number;
}

export class NetworkPolicy extends ApiObject {
  constructor(scope: Construct, id: string, { metadata, spec }: { readonly metadata: ManifestMeta; readonly spec: NetworkPolicySpec }) {
    super(scope, id, { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, spec });
  }
}

export const tcp = (port: number): Port => ({ protocol: 'TCP', port });

/** Nobody in, nobody out: what a namespace starts from. */
export const denyAll: NetworkPolicySpec = { podSelector: {}, policyTypes: ['Ingress', 'Egress'] };
