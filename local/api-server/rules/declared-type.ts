import { isJsonObject, type JsonObject } from '../../../ground/json/json.ts';
import { listAt, numberAt, objectAt, textAt } from '../../../ground/json/read-json.ts';
import type { Fields } from '../cel/check/environment.ts';
import { BOOL, BYTES, DOUBLE, DURATION, DYN, INT, listOf, mapOf, STRING, struct, TIMESTAMP, type CelType } from '../cel/types/cel-type.ts';
import { nameInRules } from './property-name.ts';
import { asResource, isEmbedded } from './resource-schema.ts';

/** What a schema is to rules: a type, and how large its values can be. */
export interface DeclaredType {
  readonly type: CelType;
  /** Characters, items or entries at most; 0 for what has no extent. */
  readonly most: number;
  /** The least that it takes in JSON. */
  readonly leastBytes: number;
  /** Of a list or a map. */
  readonly items?: DeclaredType;
  readonly keys?: DeclaredType;
  readonly fields?: ReadonlyMap<string, DeclaredType>;
}

/** What the real server counts on: no value is larger than a request. */
export const LARGEST_REQUEST = 3 * 1024 * 1024;
const LONGEST_TEXT = LARGEST_REQUEST - 2;
const BYTES_PER_CHARACTER = 4;
const LONGEST: Readonly<Record<string, number>> = { duration: 32, date: 12, 'date-time': 32 };
const FORMATS: Readonly<Record<string, readonly [CelType, number]>> = {
  byte: [BYTES, 2],
  duration: [DURATION, 3],
  date: [TIMESTAMP, 12],
  'date-time': [TIMESTAMP, 21],
};
const SIMPLE: Readonly<Record<string, DeclaredType>> = {
  boolean: { type: BOOL, most: 0, leastBytes: 4 },
  number: { type: DOUBLE, most: 0, leastBytes: 1 },
  integer: { type: INT, most: 0, leastBytes: 1 },
};
const KEYS: DeclaredType = { type: STRING, most: 0, leastBytes: 2 };

const limit = (schema: JsonObject, name: string): number | undefined => {
  const given = numberAt(schema, name);
  return given === undefined ? undefined : Math.max(given, 0);
};

function textType(schema: JsonObject): DeclaredType {
  const format = textAt(schema, 'format');
  const [type, leastBytes] = FORMATS[format] ?? [STRING, 2];
  const most = limit(schema, 'maxLength');
  if (format in LONGEST) return { type, most: LONGEST[format] ?? 0, leastBytes };
  if (most !== undefined) return { type, most: format === 'byte' ? most : most * BYTES_PER_CHARACTER, leastBytes };
  const choices = format === 'byte' ? [] : listAt(schema, 'enum').map((each) => (typeof each === 'string' ? Buffer.byteLength(each) : 0));
  return { type, most: choices.length > 0 ? Math.max(...choices) : LONGEST_TEXT, leastBytes };
}

function objectType(schema: JsonObject, name: string): DeclaredType {
  const fields = new Map<string, DeclaredType>();
  const required = listAt(schema, 'required');
  let leastBytes = 2;
  for (const [property, inner] of Object.entries(objectAt(schema, 'properties') ?? {})) {
    if (!isJsonObject(inner)) continue;
    const field = nameInRules(property);
    const type = declaredType(inner, isEmbedded(inner), `${name}.${field ?? property}`);
    if (type && field !== undefined) fields.set(field, type);
    if (type && required.includes(property) && inner['default'] === undefined) leastBytes += property.length + type.leastBytes + 4;
  }
  return { type: struct(name), most: 0, leastBytes, fields };
}

function mapType(schema: JsonObject, values: JsonObject, name: string): DeclaredType | undefined {
  const items = declaredType(values, isEmbedded(values), `${name}.@elem`);
  if (!items) return undefined;
  const most = limit(schema, 'maxProperties') ?? Math.floor((LARGEST_REQUEST - 2) / (items.leastBytes + 6));
  return { type: mapOf(STRING, items.type), most, leastBytes: 2, items, keys: KEYS };
}

function listType(schema: JsonObject, name: string): DeclaredType | undefined {
  const inner = objectAt(schema, 'items');
  const items = inner && declaredType(inner, isEmbedded(inner), `${name}.@idx`);
  if (!items) return undefined;
  const most = limit(schema, 'maxItems') ?? Math.floor((LARGEST_REQUEST - 2) / (items.leastBytes + 1));
  return { type: listOf(items.type), most, leastBytes: 2, items };
}

/** Undefined where rules may not look into it: what has no type of its own. `name` is that of its type, if it gets one. */
export function declaredType(schema: JsonObject, isResource: boolean, name: string): DeclaredType | undefined {
  if (schema['x-kubernetes-int-or-string'] === true) {
    const most = limit(schema, 'maxLength');
    return { type: DYN, most: most === undefined ? LONGEST_TEXT : most * BYTES_PER_CHARACTER, leastBytes: 1 };
  }
  const whole = isResource ? asResource(schema) : schema;
  const type = textAt(whole, 'type');
  if (type === 'string') return textType(whole);
  if (type === 'array') return listType(whole, name);
  if (type !== 'object') return SIMPLE[type];
  const values = objectAt(whole, 'additionalProperties');
  return values ? mapType(whole, values, name) : objectType(whole, name);
}

/** All types with fields under a type, by their names. */
export function structsOf({ type, items, fields }: DeclaredType): readonly (readonly [string, Fields])[] {
  const inner = [...(items ? [items] : []), ...(fields?.values() ?? [])].flatMap(structsOf);
  if (!fields || type.kind !== 'struct') return inner;
  return [[type.name, new Map([...fields].map(([name, field]) => [name, field.type]))], ...inner];
}
