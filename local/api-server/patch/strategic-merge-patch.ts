import { isJsonObject, isList, type Json, type JsonObject } from '../../../ground/json/json.ts';
import type { FieldSchema } from '../contracts/schema-source.ts';
import { badRequest } from '../contracts/status-error.ts';
import { goKind } from './go-format.ts';
import { equal } from '../../../ground/json/equal.ts';
import { badArgument, badPatchType, badRetainKeys, listWithoutKey, mergingLists, unknownField } from './strategic-error.ts';
import {
  assertComparable,
  checkOrder,
  indexByKey,
  inOrder,
  itemKind,
  keyOf,
  withoutDirectives,
  withoutNulls,
  withoutRepeats,
} from './strategic-lists.ts';

const ORDER = '$setElementOrder/';
const DELETE_FROM = '$deleteFromPrimitiveList/';
const RETAIN = '$retainKeys';

/**
 * Kubernetes' own merge patch: lists merge by their keys, and `$patch`, `$retainKeys`,
 * `$setElementOrder`, `$deleteFromPrimitiveList` say how.
 */
export function strategicMergePatch(object: JsonObject, patch: Json, schema: FieldSchema): JsonObject {
  if (patch === null) return object;
  if (!isJsonObject(patch)) throw badRequest(`json: cannot unmarshal ${goKind(patch)} into Go value of type map[string]interface {}`);
  return mergeMap(object, patch, schema);
}

function mergeMap(original: JsonObject, patch: JsonObject, schema: FieldSchema): JsonObject {
  if ('$patch' in patch) return replaceOrDelete(patch);
  const { [RETAIN]: retain, ...rest } = patch;
  const merged: Record<string, Json | undefined> = retain === undefined ? { ...original } : retained(original, rest, retain);
  const done = new Set<string>();
  for (const [name, order] of Object.entries(rest)) {
    if (!name.startsWith(ORDER)) continue;
    const list = name.slice(ORDER.length);
    setOrdered(merged, list, rest[list], order ?? null, fieldOf(schema, list));
    done.add(name).add(list);
  }
  for (const [name, value] of Object.entries(rest)) if (!done.has(name)) mergeField(merged, name, value ?? null, schema);
  return merged;
}

function replaceOrDelete({ $patch: directive, ...rest }: JsonObject): JsonObject {
  if (directive === 'replace') return rest;
  if (directive === 'delete') return {};
  throw badPatchType(directive, { $patch: directive, ...rest });
}

/** `$retainKeys` lists every field that stays; the patch may set no other. */
function retained(original: JsonObject, patch: JsonObject, retain: Json): Record<string, Json | undefined> {
  if (!isList(retain)) throw badRetainKeys();
  const kept = new Set<Json>(retain);
  const sets = Object.entries(patch).filter(([name, value]) => value !== null && !name.startsWith(ORDER) && !name.startsWith(DELETE_FROM));
  if (sets.some(([name]) => !kept.has(name))) throw badRetainKeys();
  return Object.fromEntries(Object.entries(original).filter(([name]) => kept.has(name)));
}

function fieldOf(schema: FieldSchema, name: string): FieldSchema {
  const field = (schema.fields && Object.hasOwn(schema.fields, name) ? schema.fields[name] : undefined) ?? schema.values;
  if (field === undefined) throw unknownField(name);
  return field;
}

/** A list, merged and put in the order that the patch asks for. */
function setOrdered(
  merged: Record<string, Json | undefined>,
  name: string,
  patch: Json | undefined,
  order: Json,
  field: FieldSchema,
): void {
  const [before, after] = [asList(merged[name]), asList(patch)];
  const wanted = asList(order) ?? [];
  const key = field.patchMergeKey ?? '';
  if (after) checkOrder(after, wanted, key);
  if (!before && !after) return;
  const list = before && after ? mergeList(before, after, field) : (before ?? (withoutDirectives(after ?? []) as readonly Json[]));
  if (list.length + (after ?? []).length > 0) itemKind(before ?? [], after ?? []);
  merged[name] = inOrder(list, wanted, before ?? [], key);
}

function asList(value: Json | undefined): readonly Json[] | undefined {
  if (value === undefined || isList(value)) return value;
  throw badArgument('[]interface {}', isJsonObject(value) ? 'map[string]interface {}' : typeof value);
}

function mergeField(merged: Record<string, Json | undefined>, key: string, patch: Json, schema: FieldSchema): void {
  const deletes = key.startsWith(DELETE_FROM);
  const name = deletes ? key.slice(DELETE_FROM.length) : key;
  const before = Object.hasOwn(merged, name) ? merged[name] : undefined;
  if (patch === null) delete merged[name];
  else if (isJsonObject(before) && isJsonObject(patch)) {
    const field = fieldOf(schema, name);
    merged[name] = field.patchStrategy?.includes('replace') ? patch : mergeMap(before, patch, field);
  } else if (isList(before) && isList(patch)) {
    const field = fieldOf(schema, name);
    if (deletes) assertComparable(before, patch);
    merged[name] = deletes ? before.filter((item) => !patch.some((gone) => equal(gone, item))) : mergeList(before, patch, field);
  } else if (!deletes) {
    const value = withoutDirectives(withoutNulls(patch));
    if (value === undefined) delete merged[name];
    else merged[name] = value;
  }
}

/** A list replaces another, unless its field says that they merge. */
function mergeList(before: readonly Json[], patch: readonly Json[], field: FieldSchema): readonly Json[] {
  if (!field.patchStrategy?.includes('merge')) return patch;
  if (before.length === 0 && patch.length === 0) return before;
  if (itemKind(before, patch) === 'scalar') return inOrder(withoutRepeats([...before, ...patch]), patch, before, '');
  const key = field.patchMergeKey;
  if (key === undefined) throw listWithoutKey();
  assertComparable([...before, ...patch], patch);
  const { original, items } = withSpecialItems(before, patch, key);
  const merged = [...original];
  for (const item of items) {
    const at = indexByKey(merged, key, keyOf(item, key));
    const known = merged[at];
    if (isJsonObject(known)) merged[at] = mergeMap(known, item, field.items ?? {});
    else merged.push(item);
  }
  return inOrder(merged, items, original, key);
}

/** Carries out `$patch: delete` and `$patch: replace` among the items of a list. */
function withSpecialItems(
  before: readonly Json[],
  patch: readonly Json[],
  key: string,
): { original: readonly Json[]; items: readonly JsonObject[] } {
  let original = before;
  const items: JsonObject[] = [];
  let replaces = false;
  for (const item of patch.filter((value) => isJsonObject(value))) {
    if (!('$patch' in item)) items.push(item);
    else if (item['$patch'] === 'delete') {
      const gone = keyOf(item, key);
      original = original.filter((other) => !(isJsonObject(other) && equal(other[key], gone)));
    } else if (item['$patch'] === 'replace') replaces = true;
    else if (item['$patch'] === 'merge') throw mergingLists();
    else throw badPatchType(item['$patch'], item);
  }
  return replaces ? { original: items, items: [] } : { original, items };
}
