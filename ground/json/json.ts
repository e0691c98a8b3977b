/** Any JSON value. Values are shared between stored versions, watchers and answers, so nobody may change one: make a new one. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [field: string]: Json | undefined;
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field that ought to be text: '' if it is absent or anything else. */
export const textOrEmpty = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
