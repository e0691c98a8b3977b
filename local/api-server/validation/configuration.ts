import type { JsonObject } from '../../../ground/json/json.ts';
import { objectAt, textAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import type { ValidationRequest } from '../contracts/validating.ts';
import { equal } from '../../../ground/json/equal.ts';
import { forbidden, invalidValue, required } from './cause.ts';
import { configKey } from './names.ts';

const MOST_BYTES = 1024 * 1024;
const size = (data: JsonObject | undefined, encoding: BufferEncoding) =>
  Object.values(data ?? {}).reduce<number>((sum, value) => sum + (typeof value === 'string' ? Buffer.byteLength(value, encoding) : 0), 0);
const keyCauses = (data: JsonObject | undefined, field: string) =>
  Object.keys(data ?? {}).flatMap((key) => configKey(key).map((problem) => invalidValue(`${field}[${key}]`, key, problem)));
const overfull = (bytes: number, field: string): readonly FailureCause[] =>
  bytes > MOST_BYTES ? [{ reason: 'FieldValueTooLong', message: `Too long: may not be more than ${MOST_BYTES} bytes`, field }] : [];

/** What is marked as immutable stays so, and as it is. */
function immutableCauses(object: JsonObject, old: JsonObject | undefined, ...fields: readonly string[]): readonly FailureCause[] {
  if (old?.['immutable'] !== true) return [];
  const told = 'field is immutable when `immutable` is set';
  return [
    ...(object['immutable'] === true ? [] : [forbidden('immutable', told)]),
    ...fields.filter((field) => !equal(object[field] ?? {}, old[field] ?? {})).map((field) => forbidden(field, told)),
  ];
}

export function configMapCauses({ object, old }: ValidationRequest): readonly FailureCause[] {
  const [data, binary] = [objectAt(object, 'data'), objectAt(object, 'binaryData')];
  const both = Object.keys(data ?? {})
    .filter((key) => binary?.[key] !== undefined)
    .map((key) => invalidValue(`data[${key}]`, key, 'duplicate of key present in binaryData'));
  return [
    ...immutableCauses(object, old, 'data', 'binaryData'),
    ...keyCauses(data, 'data'),
    ...both,
    ...keyCauses(binary, 'binaryData'),
    ...overfull(size(data, 'utf8') + size(binary, 'base64'), '[]'),
  ];
}

/** The keys that some types of secrets must have. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
};

export function secretCauses({ object, old }: ValidationRequest): readonly FailureCause[] {
  const [data, type] = [objectAt(object, 'data'), textAt(object, 'type')];
  return [
    ...(old && textAt(old, 'type') !== type ? [invalidValue('type', type, 'field is immutable')] : []),
    ...immutableCauses(object, old, 'data'),
    ...keyCauses(data, 'data'),
    ...overfull(size(data, 'base64'), 'data'),
    ...(NEEDED[type] ?? []).filter((key) => data?.[key] === undefined).map((key) => required(`data[${key}]`)),
  ];
}
