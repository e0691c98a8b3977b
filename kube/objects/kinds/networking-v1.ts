// Written by scripts/write-kinds.ts: change that.
import type { KeyedList } from '../keyed-list.ts';
import type { CoreV1TypedLocalObjectReference } from './core-v1.ts';
import type { MetaV1Condition, MetaV1LabelSelector, MetaV1ObjectMeta } from './meta-v1.ts';

export interface NetworkingV1HTTPIngressPath {
  readonly backend: NetworkingV1IngressBackend;
  readonly path?: string;
  readonly pathType: string;
}

export interface NetworkingV1HTTPIngressRuleValue {
  readonly paths: readonly NetworkingV1HTTPIngressPath[];
}

export interface NetworkingV1IPAddress {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec: NetworkingV1IPAddressSpec;
}

export interface NetworkingV1IPAddressSpec {
  readonly parentRef: NetworkingV1ParentReference;
}

export interface NetworkingV1IPBlock {
  readonly cidr: string;
  readonly except?: readonly string[];
}

export interface NetworkingV1Ingress {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec?: NetworkingV1IngressSpec;
  readonly status?: NetworkingV1IngressStatus;
}

export interface NetworkingV1IngressBackend {
  readonly resource?: CoreV1TypedLocalObjectReference;
  readonly service?: NetworkingV1IngressServiceBackend;
}

export interface NetworkingV1IngressClass {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec?: NetworkingV1IngressClassSpec;
}

export interface NetworkingV1IngressClassParametersReference {
  readonly apiGroup?: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly scope?: string;
}

export interface NetworkingV1IngressClassSpec {
  readonly controller?: string;
  readonly parameters?: NetworkingV1IngressClassParametersReference;
}

export interface NetworkingV1IngressLoadBalancerIngress {
  readonly hostname?: string;
  readonly ip?: string;
  readonly ports?: readonly NetworkingV1IngressPortStatus[];
}

export interface NetworkingV1IngressLoadBalancerStatus {
  readonly ingress?: readonly NetworkingV1IngressLoadBalancerIngress[];
}

export interface NetworkingV1IngressPortStatus {
  readonly error?: string;
  readonly port: number;
  readonly protocol: string;
}

export interface NetworkingV1IngressRule {
  readonly host?: string;
  readonly http?: NetworkingV1HTTPIngressRuleValue;
}

export interface NetworkingV1IngressServiceBackend {
  readonly name: string;
  readonly port?: NetworkingV1ServiceBackendPort;
}

export interface NetworkingV1IngressSpec {
  readonly defaultBackend?: NetworkingV1IngressBackend;
  readonly ingressClassName?: string;
  readonly rules?: readonly NetworkingV1IngressRule[];
  readonly tls?: readonly NetworkingV1IngressTLS[];
}

export interface NetworkingV1IngressStatus {
  readonly loadBalancer?: NetworkingV1IngressLoadBalancerStatus;
}

export interface NetworkingV1IngressTLS {
  readonly hosts?: readonly string[];
  readonly secretName?: string;
}

export interface NetworkingV1NetworkPolicy {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec?: NetworkingV1NetworkPolicySpec;
}

export interface NetworkingV1NetworkPolicyEgressRule {
  readonly ports?: readonly NetworkingV1NetworkPolicyPort[];
  readonly to?: readonly NetworkingV1NetworkPolicyPeer[];
}

export interface NetworkingV1NetworkPolicyIngressRule {
  readonly from?: readonly NetworkingV1NetworkPolicyPeer[];
  readonly ports?: readonly NetworkingV1NetworkPolicyPort[];
}

export interface NetworkingV1NetworkPolicyPeer {
  readonly ipBlock?: NetworkingV1IPBlock;
  readonly namespaceSelector?: MetaV1LabelSelector;
  readonly podSelector?: MetaV1LabelSelector;
}

export interface NetworkingV1NetworkPolicyPort {
  readonly endPort?: number;
  readonly port?: number | string;
  readonly protocol?: string;
}

export interface NetworkingV1NetworkPolicySpec {
  readonly egress?: readonly NetworkingV1NetworkPolicyEgressRule[];
  readonly ingress?: readonly NetworkingV1NetworkPolicyIngressRule[];
  readonly podSelector?: MetaV1LabelSelector;
  readonly policyTypes?: readonly string[];
}

export interface NetworkingV1ParentReference {
  readonly group?: string;
  readonly name: string;
  readonly namespace?: string;
  readonly resource: string;
}

export interface NetworkingV1ServiceBackendPort {
  readonly name?: string;
  readonly number?: number;
}

export interface NetworkingV1ServiceCIDR {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec?: NetworkingV1ServiceCIDRSpec;
  readonly status?: NetworkingV1ServiceCIDRStatus;
}

export interface NetworkingV1ServiceCIDRSpec {
  readonly cidrs?: readonly string[];
}

export interface NetworkingV1ServiceCIDRStatus {
  readonly conditions?: KeyedList<MetaV1Condition, 'type'>;
}
