// Written by scripts/write-kinds.ts: change that.
import type { KeyedList } from '../keyed-list.ts';
import type { MetaV1ObjectMeta } from './meta-v1.ts';

export interface FlowcontrolV1ExemptPriorityLevelConfiguration {
  readonly lendablePercent?: number;
  readonly nominalConcurrencyShares?: number;
}

export interface FlowcontrolV1FlowDistinguisherMethod {
  readonly type: string;
}

export interface FlowcontrolV1FlowSchema {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec?: FlowcontrolV1FlowSchemaSpec;
  readonly status?: FlowcontrolV1FlowSchemaStatus;
}

export interface FlowcontrolV1FlowSchemaCondition {
  readonly lastTransitionTime?: string;
  readonly message?: string;
  readonly reason?: string;
  readonly status?: string;
  readonly type?: string;
}

export interface FlowcontrolV1FlowSchemaSpec {
  readonly distinguisherMethod?: FlowcontrolV1FlowDistinguisherMethod;
  readonly matchingPrecedence?: number;
  readonly priorityLevelConfiguration: FlowcontrolV1PriorityLevelConfigurationReference;
  readonly rules?: readonly FlowcontrolV1PolicyRulesWithSubjects[];
}

export interface FlowcontrolV1FlowSchemaStatus {
  readonly conditions?: KeyedList<FlowcontrolV1FlowSchemaCondition, 'type'>;
}

export interface FlowcontrolV1GroupSubject {
  readonly name: string;
}

export interface FlowcontrolV1LimitResponse {
  readonly queuing?: FlowcontrolV1QueuingConfiguration;
  readonly type: string;
}

export interface FlowcontrolV1LimitedPriorityLevelConfiguration {
  readonly borrowingLimitPercent?: number;
  readonly lendablePercent?: number;
  readonly limitResponse?: FlowcontrolV1LimitResponse;
  readonly nominalConcurrencyShares?: number;
}

export interface FlowcontrolV1NonResourcePolicyRule {
  readonly nonResourceURLs: readonly string[];
  readonly verbs: readonly string[];
}

export interface FlowcontrolV1PolicyRulesWithSubjects {
  readonly nonResourceRules?: readonly FlowcontrolV1NonResourcePolicyRule[];
  readonly resourceRules?: readonly FlowcontrolV1ResourcePolicyRule[];
  readonly subjects: readonly FlowcontrolV1Subject[];
}

export interface FlowcontrolV1PriorityLevelConfiguration {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec?: FlowcontrolV1PriorityLevelConfigurationSpec;
  readonly status?: FlowcontrolV1PriorityLevelConfigurationStatus;
}

export interface FlowcontrolV1PriorityLevelConfigurationCondition {
  readonly lastTransitionTime?: string;
  readonly message?: string;
  readonly reason?: string;
  readonly status?: string;
  readonly type?: string;
}

export interface FlowcontrolV1PriorityLevelConfigurationReference {
  readonly name: string;
}

export interface FlowcontrolV1PriorityLevelConfigurationSpec {
  readonly exempt?: FlowcontrolV1ExemptPriorityLevelConfiguration;
  readonly limited?: FlowcontrolV1LimitedPriorityLevelConfiguration;
  readonly type: string;
}

export interface FlowcontrolV1PriorityLevelConfigurationStatus {
  readonly conditions?: KeyedList<FlowcontrolV1PriorityLevelConfigurationCondition, 'type'>;
}

export interface FlowcontrolV1QueuingConfiguration {
  readonly handSize?: number;
  readonly queueLengthLimit?: number;
  readonly queues?: number;
}

export interface FlowcontrolV1ResourcePolicyRule {
  readonly apiGroups: readonly string[];
  readonly clusterScope?: boolean;
  readonly namespaces?: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

export interface FlowcontrolV1ServiceAccountSubject {
  readonly name: string;
  readonly namespace: string;
}

export interface FlowcontrolV1Subject {
  readonly group?: FlowcontrolV1GroupSubject;
  readonly kind: string;
  readonly serviceAccount?: FlowcontrolV1ServiceAccountSubject;
  readonly user?: FlowcontrolV1UserSubject;
}

export interface FlowcontrolV1UserSubject {
  readonly name: string;
}
