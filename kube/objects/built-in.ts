import type {
  AdmissionregistrationV1MutatingWebhookConfiguration,
  AdmissionregistrationV1ValidatingWebhookConfiguration,
} from './kinds/admissionregistration-v1.ts';
import type { ApiextensionsV1CustomResourceDefinition } from './kinds/apiextensions-v1.ts';
import type { AppsV1ControllerRevision, AppsV1DaemonSet, AppsV1Deployment, AppsV1ReplicaSet, AppsV1StatefulSet } from './kinds/apps-v1.ts';
import type { AutoscalingV2HorizontalPodAutoscaler } from './kinds/autoscaling-v2.ts';
import type { BatchV1CronJob, BatchV1Job } from './kinds/batch-v1.ts';
import type { CoordinationV1Lease } from './kinds/coordination-v1.ts';
import type {
  CoreV1ConfigMap,
  CoreV1Endpoints,
  CoreV1Event,
  CoreV1Namespace,
  CoreV1Node,
  CoreV1PersistentVolume,
  CoreV1PersistentVolumeClaim,
  CoreV1Pod,
  CoreV1Secret,
  CoreV1Service,
  CoreV1ServiceAccount,
} from './kinds/core-v1.ts';
import type { DiscoveryV1EndpointSlice } from './kinds/discovery-v1.ts';
import type { PolicyV1PodDisruptionBudget } from './kinds/policy-v1.ts';
import { resource, type Resource } from './resource.ts';

/** The built-in kinds that this project reads or writes; any other is one line of `resource`. */
export type ConfigMap = CoreV1ConfigMap;
export type ControllerRevision = AppsV1ControllerRevision;
export type CronJob = BatchV1CronJob;
export type DaemonSet = AppsV1DaemonSet;
export type Deployment = AppsV1Deployment;
export type EndpointSlice = DiscoveryV1EndpointSlice;
export type Endpoints = CoreV1Endpoints;
export type Event = CoreV1Event;
export type HorizontalPodAutoscaler = AutoscalingV2HorizontalPodAutoscaler;
export type Job = BatchV1Job;
export type Lease = CoordinationV1Lease;
export type Namespace = CoreV1Namespace;
export type Node = CoreV1Node;
export type PersistentVolume = CoreV1PersistentVolume;
export type PersistentVolumeClaim = CoreV1PersistentVolumeClaim;
export type Pod = CoreV1Pod;
export type PodDisruptionBudget = PolicyV1PodDisruptionBudget;
export type ReplicaSet = AppsV1ReplicaSet;
export type Secret = CoreV1Secret;
export type Service = CoreV1Service;
export type ServiceAccount = CoreV1ServiceAccount;
export type StatefulSet = AppsV1StatefulSet;

export const configMaps: Resource<ConfigMap, true> = resource('', 'v1', 'configmaps', 'ConfigMap');
export const endpoints: Resource<Endpoints, true> = resource('', 'v1', 'endpoints', 'Endpoints');
export const events: Resource<Event, true> = resource('', 'v1', 'events', 'Event');
export const namespaces: Resource<Namespace, false> = resource('', 'v1', 'namespaces', 'Namespace', 'cluster');
export const nodes: Resource<Node, false> = resource('', 'v1', 'nodes', 'Node', 'cluster');
export const persistentVolumes: Resource<PersistentVolume, false> = resource('', 'v1', 'persistentvolumes', 'PersistentVolume', 'cluster');
export const persistentVolumeClaims: Resource<PersistentVolumeClaim, true> = resource(
  '',
  'v1',
  'persistentvolumeclaims',
  'PersistentVolumeClaim',
);
export const pods: Resource<Pod, true> = resource('', 'v1', 'pods', 'Pod');
export const secrets: Resource<Secret, true> = resource('', 'v1', 'secrets', 'Secret');
export const serviceAccounts: Resource<ServiceAccount, true> = resource('', 'v1', 'serviceaccounts', 'ServiceAccount');
export const services: Resource<Service, true> = resource('', 'v1', 'services', 'Service');
export const controllerRevisions: Resource<ControllerRevision, true> = resource('apps', 'v1', 'controllerrevisions', 'ControllerRevision');
export const daemonSets: Resource<DaemonSet, true> = resource('apps', 'v1', 'daemonsets', 'DaemonSet');
export const deployments: Resource<Deployment, true> = resource('apps', 'v1', 'deployments', 'Deployment');
export const replicaSets: Resource<ReplicaSet, true> = resource('apps', 'v1', 'replicasets', 'ReplicaSet');
export const statefulSets: Resource<StatefulSet, true> = resource('apps', 'v1', 'statefulsets', 'StatefulSet');
export const horizontalPodAutoscalers: Resource<HorizontalPodAutoscaler, true> = resource(
  'autoscaling',
  'v2',
  'horizontalpodautoscalers',
  'HorizontalPodAutoscaler',
);
export const cronJobs: Resource<CronJob, true> = resource('batch', 'v1', 'cronjobs', 'CronJob');
export const jobs: Resource<Job, true> = resource('batch', 'v1', 'jobs', 'Job');
export const leases: Resource<Lease, true> = resource('coordination.k8s.io', 'v1', 'leases', 'Lease');
export const endpointSlices: Resource<EndpointSlice, true> = resource('discovery.k8s.io', 'v1', 'endpointslices', 'EndpointSlice');
export const podDisruptionBudgets: Resource<PodDisruptionBudget, true> = resource(
  'policy',
  'v1',
  'poddisruptionbudgets',
  'PodDisruptionBudget',
);

export const customResourceDefinitions = resource<ApiextensionsV1CustomResourceDefinition>(
  'apiextensions.k8s.io',
  'v1',
  'customresourcedefinitions',
  'CustomResourceDefinition',
  'cluster',
);

export const mutatingWebhookConfigurations = resource<AdmissionregistrationV1MutatingWebhookConfiguration>(
  'admissionregistration.k8s.io',
  'v1',
  'mutatingwebhookconfigurations',
  'MutatingWebhookConfiguration',
  'cluster',
);
export const validatingWebhookConfigurations = resource<AdmissionregistrationV1ValidatingWebhookConfiguration>(
  'admissionregistration.k8s.io',
  'v1',
  'validatingwebhookconfigurations',
  'ValidatingWebhookConfiguration',
  'cluster',
);
