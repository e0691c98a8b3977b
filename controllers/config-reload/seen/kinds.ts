import { resource, type Resource } from '../../../kube/objects/resource.ts';
import type { Workload, WorkloadKind } from './workload.ts';

/** The kinds of workloads, as they are followed: only what is kept of them is of this type. */
export const KINDS: Readonly<Record<WorkloadKind, Resource<Workload>>> = {
  Deployment: resource<Workload>('apps', 'v1', 'deployments', 'Deployment'),
  DaemonSet: resource<Workload>('apps', 'v1', 'daemonsets', 'DaemonSet'),
  StatefulSet: resource<Workload>('apps', 'v1', 'statefulsets', 'StatefulSet'),
  CronJob: resource<Workload>('batch', 'v1', 'cronjobs', 'CronJob'),
  Job: resource<Workload>('batch', 'v1', 'jobs', 'Job'),
  Rollout: resource<Workload>('argoproj.io', 'v1alpha1', 'rollouts', 'Rollout'),
};

/** Kinds that are not Kubernetes' own: a cluster may not have them yet, or not any more. */
export const CUSTOM_KINDS: readonly WorkloadKind[] = ['Rollout'];

/** The key of a workload in the queue: `Deployment namespace/name`. */
export const workloadKey = (kind: WorkloadKind, storeKey: string): string => `${kind} ${storeKey}`;

/** The key of a source whose pods are replaced: `Pods namespace/ConfigMap/name`. */
export const podsKey = (namespace: string, id: string): string => `${PODS}${namespace}/${id}`;
const PODS = 'Pods ';

/** The key of a source whose changes are posted: `Post namespace/ConfigMap/name`. */
export const postKey = (namespace: string, id: string): string => `${POST}${namespace}/${id}`;
const POST = 'Post ';

export interface SourceKey {
  readonly namespace: string;
  readonly id: string;
}

/** Undefined for a key of another kind. */
export const namespaceAndSource = (key: string): SourceKey | undefined => sourceOfKey(key, PODS);
export const postedSource = (key: string): SourceKey | undefined => sourceOfKey(key, POST);

function sourceOfKey(key: string, prefix: string): SourceKey | undefined {
  if (!key.startsWith(prefix)) return undefined;
  const slash = key.indexOf('/');
  return { namespace: key.slice(prefix.length, slash), id: key.slice(slash + 1) };
}

export function kindAndKey(key: string): { readonly kind: WorkloadKind; readonly storeKey: string } {
  const [kind = '', storeKey = ''] = key.split(' ');
  return { kind: kind as WorkloadKind, storeKey };
}

/** Who changes a workload, as `managedFields` says it: tools are told to leave alone what is changed by this name. */
export const FIELD_MANAGER = 'Reloader';
