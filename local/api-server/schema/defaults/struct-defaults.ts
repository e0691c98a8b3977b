import type { Json, JsonObject } from '../../../../ground/json/json.ts';

/**
 * What the server fills in where a field of a type was not given: a value, or a function of the struct as it stands so far
 * (fields are filled in the order of this table, outer structs before inner ones).
 */
type StructDefaults = Readonly<Record<string, Json | ((struct: JsonObject) => Json | undefined)>>;

/** By Go type: `core.v1.Probe`. */
export type DefaultsTable = Readonly<Record<string, StructDefaults>>;
