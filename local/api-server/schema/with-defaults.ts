import { isJsonObject, isList, type Json, type JsonObject } from '../../../ground/json/json.ts';
import { CORE_DEFAULTS, namespaceDefaults, podDefaults, replicationControllerDefaults } from './defaults/core.ts';
import { INFRASTRUCTURE_DEFAULTS } from './defaults/infrastructure.ts';
import { customResourceDefinitionDefaults, POLICY_DEFAULTS } from './defaults/policies.ts';
import type { DefaultsTable } from './defaults/struct-defaults.ts';
import { claimTemplateDefaults, jobDefaults, scalingDefaults, WORKLOAD_DEFAULTS } from './defaults/workloads.ts';
import { fieldAsWritten } from './go-decode.ts';
import type { BuiltInField } from './type-tree.ts';

const TABLE: DefaultsTable = { ...CORE_DEFAULTS, ...WORKLOAD_DEFAULTS, ...POLICY_DEFAULTS, ...INFRASTRUCTURE_DEFAULTS };

/** Defaults that look further than one struct, made before those of the table. */
const WHOLE: Readonly<Record<string, (object: JsonObject) => JsonObject>> = {
  'core.v1.Pod': podDefaults,
  'core.v1.Namespace': namespaceDefaults,
  'core.v1.ReplicationController': replicationControllerDefaults,
  'batch.v1.Job': jobDefaults,
  'apps.v1.StatefulSetSpec': claimTemplateDefaults,
  'autoscaling.v2.HorizontalPodAutoscalerBehavior': scalingDefaults,
  'apiextensions.v1.CustomResourceDefinition': customResourceDefinitionDefaults,
};

const isUnset = (value: Json | undefined): boolean => value === undefined || value === null || value === '' || value === 0;

/** Fills in what the server fills in; the fields of a struct that changes stand in Go's order again. */
export function withDefaults(field: BuiltInField, value: Json): Json {
  if (!reachesDefaults(field)) return value;
  const { items, values, fields } = field;
  if (items && isList(value)) return value.map((item) => withDefaults(items, item));
  if (!isJsonObject(value)) return value;
  if (values) return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withDefaults(values, entry ?? null)]));
  return fields && field.type === 'object' ? structWithDefaults(field.goType, fields, value) : value;
}

function structWithDefaults(type: string, fields: Readonly<Record<string, BuiltInField>>, given: JsonObject): JsonObject {
  const filled: Record<string, Json | undefined> = { ...(WHOLE[type]?.(given) ?? given) };
  for (const [name, rule] of Object.entries(TABLE[type] ?? {})) {
    if (isUnset(filled[name]) && !isGivenZero(fields[name], filled[name]))
      filled[name] = typeof rule === 'function' ? (rule(filled) ?? filled[name]) : rule;
  }
  const whole: Record<string, Json> = {};
  for (const [name, field] of Object.entries(fields)) {
    const value = filled[name] ?? (isMeantDefault(field.default) ? field.default : undefined) ?? fieldAsWritten(field, undefined);
    if (value !== undefined) whole[name] = withDefaults(field, value);
  }
  return whole;
}

/** A pointer to zero was given on purpose: `replicas: 0`. */
const isGivenZero = (field: BuiltInField | undefined, value: Json | undefined): boolean =>
  field?.go.pointer === true && value !== undefined && value !== null;

/** OpenAPI tells the zero of each required field as its default too. */
const isMeantDefault = (value: Json | undefined): value is Json => !isUnset(value) && value !== false && !isJsonObject(value);

/** Whether a default may be filled in anywhere below: most of an object need not be walked. */
const reachesDefaults = memoised((field: BuiltInField, reaches): boolean => {
  if (field.items) return reaches(field.items);
  if (field.values) return reaches(field.values);
  return (
    field.fields !== undefined &&
    (field.goType in TABLE ||
      field.goType in WHOLE ||
      Object.values(field.fields).some((inner) => isMeantDefault(inner.default) || reaches(inner)))
  );
});

/** Remembers the answer for each type; a type that contains itself adds nothing to what its other fields say. */
function memoised(ask: (field: BuiltInField, again: (field: BuiltInField) => boolean) => boolean): (field: BuiltInField) => boolean {
  const known = new Map<string, boolean>();
  const answer = (field: BuiltInField): boolean => {
    const told = known.get(field.goType);
    if (told !== undefined) return told;
    known.set(field.goType, false);
    const fresh = ask(field, answer);
    known.set(field.goType, fresh);
    return fresh;
  };
  return answer;
}
