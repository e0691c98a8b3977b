import { isJsonObject, type Json } from '../../../ground/json/json.ts';
import { isList } from '../../../ground/json/read-json.ts';

/** Whether two JSON values are the same; the order of fields is no matter, and a field without a value is none. */
export function jsonEqual(left: Json | undefined, right: Json | undefined): boolean {
  if (left === right) return true;
  if (isList(left ?? null) && isList(right ?? null)) return listsEqual(left as readonly Json[], right as readonly Json[]);
  if (!isJsonObject(left) || !isJsonObject(right)) return false;
  const fields = Object.keys(left).filter((field) => left[field] !== undefined);
  return (
    fields.length === Object.values(right).filter((value) => value !== undefined).length &&
    fields.every((field) => Object.hasOwn(right, field) && jsonEqual(left[field], right[field]))
  );
}

const listsEqual = (left: readonly Json[], right: readonly Json[]) =>
  left.length === right.length && left.every((item, at) => jsonEqual(item, right[at]));
