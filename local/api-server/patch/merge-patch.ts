import { isJsonObject, type Json, type JsonObject } from '../../../ground/json/json.ts';
import { badRequest } from '../contracts/status-error.ts';
import { goKind } from './go-format.ts';
import { equal } from '../../../ground/json/equal.ts';

/** RFC 7386: null takes a field away, objects merge, everything else replaces. */
export function mergePatch(object: JsonObject, patch: Json): JsonObject {
  if (patch === null) throw badRequest('Invalid JSON Patch');
  if (!isJsonObject(patch))
    throw badRequest(`error decoding patch: json: cannot unmarshal ${goKind(patch)} into Go value of type map[string]interface {}`);
  return merge(object, patch);
}

function merge(object: Json | undefined, patch: JsonObject): JsonObject {
  const merged: Record<string, Json | undefined> = isJsonObject(object) ? { ...object } : {};
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) delete merged[field];
    else if (isJsonObject(value)) define(merged, field, merge(Object.hasOwn(merged, field) ? merged[field] : undefined, value));
    else define(merged, field, value);
  }
  return merged;
}

/** A field may be called `__proto__`: it is data like any other. */
function define(object: Record<string, Json | undefined>, field: string, value: Json | undefined): void {
  if (field === '__proto__') Object.defineProperty(object, field, { value, enumerable: true, configurable: true, writable: true });
  else object[field] = value;
}

/** The smallest patch that makes `after` of `before`; a null in `after` cannot be told from a field that is not there. */
export function mergeDiff(before: JsonObject, after: JsonObject): JsonObject {
  const patch: Record<string, Json | undefined> = {};
  for (const field of Object.keys(before)) if (!Object.hasOwn(after, field)) define(patch, field, null);
  for (const [field, value] of Object.entries(after)) {
    const old = Object.hasOwn(before, field) ? before[field] : undefined;
    if (!equal(old, value)) define(patch, field, isJsonObject(old) && isJsonObject(value) ? mergeDiff(old, value) : value);
  }
  return patch;
}
