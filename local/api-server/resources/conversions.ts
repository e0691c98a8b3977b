import { textOrEmpty, type JsonObject, type KubeObject } from '../contracts/kube-object.ts';
import type { Conversions } from '../registry.ts';

const NEW_EVENTS = 'events.k8s.io/v1';

/** What each field of the core group's Event is called in events.k8s.io. */
const EVENT_FIELDS: Readonly<Record<string, string>> = {
  involvedObject: 'regarding', message: 'note', source: 'deprecatedSource', firstTimestamp: 'deprecatedFirstTimestamp',
  lastTimestamp: 'deprecatedLastTimestamp', count: 'deprecatedCount', reportingComponent: 'reportingController',
};
const NEW_EVENT_FIELDS = Object.fromEntries(Object.entries(EVENT_FIELDS).map(([old, fresh]) => [fresh, old]));

const renamed = (object: JsonObject, names: Readonly<Record<string, string>>): JsonObject =>
  Object.fromEntries(Object.entries(object).map(([field, value]) => [names[field] ?? field, value]));

/** Go writes these whether they are set or not. */
const CORE_EVENT_ZEROES: JsonObject = { source: {}, firstTimestamp: null, lastTimestamp: null, eventTime: null, reportingComponent: '', reportingInstance: '' };
const NEW_EVENT_ZEROES: JsonObject = { eventTime: null, deprecatedFirstTimestamp: null, deprecatedLastTimestamp: null, deprecatedSource: {}, regarding: {} };

const toNewEvent = (event: KubeObject): KubeObject => {
  const { reportingController, reportingInstance, ...fields } = renamed(event, EVENT_FIELDS);
  return {
    ...NEW_EVENT_ZEROES, ...fields as KubeObject, apiVersion: NEW_EVENTS,
    ...(textOrEmpty(reportingController) === '' ? {} : { reportingController }), ...(textOrEmpty(reportingInstance) === '' ? {} : { reportingInstance }),
  };
};

const toCoreEvent = (event: KubeObject): KubeObject => ({ ...CORE_EVENT_ZEROES, ...renamed(event, NEW_EVENT_FIELDS) as KubeObject, apiVersion: 'v1' });

/** Kinds whose versions differ in more than their name. */
export const conversions: Conversions = {
  [`Event v1 ${NEW_EVENTS}`]: toNewEvent,
  [`Event ${NEW_EVENTS} v1`]: toCoreEvent,
};

/** Events are kept as those of the core group, whichever group they came by. */
export const toStorage = (object: KubeObject): KubeObject => (object.kind === 'Event' && object.apiVersion === NEW_EVENTS ? toCoreEvent(object) : object);
