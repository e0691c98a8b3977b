import type { JsonObject } from '../../../ground/json/json.ts';
import { apiVersionOf, type GroupVersionKind, type SubresourceInfo, type Verb } from '../contracts/resource-info.ts';
import type { ServedResource } from '../contracts/schema-source.ts';
import { definitionName } from './openapi-components.ts';

const query = (name: string, type = 'string'): JsonObject => ({ name, in: 'query', schema: { type, uniqueItems: true } });
const WRITING = [query('dryRun'), query('fieldManager'), query('fieldValidation')];
const LISTING = [
  ...['continue', 'fieldSelector', 'labelSelector', 'resourceVersion', 'resourceVersionMatch'].map((name) => query(name)),
  query('allowWatchBookmarks', 'boolean'),
  query('limit', 'integer'),
  query('sendInitialEvents', 'boolean'),
  query('timeoutSeconds', 'integer'),
  query('watch', 'boolean'),
];
/** For built-in kinds alone. */
const STRATEGIC = 'application/strategic-merge-patch+json';
const PATCH_TYPES = ['application/json-patch+json', 'application/merge-patch+json', STRATEGIC, 'application/apply-patch+yaml'];
const inPath = (name: string): JsonObject => ({ name, in: 'path', required: true, schema: { type: 'string', uniqueItems: true } });

/** How each verb is asked for: at one object, or at the collection. */
const OPERATIONS: Readonly<
  Record<
    Verb,
    {
      readonly at: 'collection' | 'object';
      readonly method: string;
      readonly action: string;
      readonly parameters: readonly JsonObject[];
      readonly body?: readonly string[];
    }
  >
> = {
  create: { at: 'collection', method: 'post', action: 'post', parameters: WRITING, body: ['*/*'] },
  list: { at: 'collection', method: 'get', action: 'list', parameters: LISTING },
  watch: { at: 'collection', method: 'get', action: 'list', parameters: LISTING },
  deletecollection: { at: 'collection', method: 'delete', action: 'deletecollection', parameters: LISTING },
  get: { at: 'object', method: 'get', action: 'get', parameters: [] },
  update: { at: 'object', method: 'put', action: 'put', parameters: WRITING, body: ['*/*'] },
  patch: { at: 'object', method: 'patch', action: 'patch', parameters: [...WRITING, query('force', 'boolean')], body: PATCH_TYPES },
  delete: {
    at: 'object',
    method: 'delete',
    action: 'delete',
    parameters: [query('dryRun'), query('gracePeriodSeconds', 'integer'), query('propagationPolicy')],
  },
};

function operation(verb: Verb, { group, version, kind }: GroupVersionKind, custom: boolean): JsonObject {
  const { action, parameters, body: types } = OPERATIONS[verb];
  const body = custom ? types?.filter((type) => type !== STRATEGIC) : types; // kubectl sends it wherever it stands here
  const answer = verb === 'list' || verb === 'watch' ? `${kind}List` : verb === 'delete' || verb === 'deletecollection' ? undefined : kind;
  // What a proxy, an exec or an attach answers is not an object.
  const schema: JsonObject = kind.endsWith('Options')
    ? { type: 'string' }
    : {
        $ref: `#/components/schemas/${answer === undefined ? 'io.k8s.apimachinery.pkg.apis.meta.v1.Status' : definitionName({ group, version, kind: answer })}`,
      };
  return {
    parameters,
    ...(body && {
      requestBody: {
        required: true,
        content: Object.fromEntries(body.map((type) => [type, { schema: type === '*/*' ? schema : { type: 'object' } }])),
      },
    }),
    responses: { '200': { description: 'OK', content: { 'application/json': { schema } } }, '401': { description: 'Unauthorized' } },
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': { group, version, kind },
  };
}

/** The paths of a resource, and of its subresources. */
export function resourcePaths({ resource, schema: { custom } }: ServedResource): JsonObject {
  const root = `/${resource.group === '' ? 'api' : 'apis'}/${apiVersionOf(resource)}`;
  const collection = resource.namespaced ? `${root}/namespaces/{namespace}/${resource.plural}` : `${root}/${resource.plural}`;
  const namespace = resource.namespaced ? [inPath('namespace')] : [];
  const at = (
    verbs: readonly Verb[],
    place: 'collection' | 'object' | 'any',
    parameters: readonly JsonObject[],
    gvk: GroupVersionKind,
  ): JsonObject => {
    const here = verbs.filter((verb) => place === 'any' || OPERATIONS[verb].at === place);
    return { ...Object.fromEntries(here.map((verb) => [OPERATIONS[verb].method, operation(verb, gvk, custom)])), parameters };
  };
  const subresource = (sub: SubresourceInfo) =>
    [`${collection}/{name}/${sub.name}`, at(sub.verbs, 'any', [inPath('name'), ...namespace], sub)] as const;
  return {
    [collection]: at(resource.verbs, 'collection', namespace, resource),
    ...(resource.namespaced &&
      resource.verbs.includes('list') && { [`${root}/${resource.plural}`]: at(['list'], 'collection', [], resource) }),
    ...(resource.verbs.includes('get') && {
      [`${collection}/{name}`]: at(resource.verbs, 'object', [inPath('name'), ...namespace], resource),
    }),
    ...Object.fromEntries(resource.subresources.map(subresource)),
  };
}
