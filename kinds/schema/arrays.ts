import type { $ZodType } from 'zod/v4/core';
import { customChecks } from './custom-checks.ts';
import { checksOf, defOf, type CheckDef, type SchemaReading, type StructuralSchema } from './reading.ts';

const SCALARS = new Set(['string', 'number', 'integer', 'boolean']);
const isScalar = ({ type, nullable }: StructuralSchema): boolean => SCALARS.has(type ?? '') && nullable !== true;

/** A list: its lengths, and how its items are told apart. */
export function arraySchema(schema: $ZodType, path: string, reading: SchemaReading): StructuralSchema {
  const def = defOf(schema);
  if (def.type !== 'array') return {};
  const items = reading.within(def.element, `${path}[]`);
  const custom: CheckDef[] = [];
  let [minItems, maxItems]: [number | undefined, number | undefined] = [undefined, undefined];
  for (const check of checksOf(schema)) {
    if (check.check === 'min_length') minItems = Number(check['minimum']);
    else if (check.check === 'max_length') maxItems = Number(check['maximum']);
    else if (check.check === 'length_equals') minItems = maxItems = Number(check['length']);
    else custom.push(check);
  }
  const kind = customChecks(custom, path, reading);
  if (kind['x-kubernetes-list-type'] === 'set' && !isScalar(items))
    reading.refuse(path, 'a set of what is more than a text, a number or a boolean', 'use keyedBy, or a plain list');
  for (const key of kind['x-kubernetes-list-map-keys'] ?? []) {
    const field = items.properties?.[key];
    if (field === undefined || !isScalar(field) || !(items.required?.includes(key) || field.default !== undefined))
      reading.refuse(`${path}[].${key}`, 'a key', 'make it a text, a number or a boolean that is required or has a default');
  }
  return { type: 'array', items, ...(minItems !== undefined && { minItems }), ...(maxItems !== undefined && { maxItems }), ...kind };
}
