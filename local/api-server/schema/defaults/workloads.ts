import type { JsonObject } from '../../../../ground/json/json.ts';
import { objectAt, objectsAt } from '../../../../ground/json/read-json.ts';
import type { DefaultsTable } from './struct-defaults.ts';

const whenRolling = ({ type }: JsonObject) => (type === 'RollingUpdate' ? {} : undefined);
const MOST_RETRIES = 2 ** 31 - 1;

export const WORKLOAD_DEFAULTS: DefaultsTable = {
  'apps.v1.DeploymentSpec': { replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 },
  'apps.v1.DeploymentStrategy': { type: 'RollingUpdate', rollingUpdate: whenRolling },
  'apps.v1.RollingUpdateDeployment': { maxUnavailable: '25%', maxSurge: '25%' },
  'apps.v1.DaemonSetSpec': { revisionHistoryLimit: 10 },
  'apps.v1.DaemonSetUpdateStrategy': { type: 'RollingUpdate', rollingUpdate: whenRolling },
  'apps.v1.RollingUpdateDaemonSet': { maxUnavailable: 1, maxSurge: 0 },
  'apps.v1.StatefulSetSpec': {
    podManagementPolicy: 'OrderedReady',
    replicas: 1,
    revisionHistoryLimit: 10,
    persistentVolumeClaimRetentionPolicy: {},
  },
  'apps.v1.StatefulSetUpdateStrategy': {
    rollingUpdate: ({ type }) => (type === undefined || type === '' ? {} : undefined),
    type: 'RollingUpdate',
  },
  'apps.v1.RollingUpdateStatefulSetStrategy': { partition: 0 },
  'apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy': { whenDeleted: 'Retain', whenScaled: 'Retain' },
  'apps.v1.ReplicaSetSpec': { replicas: 1 },
  'batch.v1.CronJobSpec': { concurrencyPolicy: 'Allow', suspend: false, successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1 },
  'batch.v1.PodFailurePolicyOnPodConditionsPattern': { status: 'True' },
  'autoscaling.v1.HorizontalPodAutoscalerSpec': { minReplicas: 1 },
  'autoscaling.v2.HorizontalPodAutoscalerSpec': {
    minReplicas: 1,
    metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } }],
  },
};

/** What is left open of a Job's spec; not of a CronJob's template, whose Jobs are completed when they are made. */
const JOB_SPEC: DefaultsTable[string] = {
  completions: ({ parallelism }) => (parallelism === undefined ? 1 : undefined),
  parallelism: 1,
  backoffLimit: ({ backoffLimitPerIndex }) => (backoffLimitPerIndex === undefined ? 6 : MOST_RETRIES),
  completionMode: 'NonIndexed',
  suspend: false,
  podReplacementPolicy: ({ podFailurePolicy }) => (podFailurePolicy === undefined ? 'TerminatingOrFailed' : 'Failed'),
  manualSelector: false,
};

/** A job without labels carries those of its pods. */
export function jobDefaults(given: JsonObject): JsonObject {
  const spec = objectAt(given, 'spec') ?? {};
  const filled = Object.entries(JOB_SPEC)
    .filter(([name]) => spec[name] === undefined || spec[name] === null)
    .map(([name, rule]) => [name, typeof rule === 'function' ? rule(spec) : rule]);
  const job = { ...given, spec: { ...spec, ...Object.fromEntries(filled.filter(([, value]) => value !== undefined)) } };
  const metadata = objectAt(job, 'metadata') ?? {};
  const labels = objectAt(objectAt(objectAt(objectAt(job, 'spec'), 'template'), 'metadata'), 'labels');
  return labels && metadata['labels'] === undefined ? { ...job, metadata: { ...metadata, labels } } : job;
}

const POLICIES = {
  scaleUp: {
    stabilizationWindowSeconds: 0,
    selectPolicy: 'Max',
    policies: [
      { type: 'Pods', value: 4, periodSeconds: 15 },
      { type: 'Percent', value: 100, periodSeconds: 15 },
    ],
  },
  scaleDown: { selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] },
} as const;

/** Up and down have rules of their own, though of one type. */
export const scalingDefaults = (behavior: JsonObject): JsonObject => ({
  scaleUp: { ...POLICIES.scaleUp, ...objectAt(behavior, 'scaleUp') },
  scaleDown: { ...POLICIES.scaleDown, ...objectAt(behavior, 'scaleDown') },
});

/** Templates of claims say what they are, since whole objects are made of them. */
export const claimTemplateDefaults = (spec: JsonObject): JsonObject => {
  const claims = objectsAt(spec, 'volumeClaimTemplates');
  return claims.length === 0
    ? spec
    : { ...spec, volumeClaimTemplates: claims.map((claim) => ({ kind: 'PersistentVolumeClaim', apiVersion: 'v1', ...claim })) };
};
