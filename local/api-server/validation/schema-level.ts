import { isJsonObject, type JsonObject } from '../../../ground/json/json.ts';
import { objectAt } from '../../../ground/json/read-json.ts';

/** A part of a definition's schema, and where it is. */
export interface PlacedSchema {
  readonly schema: JsonObject;
  readonly path: string;
}

/** The objects in a field of a schema, each under its own name. */
export const namedIn = ({ schema, path }: PlacedSchema, field: string): readonly (PlacedSchema & { readonly name: string })[] =>
  Object.entries(objectAt(schema, field) ?? {}).flatMap(([name, inner]) =>
    isJsonObject(inner) ? [{ name, schema: inner, path: `${path}.${field}[${name}]` }] : [],
  );

/** The object in a field of a schema. */
export function under({ schema, path }: PlacedSchema, field: string): readonly PlacedSchema[] {
  const inner = objectAt(schema, field);
  return inner ? [{ schema: inner, path: `${path}.${field}` }] : [];
}

/** The objects in a list of a schema. */
function listedIn({ schema, path }: PlacedSchema, field: string): readonly PlacedSchema[] {
  const list = schema[field];
  return (Array.isArray(list) ? list : []).flatMap((inner, at) =>
    isJsonObject(inner) ? [{ schema: inner, path: `${path}.${field}[${at}]` }] : [],
  );
}

/** What a schema says of values only: alternatives, and what must not be. */
export const alternativesOf = (level: PlacedSchema): readonly PlacedSchema[] => [
  ...listedIn(level, 'allOf'),
  ...listedIn(level, 'anyOf'),
  ...listedIn(level, 'oneOf'),
  ...under(level, 'not'),
];
