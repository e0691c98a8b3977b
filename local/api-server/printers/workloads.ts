import type { Json, JsonObject } from '../../../ground/json/json.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import { listAt, numberAt, objectAt, objectsAt, shown, textAt } from '../../../ground/json/read-json.ts';
import { ageOf, humanDuration } from './age.ts';
import { AGE, integer, NAME, text, wide, type Column } from './column.ts';
import { labelsText, selectorOrNone, selectorText } from './selector-text.ts';

const spec = (object: JsonObject) => objectAt(object, 'spec');
const status = (object: JsonObject) => objectAt(object, 'status');
const specCount = (name: string) => (object: StoredObject) => numberAt(spec(object), name) ?? 0;
const statusCount = (name: string) => (object: StoredObject) => numberAt(status(object), name) ?? 0;
const containersOf = (object: JsonObject | undefined) => objectsAt(objectAt(objectAt(object, 'template'), 'spec'), 'containers');
const each = (containers: readonly JsonObject[], field: string) => containers.map((container) => textAt(container, field)).join(',');
const readyOf = (name: string) => text('Ready', (object) => `${statusCount(name)(object)}/${specCount('replicas')(object)}`);

const CONTAINERS = wide('Containers', (object) => each(containersOf(spec(object)), 'name'));
const IMAGES = wide('Images', (object) => each(containersOf(spec(object)), 'image'));
const SELECTOR = wide('Selector', (object) => selectorOrNone(objectAt(spec(object), 'selector')));
const REPLICAS = [
  integer('Desired', specCount('replicas')),
  integer('Current', statusCount('replicas')),
  integer('Ready', statusCount('readyReplicas')),
];

const jobSpec = (cronJob: JsonObject) => spec(objectAt(spec(cronJob), 'jobTemplate') ?? {});
const conditionIs = (object: JsonObject, type: string) =>
  objectsAt(status(object), 'conditions').some((condition) => condition['type'] === type && condition['status'] === 'True');

function jobStatus(job: StoredObject): string {
  if (conditionIs(job, 'Complete')) return 'Complete';
  if (conditionIs(job, 'Failed')) return 'Failed';
  if (job.metadata.deletionTimestamp !== undefined) return 'Terminating';
  return ['Suspended', 'FailureTarget', 'SuccessCriteriaMet'].find((type) => conditionIs(job, type)) ?? 'Running';
}

function completions(job: StoredObject): string {
  const done = statusCount('succeeded')(job);
  const wanted = numberAt(spec(job), 'completions');
  const parallel = specCount('parallelism')(job);
  if (wanted !== undefined) return `${done}/${wanted}`;
  return parallel > 1 ? `${done}/1 of ${parallel}` : `${done}/1`;
}

function jobDuration(job: StoredObject, now: number): string {
  const [start, end] = [Date.parse(textAt(status(job), 'startTime')), Date.parse(textAt(status(job), 'completionTime'))];
  return Number.isNaN(start) ? '' : humanDuration((Number.isNaN(end) ? now : end) - start);
}

/** `cpu: 10%/80%`: what is measured of what is wanted. */
function metricText(metric: JsonObject, current: JsonObject | undefined): string {
  const kind = textAt(metric, 'type');
  const field = `${kind.charAt(0).toLowerCase()}${kind.slice(1)}`;
  const source = objectAt(metric, field);
  const [target, measured] = [objectAt(source, 'target'), objectAt(objectAt(current, field), 'current')];
  const value = (from: JsonObject | undefined, name: string): Json | undefined => from?.[name];
  const known = (found: Json | undefined, unit = '') => (found === undefined ? '<unknown>' : `${shown(found)}${unit}`);
  const average = value(target, 'averageValue');
  if (kind === 'Resource' || kind === 'ContainerResource') {
    const wanted = value(target, 'averageUtilization');
    const pair =
      average === undefined
        ? `${known(value(measured, 'averageUtilization'), '%')}/${wanted === undefined ? '<auto>' : `${shown(wanted)}%`}`
        : `${known(value(measured, 'averageValue'))}/${shown(average)}`;
    return `${textAt(source, 'name')}: ${pair}`;
  }
  if (kind === 'Pods') return `${known(value(measured, 'averageValue'))}/${known(average)}`;
  if (kind !== 'Object' && kind !== 'External') return '<unknown type>';
  return average === undefined
    ? `${known(value(measured, 'value'))}/${known(value(target, 'value'))}`
    : `${known(value(measured, 'averageValue'))}/${shown(average)} (avg)`;
}

/** The old version knows one metric. */
const metricsOf = (scaler: StoredObject): readonly JsonObject[] => {
  const percent = numberAt(spec(scaler), 'targetCPUUtilizationPercentage');
  return percent === undefined
    ? objectsAt(spec(scaler), 'metrics')
    : [{ type: 'Resource', resource: { name: 'cpu', target: { averageUtilization: percent } } }];
};

const MOST_METRICS = 2;
function targets(scaler: StoredObject): string {
  const measured = objectsAt(status(scaler), 'currentMetrics');
  const all = metricsOf(scaler).map((metric, at) => metricText(metric, measured[at]));
  if (all.length === 0) return '<none>';
  const more = all.length - MOST_METRICS;
  return `${all.slice(0, MOST_METRICS).join(', ')}${more > 0 ? ` + ${more} more...` : ''}`;
}

const bound = (name: string) => (budget: StoredObject) => shown(spec(budget)?.[name] ?? 'N/A');

export const WORKLOAD_COLUMNS: Readonly<Record<string, readonly Column[]>> = {
  'deployments.apps': [
    NAME,
    readyOf('readyReplicas'),
    text('Up-to-date', statusCount('updatedReplicas')),
    text('Available', statusCount('availableReplicas')),
    AGE,
    CONTAINERS,
    IMAGES,
    wide('Selector', (object) => selectorText(objectAt(spec(object), 'selector'))),
  ],
  'replicasets.apps': [NAME, ...REPLICAS, AGE, CONTAINERS, IMAGES, SELECTOR],
  replicationcontrollers: [
    NAME,
    ...REPLICAS,
    AGE,
    CONTAINERS,
    IMAGES,
    wide('Selector', (object) => labelsText(objectAt(spec(object), 'selector'))),
  ],
  'statefulsets.apps': [NAME, readyOf('readyReplicas'), AGE, CONTAINERS, IMAGES],
  'daemonsets.apps': [
    NAME,
    integer('Desired', statusCount('desiredNumberScheduled')),
    integer('Current', statusCount('currentNumberScheduled')),
    integer('Ready', statusCount('numberReady')),
    integer('Up-to-date', statusCount('updatedNumberScheduled')),
    integer('Available', statusCount('numberAvailable')),
    text('Node Selector', (object) => labelsText(objectAt(objectAt(objectAt(spec(object), 'template'), 'spec'), 'nodeSelector'))),
    AGE,
    CONTAINERS,
    IMAGES,
    SELECTOR,
  ],
  'controllerrevisions.apps': [NAME, text('Controller', controller), text('Revision', ({ revision }) => revision ?? 0), AGE],
  'jobs.batch': [
    NAME,
    text('Status', jobStatus),
    text('Completions', completions),
    text('Duration', jobDuration),
    AGE,
    CONTAINERS,
    IMAGES,
    SELECTOR,
  ],
  'cronjobs.batch': [
    NAME,
    text('Schedule', (object) => textAt(spec(object), 'schedule')),
    text('Timezone', (object) => textAt(spec(object), 'timeZone') || '<none>'),
    { name: 'Suspend', type: 'boolean', cell: (object) => (spec(object)?.['suspend'] === true ? 'True' : 'False') },
    integer('Active', (object) => listAt(status(object), 'active').length),
    text('Last Schedule', (object, now) =>
      textAt(status(object), 'lastScheduleTime') === '' ? '<none>' : ageOf(textAt(status(object), 'lastScheduleTime'), now),
    ),
    AGE,
    wide('Containers', (object) => each(containersOf(jobSpec(object)), 'name')),
    wide('Images', (object) => each(containersOf(jobSpec(object)), 'image')),
    wide('Selector', (object) => selectorOrNone(objectAt(jobSpec(object), 'selector'))),
  ],
  podtemplates: [
    NAME,
    text('Containers', (object) => each(containersOf(object), 'name')),
    text('Images', (object) => each(containersOf(object), 'image')),
    text('Pod Labels', (object) => labelsText(objectAt(objectAt(objectAt(object, 'template'), 'metadata'), 'labels'))),
  ],
  'horizontalpodautoscalers.autoscaling': [
    NAME,
    text(
      'Reference',
      (object) => `${textAt(objectAt(spec(object), 'scaleTargetRef'), 'kind')}/${textAt(objectAt(spec(object), 'scaleTargetRef'), 'name')}`,
    ),
    text('Targets', targets),
    text('MinPods', (object) => shown(numberAt(spec(object), 'minReplicas') ?? '<unset>')),
    text('MaxPods', specCount('maxReplicas')),
    text('Replicas', statusCount('currentReplicas')),
    AGE,
  ],
  'poddisruptionbudgets.policy': [
    NAME,
    text('Min Available', bound('minAvailable')),
    text('Max Unavailable', bound('maxUnavailable')),
    integer('Allowed Disruptions', statusCount('disruptionsAllowed')),
    AGE,
  ],
};

function controller({ metadata: { ownerReferences = [] } }: StoredObject): string {
  const owner = ownerReferences.find((reference) => reference.controller === true);
  if (!owner) return '<none>';
  const [, group] = owner.apiVersion.split('/').toReversed();
  return `${owner.kind.toLowerCase()}${group === undefined ? '' : `.${group}`}/${owner.name}`;
}
