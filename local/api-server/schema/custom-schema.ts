import { isJsonObject, objectOrEmpty, type Json, type JsonObject } from '../../../ground/json/json.ts';
import { listAt, objectAt, textAt } from '../../../ground/json/read-json.ts';
import type { FieldSchema } from '../contracts/schema-source.ts';
import { kubernetesTypes } from './type-tree.ts';

const TYPES: ReadonlySet<string> = new Set(['array', 'boolean', 'integer', 'number', 'object', 'string']);
const isType = (word: string): word is NonNullable<FieldSchema['type']> => TYPES.has(word);
const texts = (value: JsonObject, name: string) => listAt(value, name).filter((item): item is string => typeof item === 'string');

/** One level of a definition's openAPIV3Schema as a field. */
function fieldOf(schema: JsonObject): FieldSchema {
  const type = textAt(schema, 'type');
  const [properties, additional, items] = [objectAt(schema, 'properties'), schema['additionalProperties'], objectAt(schema, 'items')];
  const listType = textAt(schema, 'x-kubernetes-list-type');
  const isIntOrString = schema['x-kubernetes-int-or-string'] === true;
  return {
    ...(isType(type) && !isIntOrString && { type }),
    ...(isIntOrString ? { format: 'int-or-string' } : textAt(schema, 'format') !== '' && { format: textAt(schema, 'format') }),
    ...((properties ?? type === 'object') && { fields: fieldsOf(properties ?? {}, schema) }),
    ...(isJsonObject(additional) ? { values: fieldOf(additional) } : additional === true && { preservesUnknown: true }),
    ...(items && { items: fieldOf(items) }),
    ...(listAt(schema, 'required').length > 0 && { required: texts(schema, 'required') }),
    ...(schema['default'] !== undefined && { default: schema['default'] }),
    ...(schema['x-kubernetes-preserve-unknown-fields'] === true && { preservesUnknown: true }),
    ...((listType === 'map' || listType === 'set' || listType === 'atomic') && { listType }),
    ...(listType === 'map' && { listMapKeys: texts(schema, 'x-kubernetes-list-map-keys') }),
    ...(textAt(schema, 'x-kubernetes-map-type') === 'atomic' && { mapType: 'atomic' }),
  };
}

/** An embedded object has what every object has. */
function fieldsOf(properties: JsonObject, schema: JsonObject): Readonly<Record<string, FieldSchema>> {
  const own = Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, fieldOf(objectOrEmpty(inner))]));
  return schema['x-kubernetes-embedded-resource'] === true ? { ...HEAD, ...own } : own;
}

export const OBJECT_META = kubernetesTypes.tree('meta.v1.ObjectMeta');
const HEAD: Readonly<Record<string, FieldSchema>> = { apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: OBJECT_META };

/** A whole custom object: the definition's schema, and what every object has. */
export const objectSchema = (schema: JsonObject): FieldSchema => {
  const field = fieldOf(schema);
  return { ...field, type: 'object', fields: { ...field.fields, ...HEAD } };
};

/** Takes away what the schema does not know, and notes where it was. */
export function pruneUnknown(value: Json, schema: FieldSchema, path: string, unknown: string[]): Json {
  if (Array.isArray(value)) {
    const items = schema.items ?? { preservesUnknown: true };
    return (value as readonly Json[]).map((item, at) => pruneUnknown(item, items, `${path}[${at}]`, unknown));
  }
  if (!isJsonObject(value) || (schema.fields === undefined && schema.values === undefined)) return value;
  const kept: [string, Json][] = [];
  for (const [name, held] of Object.entries(value)) {
    const at = path === '' ? name : `${path}.${name}`;
    const field = (schema.fields && Object.hasOwn(schema.fields, name) ? schema.fields[name] : undefined) ?? schema.values;
    if (held === undefined || field === OBJECT_META) {
      if (held !== undefined) kept.push([name, held]);
    } else if (field) kept.push([name, pruneUnknown(held, field, at, unknown)]);
    else if (schema.preservesUnknown) kept.push([name, held]);
    else unknown.push(at);
  }
  return Object.fromEntries(kept);
}

/** Fills in defaults, outer ones first; a null where a default stands is as good as nothing. */
export function fillDefaults(value: Json, schema: FieldSchema): Json {
  if (Array.isArray(value)) return schema.items ? (value as readonly Json[]).map((item) => fillDefaults(item, schema.items ?? {})) : value;
  if (!isJsonObject(value) || schema === OBJECT_META) return value;
  const { values, fields = {} } = schema;
  const filled: Record<string, Json | undefined> = { ...value };
  for (const [name, field] of Object.entries(fields)) {
    const held = Object.hasOwn(filled, name) ? filled[name] : undefined;
    const start = (held === undefined || held === null) && field.default !== undefined ? field.default : held;
    if (start !== undefined) filled[name] = fillDefaults(start, field);
  }
  if (values)
    for (const [name, held] of Object.entries(filled))
      if (!Object.hasOwn(fields, name) && held !== undefined) filled[name] = fillDefaults(held, values);
  return filled;
}
