import { isRecord } from './json.ts';

/** Equality of JSON values: order of fields does not count, and an undefined field counts as absent. */
export function equal(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (Array.isArray(one)) return Array.isArray(other) && one.length === other.length && one.every((item, at) => equal(item, other[at]));
  if (!isRecord(one) || !isRecord(other)) return false;
  for (const field in one) if (!equal(one[field], own(other, field))) return false;
  for (const field in other) if (other[field] !== undefined && own(one, field) === undefined) return false;
  return true;
}

/** Not what a field called `__proto__` would find on every object. */
const own = (record: Readonly<Record<string, unknown>>, field: string): unknown =>
  Object.hasOwn(record, field) ? record[field] : undefined;
