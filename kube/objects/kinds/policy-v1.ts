// Written by scripts/write-kinds.ts: change that.
import type { KeyedList } from '../keyed-list.ts';
import type { MetaV1Condition, MetaV1DeleteOptions, MetaV1LabelSelector, MetaV1ObjectMeta } from './meta-v1.ts';

export interface PolicyV1Eviction {
  readonly apiVersion?: string;
  readonly deleteOptions?: MetaV1DeleteOptions;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
}

export interface PolicyV1PodDisruptionBudget {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec?: PolicyV1PodDisruptionBudgetSpec;
  readonly status?: PolicyV1PodDisruptionBudgetStatus;
}

export interface PolicyV1PodDisruptionBudgetSpec {
  readonly maxUnavailable?: number | string;
  readonly minAvailable?: number | string;
  readonly selector?: MetaV1LabelSelector;
  readonly unhealthyPodEvictionPolicy?: string;
}

export interface PolicyV1PodDisruptionBudgetStatus {
  readonly conditions?: KeyedList<MetaV1Condition, 'type'>;
  readonly currentHealthy?: number;
  readonly desiredHealthy?: number;
  readonly disruptedPods?: Readonly<Record<string, string>>;
  readonly disruptionsAllowed?: number;
  readonly expectedPods?: number;
  readonly observedGeneration?: number;
}
