import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Json, JsonObject } from '../../../../ground/json/json.ts';
import type { StoredObject } from '../../../../local/api-server/contracts/kube-object.ts';
import { badRequest, invalid, StatusError } from '../../../../local/api-server/contracts/status-error.ts';
import { createCustomRules } from '../../../../local/api-server/rules/custom-rules.ts';
import { builtInSchemas } from '../../../../local/api-server/schema/built-in.ts';
import { customResourcesOf } from '../../../../local/api-server/schema/custom.ts';
import { discovery } from '../../../../local/api-server/schema/discovery.ts';
import { openApi } from '../../../../local/api-server/schema/openapi.ts';
import { validate } from '../../../../local/api-server/validation/validate.ts';
import { committed } from '../answers/ask.ts';
import { anyJson } from '../patch/json-values.ts';
import { customAnswers, DEFINITION, definition, DEFINITIONS, OBJECTS, outcome } from './custom-cases.ts';

const definitions = builtInSchemas().resources.find(({ resource }) => resource.plural === 'customresourcedefinitions');
if (!definitions) throw new Error('no definitions');
const stored = (sent: StoredObject) => definitions.schema.withDefaults(definitions.schema.prune(sent).object);
const [served] = customResourcesOf(stored(DEFINITION));
if (!served) throw new Error('nothing is served');
const rules = createCustomRules();
await rules.load(definitions, Buffer.from('x-kubernetes-validations'));

/** As much of a create as the schema has a part in. */
function created(target: typeof served & object, sent: JsonObject): Json {
  try {
    const { object, complaints } = target.schema.prune(sent as StoredObject);
    const { kind, version } = target.schema.gvk;
    if (complaints.length > 0)
      throw badRequest(`${kind} in version "${version}" cannot be handled as a ${kind}: strict decoding error: ${complaints.join(', ')}`);
    const whole = target.schema.withDefaults(object);
    const causes = validate({ served: target, object: whole, rules: rules.judge });
    if (causes.length > 0) throw invalid(target.resource, whole.metadata.name ?? '', causes);
    return outcome({ code: 201, body: whole });
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    return outcome({ code: error.status.code, body: error.status });
  }
}

describe('a custom kind', () => {
  const answers = committed<Json>(customAnswers);
  it.each(Object.entries(OBJECTS))('takes an object %s as the real server does', (name, sent) =>
    expect(created(served, sent)).toEqual(answers[`an object ${name}`]),
  );
  it.each(Object.entries(DEFINITIONS))('is refused by a definition %s as the real server does', (name, sent) =>
    expect(created(definitions, sent)).toEqual(answers[`a definition ${name}`]),
  );

  it('is told of by discovery and OpenAPI', () => {
    expect(discovery.resources('t.example', 'v1', [served.resource])).toMatchObject({
      resources: [{ name: 'xs', singularName: 'x', kind: 'X', shortNames: ['xx'], namespaced: true }, { name: 'xs/status' }],
    });
    const document = openApi.document('apis/t.example/v1', [served]) as { components: { schemas: JsonObject }; paths: JsonObject };
    expect(document.components.schemas['example.t.v1.X']).toMatchObject({
      'x-kubernetes-group-version-kind': [{ group: 't.example', kind: 'X', version: 'v1' }],
    });
    expect(Object.keys(document.paths)).toContain('/apis/t.example/v1/namespaces/{namespace}/xs/{name}/status');
  });

  it('is served in each version that says so', () => {
    const version = (name: string, served_: boolean, storage: boolean) => ({
      name,
      served: served_,
      storage,
      schema: { openAPIV3Schema: { type: 'object' } },
    });
    const many = definition(
      {},
      { spec: { versions: [version('v1', true, true), version('v2', true, false), version('v3', false, false)] } },
    );
    expect(customResourcesOf(stored(many)).map(({ resource }) => resource.version)).toEqual(['v1', 'v2']);
  });

  it('throws nothing but a StatusError, whatever the object', () =>
    fc.assert(
      fc.property(
        fc.record({
          spec: fc.oneof(
            anyJson,
            fc.record({ size: anyJson, list: anyJson, kv: anyJson, ports: anyJson, deep: anyJson, free: anyJson }, { requiredKeys: [] }),
          ),
          metadata: anyJson,
        }),
        (sent) => {
          created(served, { apiVersion: 't.example/v1', kind: 'X', ...sent });
        },
      ),
    ));
});
