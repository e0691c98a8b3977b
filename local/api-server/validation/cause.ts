import { equal } from '../../../ground/json/equal.ts';
import type { Json, JsonObject } from '../../../ground/json/json.ts';
import type { FailureCause } from '../contracts/status-error.ts';

/** The refusals of one field, in Kubernetes' words. */
export const required = (field: string, detail = ''): FailureCause => ({
  reason: 'FieldValueRequired',
  message: `Required value${detail === '' ? '' : `: ${detail}`}`,
  field,
});
export const invalidValue = (field: string, value: Json | undefined, detail: string): FailureCause => ({
  reason: 'FieldValueInvalid',
  message: `Invalid value: ${JSON.stringify(value ?? null)}: ${detail}`,
  field,
});
/** Of a value that is not shown. */
export const invalidWhole = (field: string, detail: string): FailureCause => ({
  reason: 'FieldValueInvalid',
  message: `Invalid value: ${detail}`,
  field,
});
/** A value as Go writes it in JSON. */
export const goJson = (value: Json): string =>
  JSON.stringify(value).replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
/** Of a value that is not JSON of ours, but is shown as it is in the real server. */
export const invalidWritten = (field: string, text: string, detail: string): FailureCause => ({
  reason: 'FieldValueInvalid',
  message: `Invalid value: ${text}: ${detail}`,
  field,
});
export const typeInvalid = (field: string, value: Json, detail: string): FailureCause => ({
  reason: 'FieldValueTypeInvalid',
  message: `Invalid value: ${JSON.stringify(value)}: ${detail}`,
  field,
});
export const duplicate = (field: string, value: Json | undefined): FailureCause => ({
  reason: 'FieldValueDuplicate',
  message: `Duplicate value: ${JSON.stringify(value ?? null)}`,
  field,
});
export const forbidden = (field: string, detail: string): FailureCause => ({
  reason: 'FieldValueForbidden',
  message: `Forbidden: ${detail}`,
  field,
});
export const tooLong = (field: string, most: number): FailureCause => ({
  reason: 'FieldValueTooLong',
  message: `Too long: may not be more than ${most} bytes`,
  field,
});
export const tooMany = (field: string, actual: number, most: number): FailureCause => ({
  reason: 'FieldValueTooMany',
  message: `Too many: ${actual}: must have at most ${most} items`,
  field,
});
export const notFound = (field: string, value: Json): FailureCause => ({
  reason: 'FieldValueNotFound',
  message: `Not found: ${JSON.stringify(value)}`,
  field,
});
export const internal = (field: string, detail: string): FailureCause => ({
  reason: 'InternalError',
  message: `Internal error: ${detail}`,
  field,
});
export const notSupported = (field: string, value: Json | undefined, supported: readonly string[]): FailureCause => ({
  reason: 'FieldValueNotSupported',
  message: `Unsupported value: ${JSON.stringify(value ?? '')}: supported values: ${supported.map((word) => JSON.stringify(word)).join(', ')}`,
  field,
});

/** What may not change of an object that exists. */
export const immutable = (object: JsonObject, old: JsonObject | undefined, ...fields: readonly string[]): readonly FailureCause[] =>
  fields
    .filter((field) => old !== undefined && !equal(object[field] ?? null, old[field] ?? null))
    .map((field) => invalidValue(field, object[field], 'field is immutable'));

export const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);
