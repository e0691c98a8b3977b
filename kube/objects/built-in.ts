import type {
  CoreV1Event,
  V1ConfigMap,
  V1CronJob,
  V1DaemonSet,
  V1Deployment,
  V1Endpoints,
  V1EndpointSlice,
  V1Job,
  V1Lease,
  V1Namespace,
  V1Node,
  V1Pod,
  V1PodDisruptionBudget,
  V1ReplicaSet,
  V1Secret,
  V1Service,
  V1ServiceAccount,
  V1StatefulSet,
} from '@kubernetes/client-node';
import { resource, type KubeObject, type Resource, type Wire } from './resource.ts';

/** The built-in kinds that this project reads or writes; any other is one line of `resource`. */
export type ConfigMap = Wire<V1ConfigMap>;
export type CronJob = Wire<V1CronJob>;
export type DaemonSet = Wire<V1DaemonSet>;
export type Deployment = Wire<V1Deployment>;
export type EndpointSlice = Wire<V1EndpointSlice>;
export type Endpoints = Wire<V1Endpoints>;
export type Event = Wire<CoreV1Event>;
export type Job = Wire<V1Job>;
export type Lease = Wire<V1Lease>;
export type Namespace = Wire<V1Namespace>;
export type Node = Wire<V1Node>;
export type Pod = Wire<V1Pod>;
export type PodDisruptionBudget = Wire<V1PodDisruptionBudget>;
export type ReplicaSet = Wire<V1ReplicaSet>;
export type Secret = Wire<V1Secret>;
export type Service = Wire<V1Service>;
export type ServiceAccount = Wire<V1ServiceAccount>;
export type StatefulSet = Wire<V1StatefulSet>;

export const configMaps: Resource<ConfigMap> = resource('', 'v1', 'configmaps', 'ConfigMap');
export const endpoints: Resource<Endpoints> = resource('', 'v1', 'endpoints', 'Endpoints');
export const events: Resource<Event> = resource('', 'v1', 'events', 'Event');
export const namespaces: Resource<Namespace> = resource('', 'v1', 'namespaces', 'Namespace', 'cluster');
export const nodes: Resource<Node> = resource('', 'v1', 'nodes', 'Node', 'cluster');
export const pods: Resource<Pod> = resource('', 'v1', 'pods', 'Pod');
export const secrets: Resource<Secret> = resource('', 'v1', 'secrets', 'Secret');
export const serviceAccounts: Resource<ServiceAccount> = resource('', 'v1', 'serviceaccounts', 'ServiceAccount');
export const services: Resource<Service> = resource('', 'v1', 'services', 'Service');
export const daemonSets: Resource<DaemonSet> = resource('apps', 'v1', 'daemonsets', 'DaemonSet');
export const deployments: Resource<Deployment> = resource('apps', 'v1', 'deployments', 'Deployment');
export const replicaSets: Resource<ReplicaSet> = resource('apps', 'v1', 'replicasets', 'ReplicaSet');
export const statefulSets: Resource<StatefulSet> = resource('apps', 'v1', 'statefulsets', 'StatefulSet');
export const cronJobs: Resource<CronJob> = resource('batch', 'v1', 'cronjobs', 'CronJob');
export const jobs: Resource<Job> = resource('batch', 'v1', 'jobs', 'Job');
export const leases: Resource<Lease> = resource('coordination.k8s.io', 'v1', 'leases', 'Lease');
export const endpointSlices: Resource<EndpointSlice> = resource('discovery.k8s.io', 'v1', 'endpointslices', 'EndpointSlice');
export const podDisruptionBudgets: Resource<PodDisruptionBudget> = resource('policy', 'v1', 'poddisruptionbudgets', 'PodDisruptionBudget');

/** With no more of their type than what all objects have: what they define is looked at by nobody here. */
export const customResourceDefinitions = resource<KubeObject>(
  'apiextensions.k8s.io',
  'v1',
  'customresourcedefinitions',
  'CustomResourceDefinition',
  'cluster',
);
