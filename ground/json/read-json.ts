import { isJsonObject, listOrEmpty, textOrEmpty, type Json, type JsonObject } from './json.ts';

/** The object under a name, where there is one: outside data may hold anything there. */
export function objectAt(value: JsonObject | undefined, name: string): JsonObject | undefined {
  const held = value?.[name];
  return isJsonObject(held) ? held : undefined;
}

/** The list under a name; empty where there is none. */
export const listAt = (value: JsonObject | undefined, name: string): readonly Json[] => listOrEmpty(value?.[name]);

/** The objects of the list under a name. */
export const objectsAt = (value: JsonObject | undefined, name: string): readonly JsonObject[] =>
  listAt(value, name).filter((item) => isJsonObject(item));

/** The text under a name; empty where there is none. */
export const textAt = (value: JsonObject | undefined, name: string): string => textOrEmpty(value?.[name]);

/** The number under a name. */
export function numberAt(value: JsonObject | undefined, name: string): number | undefined {
  const held = value?.[name];
  return typeof held === 'number' ? held : undefined;
}

/** Any value as text: JSON, where it is more than a scalar. */
export const shown = (value: Json | undefined): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null));
