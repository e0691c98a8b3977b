// Written by scripts/write-kinds.ts: change that.
import type { CoreV1ObjectReference, CoreV1PodTemplateSpec } from './core-v1.ts';
import type { MetaV1LabelSelector, MetaV1ObjectMeta } from './meta-v1.ts';

export interface BatchV1CronJob {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec: BatchV1CronJobSpec;
  readonly status?: BatchV1CronJobStatus;
}

export interface BatchV1CronJobSpec {
  readonly concurrencyPolicy?: string;
  readonly failedJobsHistoryLimit?: number;
  readonly jobTemplate: BatchV1JobTemplateSpec;
  readonly schedule: string;
  readonly startingDeadlineSeconds?: number;
  readonly successfulJobsHistoryLimit?: number;
  readonly suspend?: boolean;
  readonly timeZone?: string;
}

export interface BatchV1CronJobStatus {
  readonly active?: readonly CoreV1ObjectReference[];
  readonly lastScheduleTime?: string;
  readonly lastSuccessfulTime?: string;
}

export interface BatchV1Job {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec?: BatchV1JobSpec;
  readonly status?: BatchV1JobStatus;
}

export interface BatchV1JobCondition {
  readonly lastProbeTime?: string;
  readonly lastTransitionTime?: string;
  readonly message?: string;
  readonly reason?: string;
  readonly status: string;
  readonly type: string;
}

export interface BatchV1JobSpec {
  readonly activeDeadlineSeconds?: number;
  readonly backoffLimit?: number;
  readonly backoffLimitPerIndex?: number;
  readonly completionMode?: string;
  readonly completions?: number;
  readonly managedBy?: string;
  readonly manualSelector?: boolean;
  readonly maxFailedIndexes?: number;
  readonly parallelism?: number;
  readonly podFailurePolicy?: BatchV1PodFailurePolicy;
  readonly podReplacementPolicy?: string;
  readonly selector?: MetaV1LabelSelector;
  readonly successPolicy?: BatchV1SuccessPolicy;
  readonly suspend?: boolean;
  readonly template: CoreV1PodTemplateSpec;
  readonly ttlSecondsAfterFinished?: number;
}

export interface BatchV1JobStatus {
  readonly active?: number;
  readonly completedIndexes?: string;
  readonly completionTime?: string;
  readonly conditions?: readonly BatchV1JobCondition[];
  readonly failed?: number;
  readonly failedIndexes?: string;
  readonly ready?: number;
  readonly startTime?: string;
  readonly succeeded?: number;
  readonly terminating?: number;
  readonly uncountedTerminatedPods?: BatchV1UncountedTerminatedPods;
}

export interface BatchV1JobTemplateSpec {
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec?: BatchV1JobSpec;
}

export interface BatchV1PodFailurePolicy {
  readonly rules: readonly BatchV1PodFailurePolicyRule[];
}

export interface BatchV1PodFailurePolicyOnExitCodesRequirement {
  readonly containerName?: string;
  readonly operator: string;
  readonly values: readonly number[];
}

export interface BatchV1PodFailurePolicyOnPodConditionsPattern {
  readonly status?: string;
  readonly type: string;
}

export interface BatchV1PodFailurePolicyRule {
  readonly action: string;
  readonly onExitCodes?: BatchV1PodFailurePolicyOnExitCodesRequirement;
  readonly onPodConditions?: readonly BatchV1PodFailurePolicyOnPodConditionsPattern[];
}

export interface BatchV1SuccessPolicy {
  readonly rules: readonly BatchV1SuccessPolicyRule[];
}

export interface BatchV1SuccessPolicyRule {
  readonly succeededCount?: number;
  readonly succeededIndexes?: string;
}

export interface BatchV1UncountedTerminatedPods {
  readonly failed?: readonly string[];
  readonly succeeded?: readonly string[];
}
