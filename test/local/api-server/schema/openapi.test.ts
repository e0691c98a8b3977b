import { describe, expect, it } from '@jest/globals';
import { readWire } from '../../../../ground/protobuf/wire.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../../ground/json/json.ts';
import { builtInSchemas } from '../../../../local/api-server/schema/built-in.ts';
import { openApiV2 } from '../../../../local/api-server/schema/openapi-v2/document.ts';
import { openApiV2Message } from '../../../../local/api-server/schema/openapi-v2/message.ts';
import { openApiV3Message } from '../../../../local/api-server/schema/openapi-v3/message.ts';
import { openApi } from '../../../../local/api-server/schema/openapi.ts';
import { readOpenApiV3 } from './read-openapi-v3.ts';

const { resources } = builtInSchemas();
const paths = Object.keys(openApi.index(resources)['paths'] as JsonObject);

const references = (value: Json | undefined): string[] => {
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(references);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, held]) => (name === '$ref' && typeof held === 'string' ? [held] : references(held)));
};

/** A message has no list without elements. */
const withoutEmptyLists = (value: Json | undefined): Json | undefined => {
  if (Array.isArray(value)) return (value as readonly Json[]).map((each) => withoutEmptyLists(each) ?? null);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, held]) => (Array.isArray(held) && held.length === 0 ? [] : [[name, withoutEmptyLists(held)]])),
  );
};

describe('OpenAPI v3', () => {
  it('has a document for each group version, under a hash of what it is made of', () => {
    expect(paths).toContain('api/v1');
    expect(paths).toContain('apis/apps/v1');
    expect(openApi.index(resources)).toEqual(openApi.index(resources));
    const fewer = resources.filter(({ resource }) => resource.plural !== 'pods');
    expect(openApi.index(fewer)).not.toEqual(openApi.index(resources));
    expect(openApi.document('apis/unknown/v1', resources)).toBeUndefined();
  });

  it.each(paths)('%s refers to nothing that it has not', (path) => {
    const document = openApi.document(path, resources) ?? {};
    const schemas = (document['components'] as JsonObject)['schemas'] as JsonObject;
    expect([...new Set(references(document))].filter((reference) => !(reference.replace('#/components/schemas/', '') in schemas))).toEqual(
      [],
    );
  });

  it.each(paths)('%s is written as a message that says the same', (path) => {
    const document = openApi.document(path, resources) ?? {};
    expect(readOpenApiV3(openApiV3Message(document))).toEqual(withoutEmptyLists(document));
  });

  it('keeps the bounds and the defaults of a schema in that message, also those that are nothing', () => {
    const held = { nullable: true, minimum: 0, maximum: 1.5, maxLength: 3, pattern: 'x', enum: ['a', 1], additionalProperties: false };
    const schemas = { d: { properties: { none: { default: 0 }, no: { default: false }, empty: { default: '' } }, ...held } };
    expect(readOpenApiV3(openApiV3Message({ components: { schemas } }))).toMatchObject({ components: { schemas } });
  });

  it('tells kubectl that a patch takes fieldValidation', () => {
    const { paths: all } = openApi.document('apis/apps/v1', resources) as { paths: Record<string, JsonObject> };
    expect(all['/apis/apps/v1/namespaces/{namespace}/deployments/{name}']?.['patch']).toMatchObject({
      'x-kubernetes-group-version-kind': { group: 'apps', version: 'v1', kind: 'Deployment' },
      parameters: expect.arrayContaining([expect.objectContaining({ name: 'fieldValidation', in: 'query' })]),
    });
  });
});

/** The fields of this number in a message, each a message of its own or text. */
const fields = (message: Uint8Array, number: number): readonly Uint8Array[] =>
  [...readWire(message)].flatMap((field) => (field.number === number && field.value instanceof Uint8Array ? [field.value] : []));
const first = (message: Uint8Array, ...path: readonly number[]): Uint8Array =>
  path.reduce((inner, number) => fields(inner, number)[0] ?? new Uint8Array(), message);
const written = (message: Uint8Array) => Buffer.from(message).toString('utf8');

describe('OpenAPI v2', () => {
  const document = openApiV2(resources);

  it('refers to nothing that it has not', () => {
    const definitions = document['definitions'] as JsonObject;
    expect([...new Set(references(document))].filter((reference) => !(reference.replace('#/definitions/', '') in definitions))).toEqual([]);
  });

  it('is written as a message of the same paths and definitions', () => {
    const message = openApiV2Message(document);
    expect(written(first(message, 1))).toBe('2.0');
    expect(fields(first(message, 8), 2).map((entry) => written(first(entry, 1)))).toEqual(Object.keys(document['paths'] as JsonObject));
    expect(fields(first(message, 9), 1).map((entry) => written(first(entry, 1)))).toEqual(
      Object.keys(document['definitions'] as JsonObject),
    );
  });

  it('tells kubectl in that message that a patch takes fieldValidation', () => {
    const entry = fields(first(openApiV2Message(document), 8), 2).find(
      (each) => written(first(each, 1)) === '/api/v1/namespaces/{namespace}/configmaps/{name}',
    );
    const patch = first(entry ?? new Uint8Array(), 2, 8);
    expect(written(first(patch, 13, 1))).toBe('x-kubernetes-action');
    expect(fields(patch, 13).map((each) => written(first(each, 2, 2)))).toContain('{"group":"","version":"v1","kind":"ConfigMap"}');
    expect(fields(patch, 8).map((each) => written(first(each, 1, 2, 3, 4)))).toContain('fieldValidation');
  });

  it('keeps the bounds of a definition, in their own forms', () => {
    const bounded = { type: 'object', maxProperties: 3, maximum: 1.5, uniqueItems: true, pattern: 'x' };
    const message = openApiV2Message({ definitions: { d: bounded } });
    const held = Object.fromEntries([...readWire(first(message, 9, 1, 2))].map(({ number, value }) => [number, value]));
    expect(held[17]).toBe(3n);
    expect(Buffer.from(new BigUint64Array([held[7] as bigint]).buffer).readDoubleLE()).toBe(1.5);
    expect(held[16]).toBe(1n);
    expect(written(held[13] as Uint8Array)).toBe('x');
  });
});
