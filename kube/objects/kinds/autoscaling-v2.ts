// Written by scripts/write-kinds.ts: change that.
import type { KeyedList } from '../keyed-list.ts';
import type { MetaV1LabelSelector, MetaV1ObjectMeta } from './meta-v1.ts';

export interface AutoscalingV2ContainerResourceMetricSource {
  readonly container: string;
  readonly name: string;
  readonly target: AutoscalingV2MetricTarget;
}

export interface AutoscalingV2ContainerResourceMetricStatus {
  readonly container: string;
  readonly current: AutoscalingV2MetricValueStatus;
  readonly name: string;
}

export interface AutoscalingV2CrossVersionObjectReference {
  readonly apiVersion?: string;
  readonly kind: string;
  readonly name: string;
}

export interface AutoscalingV2ExternalMetricSource {
  readonly metric: AutoscalingV2MetricIdentifier;
  readonly target: AutoscalingV2MetricTarget;
}

export interface AutoscalingV2ExternalMetricStatus {
  readonly current: AutoscalingV2MetricValueStatus;
  readonly metric: AutoscalingV2MetricIdentifier;
}

export interface AutoscalingV2HPAScalingPolicy {
  readonly periodSeconds: number;
  readonly type: string;
  readonly value: number;
}

export interface AutoscalingV2HPAScalingRules {
  readonly policies?: readonly AutoscalingV2HPAScalingPolicy[];
  readonly selectPolicy?: string;
  readonly stabilizationWindowSeconds?: number;
  readonly tolerance?: string;
}

export interface AutoscalingV2HorizontalPodAutoscaler {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec: AutoscalingV2HorizontalPodAutoscalerSpec;
  readonly status?: AutoscalingV2HorizontalPodAutoscalerStatus;
}

export interface AutoscalingV2HorizontalPodAutoscalerBehavior {
  readonly scaleDown?: AutoscalingV2HPAScalingRules;
  readonly scaleUp?: AutoscalingV2HPAScalingRules;
}

export interface AutoscalingV2HorizontalPodAutoscalerCondition {
  readonly lastTransitionTime?: string;
  readonly message?: string;
  readonly reason?: string;
  readonly status: string;
  readonly type: string;
}

export interface AutoscalingV2HorizontalPodAutoscalerSpec {
  readonly behavior?: AutoscalingV2HorizontalPodAutoscalerBehavior;
  readonly maxReplicas: number;
  readonly metrics?: readonly AutoscalingV2MetricSpec[];
  readonly minReplicas?: number;
  readonly scaleTargetRef: AutoscalingV2CrossVersionObjectReference;
}

export interface AutoscalingV2HorizontalPodAutoscalerStatus {
  readonly conditions?: KeyedList<AutoscalingV2HorizontalPodAutoscalerCondition, 'type'>;
  readonly currentMetrics?: readonly AutoscalingV2MetricStatus[];
  readonly currentReplicas?: number;
  readonly desiredReplicas: number;
  readonly lastScaleTime?: string;
  readonly observedGeneration?: number;
}

export interface AutoscalingV2MetricIdentifier {
  readonly name: string;
  readonly selector?: MetaV1LabelSelector;
}

export interface AutoscalingV2MetricSpec {
  readonly containerResource?: AutoscalingV2ContainerResourceMetricSource;
  readonly external?: AutoscalingV2ExternalMetricSource;
  readonly object?: AutoscalingV2ObjectMetricSource;
  readonly pods?: AutoscalingV2PodsMetricSource;
  readonly resource?: AutoscalingV2ResourceMetricSource;
  readonly type: string;
}

export interface AutoscalingV2MetricStatus {
  readonly containerResource?: AutoscalingV2ContainerResourceMetricStatus;
  readonly external?: AutoscalingV2ExternalMetricStatus;
  readonly object?: AutoscalingV2ObjectMetricStatus;
  readonly pods?: AutoscalingV2PodsMetricStatus;
  readonly resource?: AutoscalingV2ResourceMetricStatus;
  readonly type: string;
}

export interface AutoscalingV2MetricTarget {
  readonly averageUtilization?: number;
  readonly averageValue?: string;
  readonly type: string;
  readonly value?: string;
}

export interface AutoscalingV2MetricValueStatus {
  readonly averageUtilization?: number;
  readonly averageValue?: string;
  readonly value?: string;
}

export interface AutoscalingV2ObjectMetricSource {
  readonly describedObject: AutoscalingV2CrossVersionObjectReference;
  readonly metric: AutoscalingV2MetricIdentifier;
  readonly target: AutoscalingV2MetricTarget;
}

export interface AutoscalingV2ObjectMetricStatus {
  readonly current: AutoscalingV2MetricValueStatus;
  readonly describedObject: AutoscalingV2CrossVersionObjectReference;
  readonly metric: AutoscalingV2MetricIdentifier;
}

export interface AutoscalingV2PodsMetricSource {
  readonly metric: AutoscalingV2MetricIdentifier;
  readonly target: AutoscalingV2MetricTarget;
}

export interface AutoscalingV2PodsMetricStatus {
  readonly current: AutoscalingV2MetricValueStatus;
  readonly metric: AutoscalingV2MetricIdentifier;
}

export interface AutoscalingV2ResourceMetricSource {
  readonly name: string;
  readonly target: AutoscalingV2MetricTarget;
}

export interface AutoscalingV2ResourceMetricStatus {
  readonly current: AutoscalingV2MetricValueStatus;
  readonly name: string;
}
