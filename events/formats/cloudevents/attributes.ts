import type { ResourceChange } from '../../resource-change.ts';
import { apiVersionOf } from '../reference.ts';
import type { CloudEventsChoice } from './choice.ts';
import { collectionPath, type Wording } from './wording.ts';

/** Of the types of CloudEvents those that we need: the others are written as text. */
export type AttributeValue = string | number | boolean;

/** What a name may be wherever CloudEvents go: on some ways others are lost. */
export const isAttributeName = (name: string): boolean => /^[a-z0-9]{1,20}$/.test(name);

/** The context attributes by their plain names; what there is nothing to say of is absent. datacontenttype goes beside them. */
export function attributesOf(
  change: ResourceChange,
  wording: Wording,
  { cluster = '' }: CloudEventsChoice,
): ReadonlyMap<string, AttributeValue> {
  const { object, resource } = change;
  const clusterId = change.clusterId === '' ? cluster : change.clusterId;
  const attributes: readonly (readonly [string, AttributeValue | undefined])[] = [
    ['specversion', '1.0'],
    ['id', change.id],
    ['type', wording.type(change)],
    ['source', `${clusterId === '' ? '' : `/clusters/${encodeURIComponent(clusterId)}`}${collectionPath(change)}`],
    ['subject', wording.subject(change)],
    ['time', new Date(change.happenedAtMs).toISOString()],
    ['recordedtime', new Date(change.noticedAtMs).toISOString()],
    ['partitionkey', change.key],
    ['sequence', sequenceOf(object.resourceVersion)],
    ['clusterid', clusterId],
    ['uid', object.uid],
    ['apiversion', apiVersionOf(resource)],
    ['kind', resource.kind],
    ['namespace', object.namespace],
    ['name', object.name],
    ['resourceversion', object.resourceVersion],
    ['merged', change.merged === 0 ? undefined : change.merged],
    ['shrunk', change.shrunk ? true : undefined],
  ];
  return new Map(attributes.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value] as const])));
}

/** As wide as the largest version, so that texts compare as the numbers do; absent for a version that is not a number. */
const sequenceOf = (resourceVersion: string): string | undefined =>
  /^\d{1,20}$/.test(resourceVersion) ? resourceVersion.padStart(20, '0') : undefined;
