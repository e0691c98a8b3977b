import type { Json, JsonObject } from '../../../../ground/json/json.ts';
import type { StoredObject } from '../../../../local/api-server/contracts/kube-object.ts';
import { masked, type ServerAnswer, type AnswerTable } from '../answers/ask.ts';
import { until } from '../../../until.ts';

const SPEC: JsonObject = {
  type: 'object',
  required: ['size'],
  properties: {
    size: { type: 'integer', minimum: 1, maximum: 10 },
    on: { type: 'boolean' },
    num: { type: 'number', exclusiveMinimum: true, minimum: 0 },
    name: { type: 'string', pattern: '^[a-z]+$', maxLength: 5, minLength: 2, default: 'abc' },
    mode: { type: 'string', enum: ['a', 'b'], default: 'a' },
    list: { type: 'array', items: { type: 'string' }, maxItems: 2, minItems: 1, 'x-kubernetes-list-type': 'set' },
    kv: { type: 'object', additionalProperties: { type: 'integer' } },
    free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    either: { 'x-kubernetes-int-or-string': true },
    when: { type: 'string', format: 'date-time' },
    nullable: { type: 'string', nullable: true },
    ports: {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['name'],
      items: { type: 'object', required: ['name'], properties: { name: { type: 'string' }, port: { type: 'integer', default: 80 } } },
    },
    deep: { type: 'object', default: {}, properties: { x: { type: 'integer', default: 1 } } },
  },
};
export const definition = (
  schema: JsonObject,
  {
    plural = 'xs',
    group = 't.example',
    name = `${plural}.${group}`,
    ...rest
  }: { plural?: string; group?: string; name?: string; version?: JsonObject; spec?: JsonObject } = {},
): StoredObject => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name },
  spec: {
    group,
    scope: 'Namespaced',
    names: { plural, kind: 'X', shortNames: ['xx'] },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema }, ...rest.version }],
    ...rest.spec,
  },
});
const WHOLE: JsonObject = {
  type: 'object',
  required: ['spec'],
  properties: { spec: SPEC, status: { type: 'object', properties: { n: { type: 'integer' } } } },
};
export const DEFINITION = definition(WHOLE, {
  version: { subresources: { status: {} }, additionalPrinterColumns: [{ name: 'Size', type: 'integer', jsonPath: '.spec.size' }] },
});

const object = (spec: Json | undefined, more: JsonObject = {}): JsonObject => ({
  apiVersion: 't.example/v1',
  kind: 'X',
  metadata: { name: 'x' },
  ...(spec !== undefined && { spec }),
  ...more,
});
const type = (value: JsonObject) => definition({ type: 'object', properties: { a: value } });

/** Objects of the custom kind, and definitions, as a client may send them. */
export const OBJECTS: Readonly<Record<string, JsonObject>> = {
  'with defaults': object({ size: 1 }),
  'without a spec': object(undefined),
  'without a size': object({}),
  'with a text for a number': object({ size: '1' }),
  'with too little': object({ size: 0 }),
  'with too much': object({ size: 11 }),
  'that misses a pattern': object({ size: 1, name: 'A1' }),
  'with too long a text': object({ size: 1, name: 'abcdefg' }),
  'with too short a text': object({ size: 1, name: 'a' }),
  'out of an enum': object({ size: 1, mode: 'c' }),
  'with too many items': object({ size: 1, list: ['a', 'b', 'c'] }),
  'with too few items': object({ size: 1, list: [] }),
  'with an item twice': object({ size: 1, list: ['a', 'a'] }),
  'with a wrong item': object({ size: 1, list: [1] }),
  'with a wrong value in a map': object({ size: 1, kv: { a: 'b' } }),
  'with unknown fields': object({ size: 1, foo: 1, deep: { y: 1 } }),
  'with an unknown field at the top': object({ size: 1 }, { foo: 1 }),
  'with free fields': object({ size: 1, free: { a: { b: 1 } } }),
  'with neither number nor text': object({ size: 1, either: true }),
  'with a number or a text': object({ size: 1, either: '50%' }),
  'with a key twice': object({ size: 1, ports: [{ name: 'a' }, { name: 'a' }] }),
  'without a key': object({ size: 1, ports: [{ port: 1 }] }),
  'with defaults in items': object({ size: 1, ports: [{ name: 'a' }] }),
  'with a wrong time': object({ size: 1, when: 'zzz' }),
  'with an excluded number': object({ size: 1, num: 0 }),
  'with nulls': object({ size: 1, nullable: null, name: null }),
  'with a null that must be': object({ size: null }),
  'with a list for an object': object([]),
  'with a text for an object': object('x'),
  'with a wrong label': object({ size: 1 }, { metadata: { name: 'x', labels: { a: 1 } } }),
  'with unknown metadata': object({ size: 1 }, { metadata: { name: 'x', foo: 1 } }),
};
export const DEFINITIONS: Readonly<Record<string, StoredObject>> = {
  'of another name': definition(WHOLE, { name: 'foo.t.example' }),
  'of a group without a dot': definition(WHOLE, { group: 'nodot' }),
  'of a bad kind': definition(WHOLE, { spec: { names: { plural: 'xs', kind: 'bad_kind' } } }),
  'without versions': { ...definition(WHOLE), spec: { group: 't.example', scope: 'Namespaced', names: { plural: 'xs', kind: 'X' } } },
  'without a stored version': definition({ type: 'object' }, { version: { storage: false } }),
  'without a schema': definition({}, { spec: { versions: [{ name: 'v1', served: true, storage: true }] } }),
  'of an unknown scope': definition(WHOLE, { spec: { scope: 'foo' } }),
  'with a field without a type': type({}),
  'with an unknown type': type({ type: 'foo' }),
  'with a root without a type': definition({ properties: {} }),
  'with a root that is no object': definition({ type: 'string' }),
  'with a default of the wrong type': type({ type: 'string', default: 1 }),
  'of a bad version': definition(WHOLE, { version: { name: 'V_1' } }),
  'with bad columns': definition(
    { type: 'object' },
    { version: { additionalPrinterColumns: [{ name: 'a', type: 'foo', jsonPath: 'a' }] } },
  ),
};

export const outcome = ({ code, body }: ServerAnswer): Json => {
  const told = masked(body) as JsonObject;
  if (code < 400) return { code, spec: told['spec'] ?? null };
  return JSON.parse(JSON.stringify({ code, message: told['message'], reason: told['reason'], details: told['details'] })) as Json;
};

const DEFINITIONS_PATH = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const OBJECTS_PATH = '/apis/t.example/v1/namespaces/default/xs?dryRun=All&fieldValidation=Strict';

export const customAnswers: AnswerTable = {
  file: new URL('./custom-answers.json', import.meta.url),
  async answers(ask) {
    const answers: Record<string, Json> = {};
    for (const [name, body] of Object.entries(DEFINITIONS))
      answers[`a definition ${name}`] = outcome(await ask({ method: 'POST', path: `${DEFINITIONS_PATH}?dryRun=All`, body }));
    await ask({ method: 'POST', path: DEFINITIONS_PATH, body: DEFINITION });
    const post = async (body: JsonObject) => ask({ method: 'POST', path: OBJECTS_PATH, body });
    await until('the definition to be served', async () => (await post(OBJECTS['with defaults'] ?? {})).code !== 404);
    for (const [name, body] of Object.entries(OBJECTS)) answers[`an object ${name}`] = outcome(await post(body));
    return answers;
  },
};
