import { isJsonObject, type Json, type JsonObject } from '../../../ground/json/json.ts';

/** Remembers the parts of objects (spec, status, data) that are pruned and have their defaults, by identity. */
export interface SettledParts {
  /** The parts that need no second look, and the object without them. */
  split(object: JsonObject): { readonly known: JsonObject; readonly rest: JsonObject };
  /** Whether nothing but metadata could still be filled in. */
  all(object: JsonObject): boolean;
  keep(object: JsonObject): void;
}

const isPart = (name: string, value: Json | undefined): value is JsonObject => name !== 'metadata' && isJsonObject(value);

export function createSettledParts(): SettledParts {
  /** By the name that a part has: a spec is not a status. */
  const seen = new WeakMap<JsonObject, string>();
  const isSettled = (name: string, value: JsonObject) => seen.get(value) === name;
  return {
    split(object) {
      const known: Record<string, Json | undefined> = {};
      const rest: Record<string, Json | undefined> = {};
      for (const [name, value] of Object.entries(object)) (isPart(name, value) && isSettled(name, value) ? known : rest)[name] = value;
      return { known, rest };
    },
    all: (object) =>
      'spec' in object &&
      Object.entries(object).every(([name, value]) =>
        isPart(name, value) ? isSettled(name, value) : name === 'metadata' || typeof value === 'string',
      ),
    keep(object) {
      for (const [name, value] of Object.entries(object)) if (isPart(name, value)) seen.set(value, name);
    },
  };
}
