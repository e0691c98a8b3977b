import { isJsonObject, isList, type Json, type JsonObject } from '../../../../ground/json/json.ts';
import { listAt, textAt } from '../../../../ground/json/read-json.ts';

/** What the older OpenAPI cannot say: it is left out, as the real server leaves it out. */
const NOT_SAID: ReadonlySet<string> = new Set(['default', 'allOf', 'oneOf', 'anyOf', 'not', 'nullable']);
const STRUCTURE: ReadonlySet<string> = new Set(['type', 'items', 'properties', 'additionalProperties']);

const QUANTITY = 'io.k8s.apimachinery.pkg.api.resource.Quantity';
const INT_OR_STRING = 'io.k8s.apimachinery.pkg.util.intstr.IntOrString';

/** Definitions that have more than one type in the newer OpenAPI, and one here. */
const IN_ONE_TYPE: Readonly<Record<string, JsonObject>> = {
  [QUANTITY]: { type: 'string' },
  [INT_OR_STRING]: { type: 'string', format: 'int-or-string' },
};

const PATCH = 'io.k8s.apimachinery.pkg.apis.meta.v1.Patch';

export const definitionReference = (reference: string): string => reference.replace('#/components/schemas/', '#/definitions/');

/** The schemas of OpenAPI v3, as OpenAPI v2 has them. */
export const definitionsOf = (schemas: JsonObject): JsonObject => ({
  ...Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, IN_ONE_TYPE[name] ?? definition(isJsonObject(schema) ? schema : {})]),
  ),
  [PATCH]: { type: 'object' },
});

function definition(schema: JsonObject): JsonObject {
  const reference = referenceOf(schema);
  if (reference !== '') {
    const extensions = Object.entries(schema).filter(([field]) => field.startsWith('x-'));
    return { $ref: definitionReference(reference), ...Object.fromEntries(extensions) };
  }
  if (schema['x-kubernetes-int-or-string'] === true) return { 'x-kubernetes-int-or-string': true };
  // A client would refuse a null, or a field that is not named, if it were told what else there is.
  const isOpen = schema['nullable'] === true || schema['x-kubernetes-preserve-unknown-fields'] === true;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([field]) => !NOT_SAID.has(field) && !(isOpen && STRUCTURE.has(field)))
      .map(([field, value]) => [field, part(field, value)]),
  );
}

/** A reference stands alone here, and as the only one of a list there. */
function referenceOf(schema: JsonObject): string {
  const [only, ...more] = listAt(schema, 'allOf');
  return textAt(schema, '$ref') || (more.length === 0 && isJsonObject(only) ? textAt(only, '$ref') : '');
}

function part(field: string, value: Json | undefined): Json | undefined {
  if (field === 'properties' && isJsonObject(value))
    return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, isJsonObject(schema) ? definition(schema) : schema]));
  if ((field === 'items' || field === 'additionalProperties') && isJsonObject(value) && !isList(value)) return definition(value);
  return value;
}
