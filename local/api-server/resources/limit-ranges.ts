import { isJsonObject, type Json, type JsonObject } from '../../../ground/json/json.ts';
import type { StoredObject } from '../contracts/kube-object.ts';

const merged = (...maps: readonly (Json | undefined)[]): JsonObject =>
  Object.assign({}, ...maps.filter((map) => isJsonObject(map))) as JsonObject;

const present = (name: string, map: JsonObject) => (Object.keys(map).length === 0 ? {} : { [name]: map });

/** For containers, a maximum is the default limit, and a default limit or a minimum the default request. */
function limited(limit: Json): Json {
  if (!isJsonObject(limit) || limit['type'] !== 'Container') return limit;
  const fallback = merged(limit['max'], limit['default']);
  return {
    ...limit,
    ...present('default', fallback),
    ...present('defaultRequest', merged(fallback, limit['min'], limit['defaultRequest'])),
  };
}

export function limitDefaults(object: StoredObject): StoredObject {
  const spec = object['spec'];
  return isJsonObject(spec) && Array.isArray(spec['limits'])
    ? { ...object, spec: { ...spec, limits: (spec['limits'] as readonly Json[]).map(limited) } }
    : object;
}
