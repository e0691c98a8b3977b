/** Any JSON value. Values are shared between stored versions, watchers and answers, so nobody may change one: make a new one. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [field: string]: Json | undefined;
}

/** Is it an object with fields, and no list? For data from outside. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isJsonObject = (value: Json | undefined): value is JsonObject => isRecord(value);

export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** What ought to be an object: one without fields if it is absent or anything else. */
export const objectOrEmpty = (value: Json | undefined): JsonObject => (isJsonObject(value) ? value : {});

/** What ought to be a list: an empty one if it is absent or anything else. */
export const listOrEmpty = (value: Json | undefined): readonly Json[] => (isList(value) ? value : []);

/** What ought to be text: '' if it is absent or anything else. */
export const textOrEmpty = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
