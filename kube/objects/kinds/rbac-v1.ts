// Written by scripts/write-kinds.ts: change that.
import type { MetaV1LabelSelector, MetaV1ObjectMeta } from './meta-v1.ts';

export interface RbacV1AggregationRule {
  readonly clusterRoleSelectors?: readonly MetaV1LabelSelector[];
}

export interface RbacV1ClusterRole {
  readonly aggregationRule?: RbacV1AggregationRule;
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly rules?: readonly RbacV1PolicyRule[];
}

export interface RbacV1ClusterRoleBinding {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly roleRef: RbacV1RoleRef;
  readonly subjects?: readonly RbacV1Subject[];
}

export interface RbacV1PolicyRule {
  readonly apiGroups?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly resources?: readonly string[];
  readonly verbs: readonly string[];
}

export interface RbacV1Role {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly rules?: readonly RbacV1PolicyRule[];
}

export interface RbacV1RoleBinding {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly roleRef: RbacV1RoleRef;
  readonly subjects?: readonly RbacV1Subject[];
}

export interface RbacV1RoleRef {
  readonly apiGroup?: string;
  readonly kind: string;
  readonly name: string;
}

export interface RbacV1Subject {
  readonly apiGroup?: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}
