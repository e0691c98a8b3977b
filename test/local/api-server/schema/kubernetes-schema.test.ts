import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { Agent, fetch } from 'undici';
import { isJsonObject, type Json, type JsonObject } from '../../../../ground/json/json.ts';
import { builtInSchemas } from '../../../../local/api-server/schema/built-in.ts';
import { discovery } from '../../../../local/api-server/schema/discovery.ts';
import { openApiV2 } from '../../../../local/api-server/schema/openapi-v2/document.ts';
import { openApi } from '../../../../local/api-server/schema/openapi.ts';
import { GO_FIELDS_FILE, goFieldsText } from '../../../../scripts/kubernetes-schema/go-modules.ts';
import { readSchemaText, SCHEMA_FILE } from '../../../../scripts/kubernetes-schema/read-schema.ts';
import { describeRecord, borrowRealApiServer, type BorrowedApiServer } from '../../../real/api-server.ts';

describeRecord('the committed schema of Kubernetes', () => {
  let server: BorrowedApiServer;
  beforeAll(async () => {
    server = await borrowRealApiServer();
  });

  it('is what scripts/write-kubernetes-schema.ts writes', async () => {
    expect(await readSchemaText(server)).toBe(readFileSync(SCHEMA_FILE, 'utf8'));
  });

  it('gives the OpenAPI schemas that the real server gives, but for descriptions', async () => {
    const dispatcher = new Agent({ connect: { ca: server.ca } });
    const { resources } = builtInSchemas();
    for (const path of ['api/v1', 'apis/apps/v1', 'apis/apiextensions.k8s.io/v1', 'apis/networking.k8s.io/v1']) {
      const response = await fetch(`${server.url}/openapi/v3/${path}`, {
        dispatcher,
        headers: { authorization: `Bearer ${server.token}` },
      });
      const { components: real } = (await response.json()) as { components: { schemas: JsonObject } };
      const { components: ours } = openApi.document(path, resources) as { components: { schemas: JsonObject } };
      const names = Object.keys(ours.schemas).filter((name) => !/\.(?:DeleteOptions|ListMeta)$/.test(name));
      expect(Object.fromEntries(names.map((name) => [name, plain(ours.schemas[name])]))).toEqual(
        Object.fromEntries(names.map((name) => [name, plain(real.schemas[name])])),
      );
    }
    await dispatcher.close();
  });

  it('gives the definitions of OpenAPI v2 that the real server gives, but for descriptions, and paths that it has', async () => {
    const dispatcher = new Agent({ connect: { ca: server.ca } });
    const response = await fetch(`${server.url}/openapi/v2`, { dispatcher, headers: { authorization: `Bearer ${server.token}` } });
    const real = (await response.json()) as { definitions: JsonObject; paths: JsonObject };
    await dispatcher.close();
    const ours = openApiV2(builtInSchemas().resources) as { definitions: JsonObject; paths: JsonObject };
    const names = Object.keys(ours.definitions).filter((name) => !/\.(?:DeleteOptions|ListMeta)$/.test(name));
    expect(Object.fromEntries(names.map((name) => [name, plain(ours.definitions[name])]))).toEqual(
      Object.fromEntries(names.map((name) => [name, plain(real.definitions[name])])),
    );
    expect(Object.keys(ours.paths).filter((path) => !(path in real.paths))).toEqual([]);
  });

  it('gives the discovery documents that the real server gives', async () => {
    const dispatcher = new Agent({ connect: { ca: server.ca } });
    const read = async (path: string, accept = 'application/json') =>
      (await (
        await fetch(`${server.url}${path}`, { dispatcher, headers: { authorization: `Bearer ${server.token}`, accept } })
      ).json()) as JsonObject;
    const served = builtInSchemas().resources.map(({ resource }) => resource);
    const groups = new Set(served.map(({ group }) => group));
    const aggregated = (await read('/apis', 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList')) as {
      items: { metadata: { name: string } }[];
    };
    expect(discovery.aggregated('apis', served)).toEqual({
      ...aggregated,
      items: aggregated.items.filter(({ metadata }) => groups.has(metadata.name)),
    });
    expect(discovery.aggregated('api', served)).toEqual(
      await read('/api', 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'),
    );
    const legacy = (await read('/apis')) as { groups: { name: string }[] };
    expect(discovery.groups(served)).toEqual({ ...legacy, groups: legacy.groups.filter(({ name }) => groups.has(name)) });
    for (const [group, version] of [
      ['', 'v1'],
      ['apps', 'v1'],
      ['autoscaling', 'v1'],
      ['batch', 'v1'],
    ] as const) {
      expect(discovery.resources(group, version, served)).toEqual(
        await read(group === '' ? `/api/${version}` : `/apis/${group}/${version}`),
      );
    }
    expect(discovery.group('apps', served)).toEqual(await read('/apis/apps'));
    await dispatcher.close();
  });
});

/** A schema without descriptions; references and lists of required fields in one form. */
function plain(schema: Json | undefined): Json {
  if (Array.isArray(schema)) return (schema as readonly Json[]).map(plain);
  if (!isJsonObject(schema)) return schema ?? null;
  const { allOf, required, ...rest } = schema;
  const only = Array.isArray(allOf) && allOf.length === 1 && isJsonObject(allOf[0] as Json) ? (allOf[0] as JsonObject) : {};
  const known = Object.entries(rest).filter(
    ([name, value]) => !(name === 'description' && typeof value === 'string') && name !== 'x-kubernetes-unions',
  );
  return {
    ...Object.fromEntries(known.map(([name, value]) => [name, plain(value)])),
    ...only,
    ...(Array.isArray(required) && { required: required.map(String).toSorted((a, b) => (a < b ? -1 : 1)) }),
  };
}

describe('the committed Go facts', () => {
  it('are what scripts/write-kubernetes-schema.ts writes, where the Go modules are present', async () => {
    const text = await goFieldsText();
    expect(text ?? readFileSync(GO_FIELDS_FILE, 'utf8')).toBe(readFileSync(GO_FIELDS_FILE, 'utf8'));
  });

  it('know every field of the schema', () => {
    const { types } = JSON.parse(readFileSync(SCHEMA_FILE, 'utf8')) as { types: Record<string, Record<string, string>> };
    const facts = JSON.parse(readFileSync(GO_FIELDS_FILE, 'utf8')) as Record<string, string>;
    const head = new Set(['*', 'apiVersion', 'kind']);
    const missing = Object.entries(types).flatMap(([type, fields]) =>
      Object.keys(fields)
        .filter((field) => !head.has(field) && !` ${facts[type]}`.includes(` ${field}:`))
        .map((field) => `${type}.${field}`),
    );
    expect(missing).toEqual([]);
  });
});
