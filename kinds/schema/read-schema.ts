import type { $ZodType } from 'zod/v4/core';
import { arraySchema } from './arrays.ts';
import { customChecks } from './custom-checks.ts';
import { numberSchema } from './numbers.ts';
import { objectSchema, recordSchema } from './objects.ts';
import { checksOf, defOf, valuesOf, type SchemaReading, type StructuralSchema } from './reading.ts';
import { textSchema } from './texts.ts';
import { unionSchema } from './unions.ts';

/** What cannot be expressed, where, and what to do. */
export interface SchemaProblem {
  readonly path: string;
  readonly what: string;
  readonly remedy: string;
}

/** Writes a zod schema as a structural one. What cannot be expressed goes to `problems`. */
export function readSchema(schema: $ZodType, path: string, problems: SchemaProblem[]): StructuralSchema {
  const open = new Set<$ZodType>();
  const reading: SchemaReading = {
    within(inner, at) {
      if (open.has(inner)) {
        reading.refuse(at, 'a schema that contains itself', 'use z.unknown() at some depth');
        return {};
      }
      open.add(inner);
      const written = { ...schemaOf(inner, at, reading), ...describedAs(inner) };
      open.delete(inner);
      return written;
    },
    refuse: (at, what, remedy) => void problems.push({ path: at, what, remedy }),
  };
  return reading.within(schema, path);
}

const REMEDIES: Readonly<Record<string, string>> = {
  date: 'use z.iso.datetime()',
  bigint: 'use z.int()',
  tuple: 'use a z.object with a name for each item',
  intersection: 'use .extend on one of the objects',
  map: 'use z.record(z.string(), …)',
  set: 'use setOf(z.array(…))',
  pipe: 'use the schema of what is sent, and transform what was parsed',
  transform: 'use the schema of what is sent, and transform what was parsed',
  null: 'use .nullable() on what it is otherwise',
  lazy: 'use z.unknown() at some depth',
};

/** One level. */
function schemaOf(schema: $ZodType, path: string, reading: SchemaReading): StructuralSchema {
  const def = defOf(schema);
  const checks = checksOf(schema);
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- what is not here is refused
  switch (def.type) {
    case 'string':
      return textSchema(checks, path, reading);
    case 'number':
      return numberSchema(checks, path, reading);
    case 'boolean':
      return { type: 'boolean', ...customChecks(checks, path, reading) };
    case 'literal':
    case 'enum':
      return { ...choiceSchema(valuesOf(schema), path, reading), ...customChecks(checks, path, reading) };
    case 'object':
      return objectSchema(schema, path, reading);
    case 'record':
      return recordSchema(schema, path, reading);
    case 'array':
      return arraySchema(schema, path, reading);
    case 'union':
      return unionSchema(schema, path, reading);
    case 'any':
    case 'unknown':
      return { 'x-kubernetes-preserve-unknown-fields': true, nullable: true, ...customChecks(checks, path, reading) };
    case 'optional':
    case 'readonly':
    case 'nullable':
    case 'default':
    case 'prefault':
      if (checks.length > 0) reading.refuse(path, `a check after .${def.type}()`, `put it before .${def.type}()`);
      return wrapped(reading.within(def.innerType, path), schema, path, reading);
    default:
      reading.refuse(path, `z.${def.type}`, REMEDIES[def.type] ?? 'use what JSON has: texts, numbers, booleans, lists and objects');
      return {};
  }
}

/** A schema with what a wrapper around it adds. */
function wrapped(inner: StructuralSchema, schema: $ZodType, path: string, { refuse }: SchemaReading): StructuralSchema {
  const def = defOf(schema);
  if (def.type === 'nullable') return { ...withoutEnum(inner), nullable: true };
  if (def.type !== 'default' && def.type !== 'prefault') return inner;
  const text = JSON.stringify(def.defaultValue) as string | undefined;
  if (text !== undefined) return { ...inner, default: JSON.parse(text) as unknown };
  refuse(path, 'a default that is not JSON', 'give a text, a number, a boolean, null, a list or an object');
  return inner;
}

/** A server refuses null where there is an `enum`, nullable or not, and even if null stands in it. A rule is not asked about null. */
function withoutEnum({ enum: values, ...schema }: StructuralSchema): StructuralSchema {
  if (values === undefined) return schema;
  const choices = values.map((value) => (typeof value === 'number' ? `double(${value})` : JSON.stringify(value))).join(', ');
  const self = schema.type === 'string' || schema.type === 'boolean' ? 'self' : 'double(self)';
  const told = [
    ...(schema['x-kubernetes-validations'] ?? []),
    { rule: `${self} in [${choices}]`, message: `must be one of ${values.join(', ')}` },
  ];
  const longest = schema.type === 'string' ? { maxLength: Math.max(...values.map((value) => String(value).length)) } : {};
  return { ...schema, ...longest, 'x-kubernetes-validations': told };
}

function choiceSchema(values: readonly unknown[], path: string, { refuse }: SchemaReading): StructuralSchema {
  const [type, ...others] = new Set(values.map((value) => typeof value));
  if (others.length === 0 && (type === 'string' || type === 'boolean')) return { type, enum: values };
  if (others.length === 0 && type === 'number') {
    // A server compares what is whole with what is not by cutting the fraction off.
    return values.every((value) => Number.isInteger(value)) ? { type: 'integer', enum: values } : withoutEnum({ type, enum: values });
  }
  refuse(path, 'a choice of more than texts, or numbers, or booleans', 'give values of one type, and .nullable() for null');
  return {};
}

function describedAs(schema: $ZodType): StructuralSchema {
  const { meta } = schema as { readonly meta?: () => { readonly description?: unknown } | undefined };
  const description = meta?.call(schema)?.description;
  return typeof description === 'string' ? { description } : {};
}
