import { isRecord } from '../../../ground/json/json.ts';
import { parsed, presentObject, publishedObject } from '../published-object.ts';
import { UnreadableMessage, type ResourceEvent, type UnknownEvent } from '../resource-event.ts';
import { isAttributeName } from './attributes.ts';
import { KNATIVE_TYPES } from './knative-wording.ts';
import { OWN_TYPES } from './own-wording.ts';

type Attributes = ReadonlyMap<string, string>;

/** The event of a message in binary mode. Throws UnreadableMessage. */
export const decodeBinary = (attributes: Attributes, body: Uint8Array): ResourceEvent | UnknownEvent =>
  eventOf(attributes, () => parsed('the data', body));

/** The event of a message in structured mode. Throws UnreadableMessage. */
export function decodeStructured(body: Uint8Array): ResourceEvent | UnknownEvent {
  const envelope = parsed('the event', body);
  if (!isRecord(envelope)) throw new UnreadableMessage('the event is not an object');
  const { data, data_base64: base64, ...rest } = envelope;
  const attributes = new Map<string, string>();
  for (const [name, value] of Object.entries(rest)) {
    if (value === null || !isAttributeName(name)) continue;
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
      throw new UnreadableMessage(`attribute ${name} is not a plain value`);
    attributes.set(name, String(value));
  }
  return eventOf(attributes, () => (typeof base64 === 'string' ? parsed('the data', Buffer.from(base64, 'base64')) : data));
}

/** The data of an event that is not ours may be anything: it is not looked at. */
function eventOf(attributes: Attributes, data: () => unknown): ResourceEvent | UnknownEvent {
  const version = required(attributes, 'specversion');
  if (!version.startsWith('1.')) throw new UnreadableMessage(`it is a CloudEvent of version ${version}, and 1.0 is all that is known`);
  const [id, typeName] = [required(attributes, 'id'), required(attributes, 'type')];
  const what = WHAT.get(typeName);
  const told = { id, typeName, key: attributes.get('partitionkey') ?? '', clusterId: attributes.get('clusterid') ?? '' };
  if (what === undefined) return { type: 'unknown', id, key: told.key, typeName };
  const times = { happenedAt: timeIn(attributes, 'time'), noticedAt: timeIn(attributes, 'recordedtime') };
  if (what === 'gap') return { type: 'gap', ...told, ...times, apiVersion: attributes.get('apiversion'), kind: attributes.get('kind') };
  const named = { ...told, ...times, ...namesIn(attributes) };
  const { then, now, changed } = statesIn(what, typeName, data());
  switch (what) {
    case 'created':
    case 'listed':
      return { type: what, ...named, now: presentObject('now', now) };
    case 'updated':
      return { type: what, ...named, then: publishedObject('then', then), now: presentObject('now', now), changed: pointersIn(changed) };
    case 'deleted':
      return { type: what, ...named, then: publishedObject('then', then) };
  }
}

type What = ResourceEvent['type'];

const WHAT: ReadonlyMap<string, What> = new Map<string, What>([
  ...(['created', 'listed', 'updated', 'deleted', 'gap'] as const).map((type) => [`${OWN_TYPES}${type}`, type] as const),
  ...['resource', 'ref'].flatMap((form) => [
    [`${KNATIVE_TYPES}${form}.add`, 'created'] as const,
    [`${KNATIVE_TYPES}${form}.update`, 'updated'] as const,
    [`${KNATIVE_TYPES}${form}.delete`, 'deleted'] as const,
  ]),
]);

interface States {
  readonly then?: unknown;
  readonly now?: unknown;
  readonly changed?: unknown;
}

/** Knative's data is the object: the last state of what was deleted, else the new one. */
function statesIn(what: What, typeName: string, data: unknown): States {
  if (!isRecord(data)) throw new UnreadableMessage('the data is not an object');
  if (typeName.startsWith(KNATIVE_TYPES)) return what === 'deleted' ? { then: data } : { now: data };
  return data;
}

function pointersIn(changed: unknown): readonly string[] {
  if (changed === undefined) return [];
  if (Array.isArray(changed) && changed.every((pointer) => typeof pointer === 'string')) return changed;
  throw new UnreadableMessage('changed is not a list of JSON pointers');
}

const namesIn = (attributes: Attributes) => ({
  uid: attributes.get('uid') ?? '',
  apiVersion: attributes.get('apiversion'),
  kind: attributes.get('kind'),
  namespace: attributes.get('namespace'),
  name: attributes.get('name'),
  resourceVersion: attributes.get('resourceversion'),
  sequence: attributes.get('sequence'),
  merged: Number(attributes.get('merged') ?? 0) || 0,
  shrunk: attributes.get('shrunk') === 'true',
});

function required(attributes: Attributes, name: string): string {
  const value = attributes.get(name);
  if (value === undefined || value === '') throw new UnreadableMessage(`it is a CloudEvent without ${name}`);
  return value;
}

function timeIn(attributes: Attributes, name: string): Date {
  const time = new Date(attributes.get(name) ?? 0);
  if (Number.isNaN(time.getTime())) throw new UnreadableMessage(`attribute ${name} is not a time`);
  return time;
}
