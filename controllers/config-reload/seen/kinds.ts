import { resource, type Resource } from '../../../kube/objects/resource.ts';
import type { ReloadSettings } from '../flags.ts';
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

/** Those that are looked after. */
export function kindsOf({
  'ignored-workload-types': ignored,
  'pods-only': podsOnly,
  'is-Argo-Rollouts': rollouts,
}: ReloadSettings): readonly WorkloadKind[] {
  const kinds: readonly WorkloadKind[] = [
    'Deployment',
    'DaemonSet',
    'StatefulSet',
    'CronJob',
    'Job',
    ...(rollouts ? ['Rollout' as const] : []),
  ];
  return podsOnly ? [] : kinds.filter((kind) => !ignored.includes(`${kind.toLowerCase()}s`));
}
