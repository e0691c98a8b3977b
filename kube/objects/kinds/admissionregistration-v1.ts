// Written by scripts/write-kinds.ts: change that.
import type { KeyedList } from '../keyed-list.ts';
import type { MetaV1Condition, MetaV1LabelSelector, MetaV1ObjectMeta } from './meta-v1.ts';

export interface AdmissionregistrationV1ApplyConfiguration {
  readonly expression?: string;
}

export interface AdmissionregistrationV1AuditAnnotation {
  readonly key: string;
  readonly valueExpression: string;
}

export interface AdmissionregistrationV1ExpressionWarning {
  readonly fieldRef: string;
  readonly warning: string;
}

export interface AdmissionregistrationV1JSONPatch {
  readonly expression?: string;
}

export interface AdmissionregistrationV1MatchCondition {
  readonly expression: string;
  readonly name: string;
}

export interface AdmissionregistrationV1MatchResources {
  readonly excludeResourceRules?: readonly AdmissionregistrationV1NamedRuleWithOperations[];
  readonly matchPolicy?: string;
  readonly namespaceSelector?: MetaV1LabelSelector;
  readonly objectSelector?: MetaV1LabelSelector;
  readonly resourceRules?: readonly AdmissionregistrationV1NamedRuleWithOperations[];
}

export interface AdmissionregistrationV1MutatingAdmissionPolicy {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec?: AdmissionregistrationV1MutatingAdmissionPolicySpec;
}

export interface AdmissionregistrationV1MutatingAdmissionPolicyBinding {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec?: AdmissionregistrationV1MutatingAdmissionPolicyBindingSpec;
}

export interface AdmissionregistrationV1MutatingAdmissionPolicyBindingSpec {
  readonly matchResources?: AdmissionregistrationV1MatchResources;
  readonly paramRef?: AdmissionregistrationV1ParamRef;
  readonly policyName?: string;
}

export interface AdmissionregistrationV1MutatingAdmissionPolicySpec {
  readonly failurePolicy?: string;
  readonly matchConditions?: KeyedList<AdmissionregistrationV1MatchCondition, 'name'>;
  readonly matchConstraints?: AdmissionregistrationV1MatchResources;
  readonly mutations?: readonly AdmissionregistrationV1Mutation[];
  readonly paramKind?: AdmissionregistrationV1ParamKind;
  readonly reinvocationPolicy?: string;
  readonly variables?: readonly AdmissionregistrationV1Variable[];
}

export interface AdmissionregistrationV1MutatingWebhook {
  readonly admissionReviewVersions: readonly string[];
  readonly clientConfig: AdmissionregistrationV1WebhookClientConfig;
  readonly failurePolicy?: string;
  readonly matchConditions?: KeyedList<AdmissionregistrationV1MatchCondition, 'name'>;
  readonly matchPolicy?: string;
  readonly name: string;
  readonly namespaceSelector?: MetaV1LabelSelector;
  readonly objectSelector?: MetaV1LabelSelector;
  readonly reinvocationPolicy?: string;
  readonly rules?: readonly AdmissionregistrationV1RuleWithOperations[];
  readonly sideEffects: string;
  readonly timeoutSeconds?: number;
}

export interface AdmissionregistrationV1MutatingWebhookConfiguration {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly webhooks?: KeyedList<AdmissionregistrationV1MutatingWebhook, 'name'>;
}

export interface AdmissionregistrationV1Mutation {
  readonly applyConfiguration?: AdmissionregistrationV1ApplyConfiguration;
  readonly jsonPatch?: AdmissionregistrationV1JSONPatch;
  readonly patchType: string;
}

export interface AdmissionregistrationV1NamedRuleWithOperations {
  readonly apiGroups?: readonly string[];
  readonly apiVersions?: readonly string[];
  readonly operations?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly resources?: readonly string[];
  readonly scope?: string;
}

export interface AdmissionregistrationV1ParamKind {
  readonly apiVersion?: string;
  readonly kind?: string;
}

export interface AdmissionregistrationV1ParamRef {
  readonly name?: string;
  readonly namespace?: string;
  readonly parameterNotFoundAction?: string;
  readonly selector?: MetaV1LabelSelector;
}

export interface AdmissionregistrationV1RuleWithOperations {
  readonly apiGroups?: readonly string[];
  readonly apiVersions?: readonly string[];
  readonly operations?: readonly string[];
  readonly resources?: readonly string[];
  readonly scope?: string;
}

export interface AdmissionregistrationV1ServiceReference {
  readonly name: string;
  readonly namespace: string;
  readonly path?: string;
  readonly port?: number;
}

export interface AdmissionregistrationV1TypeChecking {
  readonly expressionWarnings?: readonly AdmissionregistrationV1ExpressionWarning[];
}

export interface AdmissionregistrationV1ValidatingAdmissionPolicy {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec?: AdmissionregistrationV1ValidatingAdmissionPolicySpec;
  readonly status?: AdmissionregistrationV1ValidatingAdmissionPolicyStatus;
}

export interface AdmissionregistrationV1ValidatingAdmissionPolicyBinding {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec: AdmissionregistrationV1ValidatingAdmissionPolicyBindingSpec;
}

export interface AdmissionregistrationV1ValidatingAdmissionPolicyBindingSpec {
  readonly matchResources?: AdmissionregistrationV1MatchResources;
  readonly paramRef?: AdmissionregistrationV1ParamRef;
  readonly policyName: string;
  readonly validationActions: readonly string[];
}

export interface AdmissionregistrationV1ValidatingAdmissionPolicySpec {
  readonly auditAnnotations?: readonly AdmissionregistrationV1AuditAnnotation[];
  readonly failurePolicy?: string;
  readonly matchConditions?: KeyedList<AdmissionregistrationV1MatchCondition, 'name'>;
  readonly matchConstraints?: AdmissionregistrationV1MatchResources;
  readonly paramKind?: AdmissionregistrationV1ParamKind;
  readonly validations?: readonly AdmissionregistrationV1Validation[];
  readonly variables?: KeyedList<AdmissionregistrationV1Variable, 'name'>;
}

export interface AdmissionregistrationV1ValidatingAdmissionPolicyStatus {
  readonly conditions?: KeyedList<MetaV1Condition, 'type'>;
  readonly observedGeneration?: number;
  readonly typeChecking?: AdmissionregistrationV1TypeChecking;
}

export interface AdmissionregistrationV1ValidatingWebhook {
  readonly admissionReviewVersions: readonly string[];
  readonly clientConfig: AdmissionregistrationV1WebhookClientConfig;
  readonly failurePolicy?: string;
  readonly matchConditions?: KeyedList<AdmissionregistrationV1MatchCondition, 'name'>;
  readonly matchPolicy?: string;
  readonly name: string;
  readonly namespaceSelector?: MetaV1LabelSelector;
  readonly objectSelector?: MetaV1LabelSelector;
  readonly rules?: readonly AdmissionregistrationV1RuleWithOperations[];
  readonly sideEffects: string;
  readonly timeoutSeconds?: number;
}

export interface AdmissionregistrationV1ValidatingWebhookConfiguration {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly webhooks?: KeyedList<AdmissionregistrationV1ValidatingWebhook, 'name'>;
}

export interface AdmissionregistrationV1Validation {
  readonly expression: string;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly reason?: string;
}

export interface AdmissionregistrationV1Variable {
  readonly expression: string;
  readonly name: string;
}

export interface AdmissionregistrationV1WebhookClientConfig {
  readonly caBundle?: string;
  readonly service?: AdmissionregistrationV1ServiceReference;
  readonly url?: string;
}
