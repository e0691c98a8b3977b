import { objectOrEmpty, type Json, type JsonObject } from '../../../ground/json/json.ts';
import { objectAt, objectsAt } from '../../../ground/json/read-json.ts';
import type { GroupVersionKind, ResourceInfo } from '../contracts/resource-info.ts';
import type { ServedResource } from '../contracts/schema-source.ts';
import { parseFieldLine, type FieldLine } from './field-line.ts';
import { kubernetesTypes } from './type-tree.ts';

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';
const WORDS: Readonly<Record<string, string>> = {
  quantity: 'io.k8s.apimachinery.pkg.api.resource.Quantity',
  time: `${META}.Time`,
  microtime: `${META}.MicroTime`,
  'int-or-string': 'io.k8s.apimachinery.pkg.util.intstr.IntOrString',
  raw: 'io.k8s.apimachinery.pkg.runtime.RawExtension',
  fields: `${META}.FieldsV1`,
  json: 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON',
  'schema-or-list': 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrArray',
  'schema-or-bool': 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrBool',
  'schema-or-strings': 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrStringArray',
};
/** What those words stand for. */
const WORD_SCHEMAS: Readonly<Record<string, JsonObject>> = {
  quantity: { oneOf: [{ type: 'string' }, { type: 'number' }] },
  time: { type: 'string', format: 'date-time' },
  microtime: { type: 'string', format: 'date-time' },
  'int-or-string': { format: 'int-or-string', oneOf: [{ type: 'integer' }, { type: 'string' }] },
  raw: { type: 'object' },
  fields: { type: 'object' },
};
const LIST_META: JsonObject = {
  type: 'object',
  properties: {
    continue: { type: 'string' },
    remainingItemCount: { type: 'integer', format: 'int64' },
    resourceVersion: { type: 'string' },
    selfLink: { type: 'string' },
  },
};
const EXTENSION = 'x-kubernetes-group-version-kind';
const reference = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });

/** `core.v1.Pod` under the name that OpenAPI gives it. */
function longName(type: string): string {
  if (type.startsWith('meta.')) return `io.k8s.apimachinery.pkg.apis.${type}`;
  return type.startsWith('apiextensions.') ? `io.k8s.apiextensions-apiserver.pkg.apis.${type}` : `io.k8s.api.${type}`;
}

const shortType = ({ group, version, kind }: GroupVersionKind): string =>
  `${group === '' ? 'core' : group.split('.')[0]}.${version}.${kind}`;

const isBuiltIn = (gvk: GroupVersionKind) => shortType({ ...gvk, kind: gvk.kind.replace(/List$/, '') }) in kubernetesTypes.types;

/** A custom kind is named by its group backwards. */
export const definitionName = (gvk: GroupVersionKind): string =>
  isBuiltIn(gvk) ? longName(shortType(gvk)) : [...gvk.group.split('.').toReversed(), gvk.version, gvk.kind].join('.');

/** The schemas of these resources, and of all that they are made of. */
export function componentSchemas(resources: readonly ServedResource[]): JsonObject {
  const schemas: Record<string, JsonObject> = { [`${META}.ListMeta`]: LIST_META };
  const waiting = ['meta.v1.Status', 'meta.v1.DeleteOptions', 'meta.v1.ObjectMeta'];
  for (const { resource, definition } of resources) {
    const own: readonly GroupVersionKind[] = [resource, ...resource.subresources];
    if (definition) schemas[definitionName(resource)] = customSchema(resource, definition);
    else waiting.push(...own.map(shortType));
    if (resource.verbs.includes('list')) schemas[definitionName({ ...resource, kind: `${resource.kind}List` })] = listSchema(resource);
  }
  for (let type = waiting.pop(); type !== undefined; type = waiting.pop()) {
    const name = WORDS[type] ?? longName(type);
    if (name in schemas || !(type in kubernetesTypes.types || type in WORDS)) continue;
    schemas[name] = typeSchema(type);
    waiting.push(
      ...Object.values(kubernetesTypes.types[type] ?? {}).map((line) => parseFieldLine(line).type.replaceAll(/^(?:\[\]|map\[\])+/g, '')),
    );
  }
  return Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The kind that a type is, if it is one. */
function kindOf(type: string): GroupVersionKind | undefined {
  const [short = '', version = '', kind = ''] = type.split('.');
  if (type === 'meta.v1.Status') return { group: '', version, kind };
  const lines = kubernetesTypes.types[type] ?? {};
  if (short === 'meta' || !['apiVersion', 'kind', 'metadata'].every((name) => name in lines)) return undefined;
  const groupVersion = Object.keys(kubernetesTypes.resources).find((name) => name.startsWith(`${short}.`) || name.startsWith(`${short}/`));
  return { group: groupVersion?.split('/')[0] ?? '', version, kind };
}

function typeSchema(type: string): JsonObject {
  const gvk = kindOf(type);
  const lines = kubernetesTypes.types[type];
  if (!lines) return WORD_SCHEMAS[type] ?? {};
  const fields = Object.entries(lines)
    .filter(([name]) => name !== '*')
    .map(([name, line]) => [name, parseFieldLine(line)] as const);
  const required = fields.filter(([, line]) => line.required).map(([name]) => name);
  return {
    type: 'object',
    ...(required.length > 0 && { required }),
    ...(fields.length > 0 && { properties: Object.fromEntries(fields.map(([name, line]) => [name, fieldSchema(line)])) }),
    ...('*' in lines && { 'x-kubernetes-map-type': 'atomic' }),
    ...(gvk && { [EXTENSION]: [{ group: gvk.group, kind: gvk.kind, version: gvk.version }] }),
  };
}

function fieldSchema(line: FieldLine): JsonObject {
  return {
    ...shape(line.type, line.choices),
    ...(line.default !== undefined && { default: JSON.parse(line.default) as Json }),
    ...(line.list !== undefined && { 'x-kubernetes-list-type': line.list }),
    ...(line.listMapKeys && { 'x-kubernetes-list-map-keys': line.listMapKeys }),
    ...(line.map !== undefined && { 'x-kubernetes-map-type': line.map }),
    ...(line.patchStrategy && { 'x-kubernetes-patch-strategy': line.patchStrategy.join(',') }),
    ...(line.patchMergeKey !== undefined && { 'x-kubernetes-patch-merge-key': line.patchMergeKey }),
  };
}

function shape(type: string, choices?: readonly string[]): JsonObject {
  if (type.startsWith('[]')) return { type: 'array', items: element(type.slice(2), choices) };
  if (type.startsWith('map[]')) return { type: 'object', additionalProperties: element(type.slice(5), choices) };
  switch (type) {
    case 'number':
      return { type, format: 'double' };
    case 'string':
    case 'boolean':
    case 'object':
      return { type, ...(choices && { enum: choices }) };
    case 'bytes':
      return { type: 'string', format: 'byte' };
    case 'int32':
    case 'int64':
      return { type: 'integer', format: type };
    default:
      return { allOf: [reference(WORDS[type] ?? longName(type))] };
  }
}

const ZERO: Readonly<Record<string, Json>> = { string: '', int32: 0, int64: 0, number: 0, boolean: false };

/** What stands in a list or a map has Go's zero for a default. */
function element(type: string, choices?: readonly string[]): JsonObject {
  if (type.startsWith('[]') || type.startsWith('map[]')) return shape(type, choices);
  if (type in WORDS) return reference(WORDS[type] ?? type);
  const zero = type.includes('.') ? {} : ZERO[type];
  return { ...shape(type, choices), ...(zero !== undefined && { default: zero }) };
}

function listSchema(resource: ResourceInfo): JsonObject {
  return {
    type: 'object',
    required: ['items'],
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { allOf: [reference(`${META}.ListMeta`)], default: {} },
      items: { type: 'array', items: { allOf: [reference(definitionName(resource))], default: {} } },
    },
    [EXTENSION]: [{ group: resource.group, kind: `${resource.kind}List`, version: resource.version }],
  };
}

/** What the definition says of the version, with what every object has. */
function customSchema({ group, version, kind }: ResourceInfo, definition: JsonObject): JsonObject {
  const served = objectsAt(objectAt(definition, 'spec'), 'versions').find(({ name }) => name === version);
  const schema = objectAt(objectAt(served, 'schema'), 'openAPIV3Schema') ?? { type: 'object' };
  return {
    ...schema,
    properties: {
      ...objectOrEmpty(schema['properties']),
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { allOf: [reference(`${META}.ObjectMeta`)] },
    },
    [EXTENSION]: [{ group, kind, version }],
  };
}
