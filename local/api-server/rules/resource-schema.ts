import { objectOrEmpty, type JsonObject } from '../../../ground/json/json.ts';
import { objectAt, textAt } from '../../../ground/json/read-json.ts';

const TEXT: JsonObject = { type: 'string' };
const METADATA: JsonObject = { type: 'object', properties: { name: TEXT, generateName: TEXT } };

const isText = (properties: JsonObject, name: string) => textAt(objectAt(properties, name), 'type') === 'string';

function isWhole(properties: JsonObject): boolean {
  const metadata = objectAt(properties, 'metadata');
  const inner = objectOrEmpty(metadata?.['properties']);
  return isText(properties, 'kind') && isText(properties, 'apiVersion') && isText(inner, 'name') && isText(inner, 'generateName');
}

/** The schema of a resource, or of one that another embeds: with what rules may ask of every resource. */
export function asResource(schema: JsonObject): JsonObject {
  const properties = objectAt(schema, 'properties') ?? {};
  if (isWhole(properties)) return schema;
  return { ...schema, properties: { ...properties, kind: TEXT, apiVersion: TEXT, metadata: METADATA } };
}

export const isEmbedded = (schema: JsonObject): boolean => schema['x-kubernetes-embedded-resource'] === true;
