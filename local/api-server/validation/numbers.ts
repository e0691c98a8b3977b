import type { Json, JsonObject } from '../../../ground/json/json.ts';
import { numberAt } from '../../../ground/json/read-json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import { invalidValue, join } from './cause.ts';

const PERCENT = /^\d+%$/;
const PERCENT_TOLD =
  "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";

/** Fields that may not be less than nothing. */
export const nonNegative = (value: JsonObject | undefined, path: string, ...fields: readonly string[]): readonly FailureCause[] =>
  fields
    .filter((field) => (numberAt(value, field) ?? 0) < 0)
    .map((field) => invalidValue(join(path, field), numberAt(value, field), 'must be greater than or equal to 0'));

/** A number, or a percentage. */
export function numberOrPercent(value: Json | undefined, field: string): readonly FailureCause[] {
  if (typeof value === 'string' && !PERCENT.test(value)) return [invalidValue(field, value, PERCENT_TOLD)];
  return typeof value === 'number' && value < 0 ? [invalidValue(field, value, 'must be greater than or equal to 0')] : [];
}

export const atMostAll = (value: Json | undefined, field: string): readonly FailureCause[] =>
  typeof value === 'string' && PERCENT.test(value) && Number.parseInt(value, 10) > 100
    ? [invalidValue(field, value, 'must not be greater than 100%')]
    : [];

export const isZero = (value: Json | undefined): boolean => value === 0 || value === '0%';
