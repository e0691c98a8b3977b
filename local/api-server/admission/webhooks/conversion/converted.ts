import { isRecord, type Json, type JsonObject } from '../../../../../ground/json/json.ts';
import { objectAt, textAt } from '../../../../../ground/json/read-json.ts';
import type { StoredMeta, StoredObject } from '../../../contracts/kube-object.ts';
import { labelCauses } from '../../../validation/metadata.ts';

const IDENTITY = [
  ['name', 'name'],
  ['namespace', 'namespace'],
  ['uid', 'UID'],
] as const;
const WORN = ['labels', 'annotations'] as const;

const groupVersionOf = (object: JsonObject): string => textAt(object, 'apiVersion');

/** What is wrong with what a webhook has made of an object, but for its metadata; undefined where nothing is. */
export function convertedProblem(converted: unknown, original: StoredObject, apiVersion: string): string | undefined {
  if (!isRecord(converted)) return 'invalid converted object at index 0: json: cannot unmarshal into an object';
  const object = converted as JsonObject; // it was read from JSON
  const at = 'invalid object at index 0';
  if (groupVersionOf(object) !== apiVersion)
    return `${at}: invalid groupVersion (expected ${apiVersion}, received ${groupVersionOf(object)})`;
  if (object['kind'] !== original.kind) return `${at}: invalid kind (expected ${original.kind}, received ${textAt(object, 'kind')})`;
  const metadata = objectAt(object, 'metadata');
  for (const [field, title] of IDENTITY) {
    const [before, after] = [original.metadata[field] ?? '', textAt(metadata, field)];
    if (before !== after) return `invalid object: must have the same ${title}: ${before} != ${after}`;
  }
  return undefined;
}

/** The object with the metadata of the original; labels and annotations are the webhook's. Else what is wrong with these, as text. */
export function restored(converted: JsonObject, original: StoredObject): StoredObject | string {
  const sent = objectAt(converted, 'metadata');
  const { labels: _, annotations: __, ...kept } = original.metadata;
  const worn: Partial<Record<'annotations' | 'labels', StoredMeta['labels']>> = {};
  for (const field of WORN) {
    const held = sent?.[field];
    if (held === undefined || held === null) continue;
    if (!isRecord(held)) return `invalid metadata.${field} of type ${goType(held)} in converted object`;
    for (const [key, value] of Object.entries(held))
      if (typeof value !== 'string')
        return `metadata.${field}[${key}] must be a string, but is ${goType(value as Json)} in converted object`;
    worn[field] = held as StoredMeta['labels']; // each has just been looked at
  }
  const [cause] = labelCauses(worn.labels, 'metadata.labels');
  if (cause) return `${cause.field}: ${cause.message}`;
  return { ...converted, apiVersion: textAt(converted, 'apiVersion'), kind: original.kind, metadata: { ...kept, ...worn } };
}

function goType(value: Json): string {
  if (value === null) return '<nil>';
  if (Array.isArray(value)) return '[]interface {}';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return typeof value === 'boolean' ? 'bool' : typeof value === 'string' ? 'string' : 'map[string]interface {}';
}
