import type { $ZodType } from 'zod/v4/core';
import { customChecks } from './custom-checks.ts';
import { checksOf, defOf, mayBeAbsent, type SchemaReading, type StructuralSchema } from './reading.ts';

/** An object of named fields. Unknown fields are pruned by the server, or kept where the schema is loose. */
export function objectSchema(schema: $ZodType, path: string, reading: SchemaReading): StructuralSchema {
  const def = defOf(schema);
  if (def.type !== 'object') return {};
  const others = def.catchall === undefined ? undefined : defOf(def.catchall).type;
  if (others !== undefined && others !== 'never' && others !== 'unknown' && others !== 'any')
    reading.refuse(path, 'further fields of a type of their own', 'put them into a field that is a z.record');
  const fields = Object.entries(def.shape);
  const required = fields.filter(([, field]) => !mayBeAbsent(field)).map(([name]) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map(([name, field]) => [name, reading.within(field, `${path}.${name}`)])),
    ...(required.length > 0 && { required }),
    ...((others === 'unknown' || others === 'any') && { 'x-kubernetes-preserve-unknown-fields': true }),
    ...customChecks(checksOf(schema), path, reading),
  };
}

/** An object of fields of any name, all of one type. */
export function recordSchema(schema: $ZodType, path: string, reading: SchemaReading): StructuralSchema {
  const def = defOf(schema);
  if (def.type !== 'record') return {};
  if (defOf(def.keyType).type !== 'string' || checksOf(def.keyType).length > 0)
    reading.refuse(path, 'names that are checked', 'use z.record(z.string(), …), or a z.object where the names are known');
  return {
    type: 'object',
    additionalProperties: reading.within(def.valueType, `${path}[*]`),
    ...customChecks(checksOf(schema), path, reading),
  };
}
