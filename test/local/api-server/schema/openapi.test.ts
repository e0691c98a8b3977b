import { describe, expect, it } from '@jest/globals';
import { isJsonObject, type Json, type JsonObject } from '../../../../ground/json/json.ts';
import { builtInSchemas } from '../../../../local/api-server/schema/built-in.ts';
import { openApi } from '../../../../local/api-server/schema/openapi.ts';

const { resources } = builtInSchemas();
const paths = Object.keys(openApi.index(resources)['paths'] as JsonObject);

const references = (value: Json | undefined): string[] => {
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(references);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, held]) => (name === '$ref' && typeof held === 'string' ? [held] : references(held)));
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

  it('tells kubectl that a patch takes fieldValidation', () => {
    const { paths: all } = openApi.document('apis/apps/v1', resources) as { paths: Record<string, JsonObject> };
    expect(all['/apis/apps/v1/namespaces/{namespace}/deployments/{name}']?.['patch']).toMatchObject({
      'x-kubernetes-group-version-kind': { group: 'apps', version: 'v1', kind: 'Deployment' },
      parameters: expect.arrayContaining([expect.objectContaining({ name: 'fieldValidation', in: 'query' })]),
    });
  });
});
