/** `civ8s/kube`: a client of the API server: lists that page, watches that resume, writes that say what went wrong. */
export { ApiError, type ApiErrorCode, type ApiErrorDetails, type Remedy, type StatusCause } from '../kube/errors/api-error.ts';
export {
  configMaps,
  cronJobs,
  customResourceDefinitions,
  daemonSets,
  deployments,
  endpoints,
  endpointSlices,
  events,
  jobs,
  leases,
  namespaces,
  nodes,
  podDisruptionBudgets,
  pods,
  replicaSets,
  secrets,
  serviceAccounts,
  services,
  statefulSets,
  type ConfigMap,
  type CronJob,
  type DaemonSet,
  type Deployment,
  type Endpoints,
  type EndpointSlice,
  type Event,
  type Job,
  type Lease,
  type Namespace,
  type Node,
  type Pod,
  type PodDisruptionBudget,
  type ReplicaSet,
  type Secret,
  type Service,
  type ServiceAccount,
  type StatefulSet,
} from '../kube/objects/built-in.ts';
export type {
  MetaV1Condition as Condition,
  MetaV1LabelSelector as LabelSelector,
  MetaV1OwnerReference as OwnerReference,
} from '../kube/objects/kinds/meta-v1.ts';
export type {
  CoreV1Container as Container,
  CoreV1ContainerPort as ContainerPort,
  CoreV1EnvVar as EnvVar,
  CoreV1LimitRange as LimitRange,
  CoreV1PersistentVolume as PersistentVolume,
  CoreV1PersistentVolumeClaim as PersistentVolumeClaim,
  CoreV1PodSpec as PodSpec,
  CoreV1PodTemplateSpec as PodTemplateSpec,
  CoreV1Probe as Probe,
  CoreV1ResourceQuota as ResourceQuota,
  CoreV1ResourceRequirements as ResourceRequirements,
  CoreV1ServicePort as ServicePort,
  CoreV1Volume as Volume,
  CoreV1VolumeMount as VolumeMount,
} from '../kube/objects/kinds/core-v1.ts';
export type { NetworkingV1Ingress as Ingress, NetworkingV1NetworkPolicy as NetworkPolicy } from '../kube/objects/kinds/networking-v1.ts';
export type {
  RbacV1ClusterRole as ClusterRole,
  RbacV1ClusterRoleBinding as ClusterRoleBinding,
  RbacV1PolicyRule as PolicyRule,
  RbacV1Role as Role,
  RbacV1RoleBinding as RoleBinding,
} from '../kube/objects/kinds/rbac-v1.ts';
export type { AutoscalingV2HorizontalPodAutoscaler as HorizontalPodAutoscaler } from '../kube/objects/kinds/autoscaling-v2.ts';
export type { ApiextensionsV1CustomResourceDefinition as CustomResourceDefinition } from '../kube/objects/kinds/apiextensions-v1.ts';
export type { Change } from '../kube/follow/change.ts';
export type {
  Client,
  DeleteOptions,
  JsonPatchStep,
  List,
  ListOptions,
  Patch,
  Query,
  RawRequest,
  RawResponse,
  RequestDone,
  RequestOptions,
  Selection,
  WatchEvent,
  WatchOptions,
  WriteOptions,
} from '../kube/client/client.ts';
export { systemClock, type Clock } from '../ground/time/clock.ts';
export { connect, connectTo, type ConnectOptions, type Connection, type ConnectToOptions } from '../kube/connect.ts';
export { follow } from '../kube/follow/follow.ts';
export type { Index } from '../kube/follow/indexed-map.ts';
export type { Cluster, ExecPlugin, KubeconfigOptions, KubeContext, User } from '../kube/access/kubeconfig.ts';
export { reflect, withoutManagedFields, type ReflectOptions } from '../kube/follow/reflect.ts';
export type { Applied } from '../kube/objects/applied.ts';
export { manifest, type KubeManifest } from '../kube/objects/manifest.ts';
export type { KeyedList } from '../kube/objects/keyed-list.ts';
export type { Merged } from '../kube/objects/merged.ts';
export {
  keyOf,
  keyOfName,
  metadataOf,
  nameOf,
  nameOfKey,
  resource,
  type KubeObject,
  type NamespacedName,
  type NameIn,
  type ObjectMeta,
  type ObjectName,
  type Resource,
  type Scope,
} from '../kube/objects/resource.ts';
export { createStore, type Delta, type Store, type StoreOptions, type StoreWriter } from '../kube/follow/store.ts';
