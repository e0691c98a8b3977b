/** `civ8s/kube`: a client of the API server: lists that page, watches that resume, writes that say what went wrong. */
export { ApiError, type ApiErrorCode, type ApiErrorDetails, type Remedy, type StatusCause } from '../kube/errors/api-error.ts';
export {
  configMaps,
  daemonSets,
  deployments,
  endpoints,
  endpointSlices,
  events,
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
  type DaemonSet,
  type Deployment,
  type Endpoints,
  type EndpointSlice,
  type Event,
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
export {
  keyOf,
  keyOfName,
  metadataOf,
  nameOf,
  nameOfKey,
  resource,
  type KubeObject,
  type ObjectMeta,
  type ObjectName,
  type Resource,
  type Scope,
  type Wire,
} from '../kube/objects/resource.ts';
export { createStore, type Delta, type Store, type StoreOptions, type StoreWriter } from '../kube/follow/store.ts';
