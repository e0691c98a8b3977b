// Written by scripts/write-kinds.ts: change that.
import type { KeyedList } from '../keyed-list.ts';
import type { CoreV1PersistentVolumeClaim, CoreV1PodTemplateSpec } from './core-v1.ts';
import type { MetaV1LabelSelector, MetaV1ObjectMeta } from './meta-v1.ts';

export interface AppsV1ControllerRevision {
  readonly apiVersion?: string;
  readonly data?: object;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly revision: number;
}

export interface AppsV1DaemonSet {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec?: AppsV1DaemonSetSpec;
  readonly status?: AppsV1DaemonSetStatus;
}

export interface AppsV1DaemonSetCondition {
  readonly lastTransitionTime?: string;
  readonly message?: string;
  readonly reason?: string;
  readonly status: string;
  readonly type: string;
}

export interface AppsV1DaemonSetSpec {
  readonly minReadySeconds?: number;
  readonly revisionHistoryLimit?: number;
  readonly selector: MetaV1LabelSelector;
  readonly template: CoreV1PodTemplateSpec;
  readonly updateStrategy?: AppsV1DaemonSetUpdateStrategy;
}

export interface AppsV1DaemonSetStatus {
  readonly collisionCount?: number;
  readonly conditions?: KeyedList<AppsV1DaemonSetCondition, 'type'>;
  readonly currentNumberScheduled: number;
  readonly desiredNumberScheduled: number;
  readonly numberAvailable?: number;
  readonly numberMisscheduled: number;
  readonly numberReady: number;
  readonly numberUnavailable?: number;
  readonly observedGeneration?: number;
  readonly updatedNumberScheduled?: number;
}

export interface AppsV1DaemonSetUpdateStrategy {
  readonly rollingUpdate?: AppsV1RollingUpdateDaemonSet;
  readonly type?: string;
}

export interface AppsV1Deployment {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec?: AppsV1DeploymentSpec;
  readonly status?: AppsV1DeploymentStatus;
}

export interface AppsV1DeploymentCondition {
  readonly lastTransitionTime?: string;
  readonly lastUpdateTime?: string;
  readonly message?: string;
  readonly reason?: string;
  readonly status: string;
  readonly type: string;
}

export interface AppsV1DeploymentSpec {
  readonly minReadySeconds?: number;
  readonly paused?: boolean;
  readonly progressDeadlineSeconds?: number;
  readonly replicas?: number;
  readonly revisionHistoryLimit?: number;
  readonly selector: MetaV1LabelSelector;
  readonly strategy?: AppsV1DeploymentStrategy;
  readonly template: CoreV1PodTemplateSpec;
}

export interface AppsV1DeploymentStatus {
  readonly availableReplicas?: number;
  readonly collisionCount?: number;
  readonly conditions?: KeyedList<AppsV1DeploymentCondition, 'type'>;
  readonly observedGeneration?: number;
  readonly readyReplicas?: number;
  readonly replicas?: number;
  readonly terminatingReplicas?: number;
  readonly unavailableReplicas?: number;
  readonly updatedReplicas?: number;
}

export interface AppsV1DeploymentStrategy {
  readonly rollingUpdate?: AppsV1RollingUpdateDeployment;
  readonly type?: string;
}

export interface AppsV1ReplicaSet {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec?: AppsV1ReplicaSetSpec;
  readonly status?: AppsV1ReplicaSetStatus;
}

export interface AppsV1ReplicaSetCondition {
  readonly lastTransitionTime?: string;
  readonly message?: string;
  readonly reason?: string;
  readonly status: string;
  readonly type: string;
}

export interface AppsV1ReplicaSetSpec {
  readonly minReadySeconds?: number;
  readonly replicas?: number;
  readonly selector: MetaV1LabelSelector;
  readonly template?: CoreV1PodTemplateSpec;
}

export interface AppsV1ReplicaSetStatus {
  readonly availableReplicas?: number;
  readonly conditions?: KeyedList<AppsV1ReplicaSetCondition, 'type'>;
  readonly fullyLabeledReplicas?: number;
  readonly observedGeneration?: number;
  readonly readyReplicas?: number;
  readonly replicas: number;
  readonly terminatingReplicas?: number;
}

export interface AppsV1RollingUpdateDaemonSet {
  readonly maxSurge?: number | string;
  readonly maxUnavailable?: number | string;
}

export interface AppsV1RollingUpdateDeployment {
  readonly maxSurge?: number | string;
  readonly maxUnavailable?: number | string;
}

export interface AppsV1RollingUpdateStatefulSetStrategy {
  readonly maxUnavailable?: number | string;
  readonly partition?: number;
}

export interface AppsV1StatefulSet {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: MetaV1ObjectMeta;
  readonly spec?: AppsV1StatefulSetSpec;
  readonly status?: AppsV1StatefulSetStatus;
}

export interface AppsV1StatefulSetCondition {
  readonly lastTransitionTime?: string;
  readonly message?: string;
  readonly reason?: string;
  readonly status: string;
  readonly type: string;
}

export interface AppsV1StatefulSetOrdinals {
  readonly start?: number;
}

export interface AppsV1StatefulSetPersistentVolumeClaimRetentionPolicy {
  readonly whenDeleted?: string;
  readonly whenScaled?: string;
}

export interface AppsV1StatefulSetSpec {
  readonly minReadySeconds?: number;
  readonly ordinals?: AppsV1StatefulSetOrdinals;
  readonly persistentVolumeClaimRetentionPolicy?: AppsV1StatefulSetPersistentVolumeClaimRetentionPolicy;
  readonly podManagementPolicy?: string;
  readonly replicas?: number;
  readonly revisionHistoryLimit?: number;
  readonly selector: MetaV1LabelSelector;
  readonly serviceName?: string;
  readonly template: CoreV1PodTemplateSpec;
  readonly updateStrategy?: AppsV1StatefulSetUpdateStrategy;
  readonly volumeClaimTemplates?: readonly CoreV1PersistentVolumeClaim[];
}

export interface AppsV1StatefulSetStatus {
  readonly availableReplicas?: number;
  readonly collisionCount?: number;
  readonly conditions?: KeyedList<AppsV1StatefulSetCondition, 'type'>;
  readonly currentReplicas?: number;
  readonly currentRevision?: string;
  readonly observedGeneration?: number;
  readonly readyReplicas?: number;
  readonly replicas: number;
  readonly updateRevision?: string;
  readonly updatedReplicas?: number;
}

export interface AppsV1StatefulSetUpdateStrategy {
  readonly rollingUpdate?: AppsV1RollingUpdateStatefulSetStrategy;
  readonly type?: string;
}
