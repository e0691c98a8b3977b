import type { Json } from '../../../ground/json/json.ts';
import type { StatusCause } from '../contracts/status-error.ts';

/** The refusals of one field, in Kubernetes' words. */
export const required = (field: string, detail = ''): StatusCause => ({
  reason: 'FieldValueRequired',
  message: `Required value${detail === '' ? '' : `: ${detail}`}`,
  field,
});
export const invalidValue = (field: string, value: Json | undefined, detail: string): StatusCause => ({
  reason: 'FieldValueInvalid',
  message: `Invalid value: ${JSON.stringify(value ?? null)}: ${detail}`,
  field,
});
export const typeInvalid = (field: string, value: Json, detail: string): StatusCause => ({
  reason: 'FieldValueTypeInvalid',
  message: `Invalid value: ${JSON.stringify(value)}: ${detail}`,
  field,
});
export const duplicate = (field: string, value: Json | undefined): StatusCause => ({
  reason: 'FieldValueDuplicate',
  message: `Duplicate value: ${JSON.stringify(value ?? null)}`,
  field,
});
export const forbidden = (field: string, detail: string): StatusCause => ({
  reason: 'FieldValueForbidden',
  message: `Forbidden: ${detail}`,
  field,
});
export const tooLong = (field: string, most: number): StatusCause => ({
  reason: 'FieldValueTooLong',
  message: `Too long: may not be more than ${most} bytes`,
  field,
});
export const tooMany = (field: string, actual: number, most: number): StatusCause => ({
  reason: 'FieldValueTooMany',
  message: `Too many: ${actual}: must have at most ${most} items`,
  field,
});
export const notFound = (field: string, value: Json): StatusCause => ({
  reason: 'FieldValueNotFound',
  message: `Not found: ${JSON.stringify(value)}`,
  field,
});
export const internal = (field: string, detail: string): StatusCause => ({
  reason: 'InternalError',
  message: `Internal error: ${detail}`,
  field,
});
export const notSupported = (field: string, value: Json | undefined, supported: readonly string[]): StatusCause => ({
  reason: 'FieldValueNotSupported',
  message: `Unsupported value: ${JSON.stringify(value ?? '')}: supported values: ${supported.map((word) => JSON.stringify(word)).join(', ')}`,
  field,
});

export const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);
