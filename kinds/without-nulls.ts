import { isRecord } from '../ground/json/json.ts';
import type { StructuralSchema } from './schema/reading.ts';

/** A value as a server reads it: null in a field that cannot be null is as good as nothing. */
export function withoutNulls(value: unknown, schema: StructuralSchema): unknown {
  const { items, properties = {}, additionalProperties } = schema;
  if (Array.isArray(value)) return isRecord(items) ? value.map((item) => withoutNulls(item, items)) : value;
  if (!isRecord(value)) return value;
  const fields = Object.entries(value).flatMap(([name, held]): readonly (readonly [string, unknown])[] => {
    const field = Object.hasOwn(properties, name) ? properties[name] : isRecord(additionalProperties) ? additionalProperties : undefined;
    if (field === undefined) return [[name, held]];
    return held === null && field.nullable !== true ? [] : [[name, withoutNulls(held, field)]];
  });
  return Object.fromEntries(fields);
}
