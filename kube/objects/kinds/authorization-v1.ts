// Written by scripts/write-kinds.ts: change that.
import type { MetaV1FieldSelectorRequirement, MetaV1LabelSelectorRequirement, MetaV1ObjectMeta } from './meta-v1.ts';

export interface AuthorizationV1FieldSelectorAttributes {
  readonly rawSelector?: string;
  readonly requirements?: readonly MetaV1FieldSelectorRequirement[];
}

export interface AuthorizationV1LabelSelectorAttributes {
  readonly rawSelector?: string;
  readonly requirements?: readonly MetaV1LabelSelectorRequirement[];
}

export interface AuthorizationV1LocalSubjectAccessReview {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec: AuthorizationV1SubjectAccessReviewSpec;
  readonly status?: AuthorizationV1SubjectAccessReviewStatus;
}

export interface AuthorizationV1NonResourceAttributes {
  readonly path?: string;
  readonly verb?: string;
}

export interface AuthorizationV1NonResourceRule {
  readonly nonResourceURLs?: readonly string[];
  readonly verbs: readonly string[];
}

export interface AuthorizationV1ResourceAttributes {
  readonly fieldSelector?: AuthorizationV1FieldSelectorAttributes;
  readonly group?: string;
  readonly labelSelector?: AuthorizationV1LabelSelectorAttributes;
  readonly name?: string;
  readonly namespace?: string;
  readonly resource?: string;
  readonly subresource?: string;
  readonly verb?: string;
  readonly version?: string;
}

export interface AuthorizationV1ResourceRule {
  readonly apiGroups?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly resources?: readonly string[];
  readonly verbs: readonly string[];
}

export interface AuthorizationV1SelfSubjectAccessReview {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec: AuthorizationV1SelfSubjectAccessReviewSpec;
  readonly status?: AuthorizationV1SubjectAccessReviewStatus;
}

export interface AuthorizationV1SelfSubjectAccessReviewSpec {
  readonly nonResourceAttributes?: AuthorizationV1NonResourceAttributes;
  readonly resourceAttributes?: AuthorizationV1ResourceAttributes;
}

export interface AuthorizationV1SelfSubjectRulesReview {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec: AuthorizationV1SelfSubjectRulesReviewSpec;
  readonly status?: AuthorizationV1SubjectRulesReviewStatus;
}

export interface AuthorizationV1SelfSubjectRulesReviewSpec {
  readonly namespace?: string;
}

export interface AuthorizationV1SubjectAccessReview {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec: AuthorizationV1SubjectAccessReviewSpec;
  readonly status?: AuthorizationV1SubjectAccessReviewStatus;
}

export interface AuthorizationV1SubjectAccessReviewSpec {
  readonly extra?: Readonly<Record<string, readonly string[]>>;
  readonly groups?: readonly string[];
  readonly nonResourceAttributes?: AuthorizationV1NonResourceAttributes;
  readonly resourceAttributes?: AuthorizationV1ResourceAttributes;
  readonly uid?: string;
  readonly user?: string;
}

export interface AuthorizationV1SubjectAccessReviewStatus {
  readonly allowed: boolean;
  readonly denied?: boolean;
  readonly evaluationError?: string;
  readonly reason?: string;
}

export interface AuthorizationV1SubjectRulesReviewStatus {
  readonly evaluationError?: string;
  readonly incomplete: boolean;
  readonly nonResourceRules: readonly AuthorizationV1NonResourceRule[];
  readonly resourceRules: readonly AuthorizationV1ResourceRule[];
}
