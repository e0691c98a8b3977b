import type { Json } from '../../../ground/json/json.ts';
import type { FailureCause } from '../contracts/status-error.ts';
import { duplicate, forbidden, invalidValue, required } from '../validation/cause.ts';

/** A rule that does not hold, for the reason that it names; objects and lists (no value here) are not shown. */
export function brokenRule(field: string, value: Json | undefined, detail: string, reason: string): FailureCause {
  switch (reason) {
    case 'FieldValueForbidden':
      return forbidden(field, detail);
    case 'FieldValueRequired':
      return required(field, detail);
    case 'FieldValueDuplicate':
      return value === undefined ? { reason, message: 'Duplicate value', field } : duplicate(field, value);
    default:
      return value === undefined
        ? { reason: 'FieldValueInvalid', message: `Invalid value: ${detail}`, field }
        : invalidValue(field, value, detail);
  }
}
