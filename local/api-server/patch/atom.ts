import { isJsonObject, isList, type Json, type JsonObject } from '../../../ground/json/json.ts';
import type { FieldSchema } from '../contracts/schema-source.ts';

/** What server-side apply makes of a value: a leaf that is owned as a whole, or something whose parts have owners of their own. */
export type Atom =
  | { readonly is: 'scalar' | 'atomic-list' | 'atomic-map' }
  | { readonly is: 'set'; readonly items: FieldSchema }
  | { readonly is: 'keyed'; readonly keys: readonly string[]; readonly items: FieldSchema }
  | { readonly is: 'map'; readonly schema: FieldSchema };

const ANYTHING: FieldSchema = { preservesUnknown: true };

/** The atom of a field; where the schema leaves the shape open, `value` decides. */
export function atomOf(schema: FieldSchema, value: Json | undefined): Atom {
  const { type, format, listType, listMapKeys = [], items = ANYTHING, mapType } = schema;
  if (type === 'array') {
    if (listType === 'map') return { is: 'keyed', keys: listMapKeys, items };
    return listType === 'set' ? { is: 'set', items } : { is: 'atomic-list' };
  }
  if (type === 'object') return mapType === 'atomic' ? { is: 'atomic-map' } : { is: 'map', schema };
  if (type !== undefined || format !== undefined) return { is: 'scalar' };
  if (isList(value ?? null)) return { is: 'atomic-list' };
  return isJsonObject(value) ? { is: 'map', schema: ANYTHING } : { is: 'scalar' };
}

/** A field that the schema names. Its path is not told where longer ones are; that of a map's entry is. */
export const declared = (schema: FieldSchema, name: string): FieldSchema | undefined =>
  schema.fields && Object.hasOwn(schema.fields, name) ? schema.fields[name] : undefined;

/** undefined: the schema knows no such field. */
export const fieldIn = (schema: FieldSchema, name: string): FieldSchema | undefined =>
  declared(schema, name) ?? schema.values ?? (schema.preservesUnknown || schema.fields === undefined ? ANYTHING : undefined);

export const fieldStep = (name: string): string => `f:${name}`;

/** A problem with one item of a list, without its place. */
export class ItemError extends Error {
  override readonly name = 'ItemError';
}

/** `k:{"name":"c"}`: the keys sorted, with defaults where the item does not say. */
export function itemStep(atom: Extract<Atom, { is: 'keyed' | 'set' }>, item: Json): string {
  if (atom.is === 'set') {
    if (isJsonObject(item)) throw new ItemError("associative list without keys has an element that's a map type");
    if (isList(item)) throw new ItemError('not supported: associative list with lists as elements');
    if (item === null) throw new ItemError("associative list without keys has an element that's an explicit null");
    return `v:${JSON.stringify(item)}`;
  }
  if (item === null) throw new ItemError('associative list with keys may not have a null element');
  if (!isJsonObject(item)) throw new ItemError('associative list with keys may not have non-map elements');
  const keys = keyValues(atom, item);
  if (keys.length === 0)
    throw new ItemError(
      `associative list with keys has an element that omits all key fields [${atom.keys.map((key) => JSON.stringify(key)).join(' ')}] (and doesn't have default values for any key fields)`,
    );
  return `k:${JSON.stringify(Object.fromEntries(keys))}`;
}

const keyValues = ({ keys, items }: Extract<Atom, { is: 'keyed' }>, item: JsonObject) =>
  keys
    .toSorted()
    .map((key) => [key, item[key] ?? declared(items, key)?.default] as const)
    .filter(([, value]) => value !== undefined);
