import { isJsonObject, objectOrEmpty, textOrEmpty, type Json, type JsonObject } from '../../../ground/json/json.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import { namedConversions, type Conversions } from '../registry.ts';

const NEW_EVENTS = 'events.k8s.io/v1';

/** What each field of the core group's Event is called in events.k8s.io. */
const EVENT_FIELDS: Readonly<Record<string, string>> = {
  involvedObject: 'regarding',
  message: 'note',
  source: 'deprecatedSource',
  firstTimestamp: 'deprecatedFirstTimestamp',
  lastTimestamp: 'deprecatedLastTimestamp',
  count: 'deprecatedCount',
  reportingComponent: 'reportingController',
};
const NEW_EVENT_FIELDS = Object.fromEntries(Object.entries(EVENT_FIELDS).map(([old, fresh]) => [fresh, old]));

const renamed = (object: JsonObject, names: Readonly<Record<string, string>>): JsonObject =>
  Object.fromEntries(Object.entries(object).map(([field, value]) => [names[field] ?? field, value]));

/** Go writes these whether they are set or not. */
const CORE_EVENT_ZEROES: JsonObject = {
  source: {},
  firstTimestamp: null,
  lastTimestamp: null,
  eventTime: null,
  reportingComponent: '',
  reportingInstance: '',
};
const NEW_EVENT_ZEROES: JsonObject = {
  eventTime: null,
  deprecatedFirstTimestamp: null,
  deprecatedLastTimestamp: null,
  deprecatedSource: {},
  regarding: {},
};

const toNewEvent = (event: StoredObject): StoredObject => {
  const { reportingController, reportingInstance, ...fields } = renamed(event, EVENT_FIELDS);
  return {
    ...NEW_EVENT_ZEROES,
    ...(fields as StoredObject),
    apiVersion: NEW_EVENTS,
    ...(textOrEmpty(reportingController) === '' ? {} : { reportingController }),
    ...(textOrEmpty(reportingInstance) === '' ? {} : { reportingInstance }),
  };
};

const toCoreEvent = (event: StoredObject): StoredObject => ({
  ...CORE_EVENT_ZEROES,
  ...(renamed(event, NEW_EVENT_FIELDS) as StoredObject),
  apiVersion: 'v1',
});

const isCpu = (metric: Json) =>
  isJsonObject(metric) && metric['type'] === 'Resource' && objectOrEmpty(metric['resource'])['name'] === 'cpu';

/** autoscaling/v1 knows one metric: the use of CPU. */
const toNewAutoscaler = (autoscaler: StoredObject): StoredObject => {
  const { targetCPUUtilizationPercentage = 80, ...spec } = objectOrEmpty(autoscaler['spec']);
  const { currentCPUUtilizationPercentage: current, ...status } = objectOrEmpty(autoscaler['status']);
  const metric = {
    type: 'Resource',
    resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: targetCPUUtilizationPercentage } },
  };
  const currentMetrics =
    current === undefined
      ? null
      : [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: current, averageValue: '0' } } }];
  return { ...autoscaler, apiVersion: 'autoscaling/v2', spec: { ...spec, metrics: [metric] }, status: { ...status, currentMetrics } };
};

const toOldAutoscaler = (autoscaler: StoredObject): StoredObject => {
  const { metrics, behavior: _, ...spec } = objectOrEmpty(autoscaler['spec']);
  const { currentMetrics: _metrics, conditions: _conditions, currentReplicas = 0, ...status } = objectOrEmpty(autoscaler['status']);
  const cpu = Array.isArray(metrics) ? (metrics as readonly Json[]).find(isCpu) : undefined;
  const target = objectOrEmpty(objectOrEmpty(objectOrEmpty(cpu)['resource'])['target'])['averageUtilization'];
  return {
    ...autoscaler,
    apiVersion: 'autoscaling/v1',
    spec: { ...spec, ...(target === undefined ? {} : { targetCPUUtilizationPercentage: target }) },
    status: { currentReplicas, ...status },
  };
};

/** Kinds whose versions differ in more than their name. */
export const conversions: Conversions = namedConversions({
  [`Event v1 ${NEW_EVENTS}`]: toNewEvent,
  [`Event ${NEW_EVENTS} v1`]: toCoreEvent,
  'HorizontalPodAutoscaler autoscaling/v1 autoscaling/v2': toNewAutoscaler,
  'HorizontalPodAutoscaler autoscaling/v2 autoscaling/v1': toOldAutoscaler,
});

/** Events are kept as those of the core group, and autoscalers in their newer version, however they came. */
export function toStorage(object: StoredObject): StoredObject {
  if (object.kind === 'Event' && object.apiVersion === NEW_EVENTS) return toCoreEvent(object);
  if (object.kind === 'HorizontalPodAutoscaler' && object.apiVersion === 'autoscaling/v1') return toNewAutoscaler(object);
  return object;
}
