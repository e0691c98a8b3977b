/** `civ8s/kube`: a client of the API server: lists that page, watches that resume, writes that say what went wrong. */
export { ApiError, type ApiErrorCode, type ApiErrorDetails, type Remedy, type StatusCause } from '../kube/api-error.ts';
export {
  configMaps, daemonSets, deployments, endpoints, endpointSlices, events, leases, namespaces, nodes, podDisruptionBudgets, pods, replicaSets, secrets, serviceAccounts, services,
  statefulSets, type ConfigMap, type DaemonSet, type Deployment, type Endpoints, type EndpointSlice, type Event, type Lease, type Namespace, type Node, type Pod,
  type PodDisruptionBudget, type ReplicaSet, type Secret, type Service, type ServiceAccount, type StatefulSet,
} from '../kube/built-in.ts';
export type { Change } from '../kube/change.ts';
export type {
  Client, DeleteOptions, JsonPatchStep, List, ListOptions, Patch, Query, RawRequest, RawResponse, RequestDone, RequestOptions, Selection, WatchEvent, WatchOptions, WriteOptions,
} from '../kube/client.ts';
export { systemClock, type Clock } from '../kube/clock.ts';
export { connect, connectTo, type ConnectOptions, type Connection, type ConnectToOptions } from '../kube/connect.ts';
export { follow } from '../kube/follow.ts';
export type { Index } from '../kube/indexed-map.ts';
export type { Cluster, ExecPlugin, KubeconfigOptions, KubeContext, User } from '../kube/kubeconfig.ts';
export { reflect, withoutManagedFields, type ReflectOptions } from '../kube/reflect.ts';
export { keyOf, keyOfName, metadataOf, nameOf, nameOfKey, resource, type KubeObject, type ObjectMeta, type ObjectName, type Resource, type Scope, type Wire } from '../kube/resource.ts';
export { createStore, type Delta, type Store, type StoreOptions, type StoreWriter } from '../kube/store.ts';
