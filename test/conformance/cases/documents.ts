import { isJsonObject, objectOrEmpty, type Json } from '../../../ground/json/json.ts';
import { objectAt, objectsAt } from '../../../ground/json/read-json.ts';
import { textOf } from '../../local/api-server/api-client.ts';
import { readOpenApiV3 } from '../../local/api-server/schema/read-openapi-v3.ts';
import { casesOf, type Case } from '../case.ts';
import { configMap, MERGE, namespaced } from '../objects.ts';

const discovery = casesOf('discovery, both forms');
const openApi = casesOf('OpenAPI v3');
const health = casesOf('version and health');
const missing = casesOf('what is not there');

const AGGREGATED = { accept: 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList' };
const V2_MESSAGE = 'application/com.github.proto-openapi.spec.v2';
const V3_MESSAGE = 'application/com.github.proto-openapi.spec.v3';

/** A schema, without the descriptions that this server does not have. */
const withoutTexts = (value: Json | undefined): Json | undefined => {
  if (Array.isArray(value)) return (value as readonly Json[]).map((each) => withoutTexts(each) ?? null);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, held]) =>
      name === 'description' && typeof held === 'string' ? [] : [[name, withoutTexts(held)]],
    ),
  );
};
const GROUPS = [
  'apps/v1',
  'batch/v1',
  'rbac.authorization.k8s.io/v1',
  'networking.k8s.io/v1',
  'policy/v1',
  'coordination.k8s.io/v1',
  'discovery.k8s.io/v1',
  'events.k8s.io/v1',
  'authentication.k8s.io/v1',
  'authorization.k8s.io/v1',
  'apiextensions.k8s.io/v1',
  'autoscaling/v2',
];

export const documentCases: readonly Case[] = [
  discovery.succeeds('tells the core group, in the old form and the new', async ({ ask }) => {
    await ask('GET', '/api/v1');
    await ask('GET', '/api', undefined, AGGREGATED);
  }),
  ...GROUPS.map((group) =>
    discovery.succeeds(`tells ${group}`, async ({ ask }) => {
      await ask('GET', `/apis/${group}`);
      await ask('GET', `/apis/${group.split('/')[0]}`);
    }),
  ),
  discovery.succeeds('lists what there is at its root', async ({ quietly, note }) => {
    const { code, body } = await quietly('GET', '/');
    note('the code', code);
    const paths = [
      '/api',
      '/api/v1',
      '/apis',
      '/apis/apps',
      '/apis/apps/v1',
      '/healthz/ping',
      '/openapi/v2',
      '/openapi/v3',
      '/readyz',
      '/version',
    ];
    note(
      'paths',
      paths.filter((path) => (body['paths'] as readonly unknown[] | undefined)?.includes(path)),
    );
  }),
  discovery.refuses('knows no other groups', async ({ ask }) => {
    await ask('GET', '/apis/none.example.com');
    await ask('GET', '/apis/apps/v9');
  }),
  openApi.refuses(
    'has no document where there is no group',
    async ({ ask }) => void (await ask('GET', '/openapi/v3/apis/none.example.com/v1')),
  ),
  openApi.succeeds('has a document for what kubectl applies', async ({ quietly, note }) => {
    const { body } = await quietly('GET', '/openapi/v3');
    const paths = Object.keys(body['paths'] ?? {});
    note(
      'paths',
      ['api/v1', 'apis/apps/v1', 'apis/batch/v1'].filter((path) => paths.includes(path)),
    );
    const { body: apps } = await quietly('GET', textOf(body['paths']?.['apis/apps/v1']?.['serverRelativeURL']));
    const schemas = apps['components']?.['schemas'];
    note('Deployment', schemas?.['io.k8s.api.apps.v1.Deployment']?.['x-kubernetes-group-version-kind']);
    note('its replicas', schemas?.['io.k8s.api.apps.v1.DeploymentSpec']?.['properties']?.['replicas']?.['type']);
    const containers = schemas?.['io.k8s.api.core.v1.PodSpec']?.['properties']?.['containers'];
    note(
      'its containers',
      ['x-kubernetes-list-type', 'x-kubernetes-list-map-keys', 'x-kubernetes-patch-merge-key', 'x-kubernetes-patch-strategy'].map(
        (key) => containers?.[key],
      ),
    );
  }),
  openApi.succeeds('has the older document, in JSON and as a message', async ({ quietly, note }) => {
    for (const accept of ['application/json', '*/*', `${V2_MESSAGE}@v1.0+protobuf`, `${V2_MESSAGE}.v1.0+protobuf`]) {
      const { code, headers } = await quietly('GET', '/openapi/v2', undefined, { accept });
      note(accept, [code, (headers as Record<string, string>)['content-type']]);
    }
    const { body } = await quietly('GET', '/openapi/v2');
    const patch = body['paths']?.['/api/v1/namespaces/{namespace}/configmaps/{name}']?.['patch'];
    note('what a patch is of', patch?.['x-kubernetes-group-version-kind']);
    note('what it takes', patch?.['consumes']);
    note('a pod', body['definitions']?.['io.k8s.api.core.v1.PodSpec']?.['properties']?.['containers']?.['x-kubernetes-patch-merge-key']);
  }),
  openApi.succeeds('has it as a message, too', async ({ quietly, note }) => {
    for (const accept of [`${V3_MESSAGE}@v1.0+protobuf`, `${V3_MESSAGE}.v1.0+protobuf`, `application/yaml, ${V3_MESSAGE}.v1.0+protobuf`]) {
      const { code, headers } = await quietly('GET', '/openapi/v3/apis/apps/v1', undefined, { accept });
      note(accept, [code, (headers as Record<string, string>)['content-type']]);
    }
    const { bytes } = await quietly('GET', '/openapi/v3/apis/apps/v1', undefined, { accept: `${V3_MESSAGE}.v1.0+protobuf` });
    const { paths, components } = readOpenApiV3(bytes);
    const schemas = objectAt(objectOrEmpty(components), 'schemas');
    note('a Deployment', objectAt(schemas, 'io.k8s.api.apps.v1.Deployment')?.['x-kubernetes-group-version-kind']);
    const pods = withoutTexts(objectAt(schemas, 'io.k8s.api.core.v1.PodSpec'));
    note('its containers', objectAt(objectAt(objectOrEmpty(pods), 'properties'), 'containers'));
    note('a port', withoutTexts(objectAt(schemas, 'io.k8s.api.core.v1.ContainerPort')));
    const one = objectAt(objectOrEmpty(paths), '/apis/apps/v1/namespaces/{namespace}/deployments/{name}');
    note('what a patch is of', objectAt(one, 'patch')?.['x-kubernetes-group-version-kind']);
    note(
      'where it is',
      objectsAt(one, 'parameters')
        .map((parameter) => [parameter['name'], parameter['in'], parameter['required']])
        .slice(0, 2),
    );
  }),
  openApi.refuses('has no document in YAML', async ({ quietly, note }) => {
    note('the code', (await quietly('GET', '/openapi/v3/apis/apps/v1', undefined, { accept: 'application/yaml' })).code);
  }),
  openApi.refuses('has the older document in no YAML', async ({ quietly, note }) => {
    note('the code', (await quietly('GET', '/openapi/v2', undefined, { accept: 'application/yaml' })).code);
  }),
  health.succeeds('is well', async ({ ask }) => {
    for (const path of ['/healthz', '/livez', '/readyz', '/healthz/ping']) await ask('GET', path);
  }),
  health.refuses('has no check of another name', async ({ ask }) => void (await ask('GET', '/healthz/none'))),
  missing.refuses('says so, each in its way', async ({ namespace, ask }) => {
    await ask('GET', '/nothing');
    await ask('GET', '/api/v1/nothings');
    await ask('GET', '/apis/apps/v1/nothings');
    await ask('GET', '/apis/none.example.com/v1/nothings');
    await ask('GET', `${namespaced(namespace, 'configmaps')}/c/nothing`);
    await ask('POST', `${namespaced(namespace, 'configmaps')}/c`, {});
    await ask('PUT', namespaced(namespace, 'configmaps'), {});
    await ask('PATCH', namespaced(namespace, 'configmaps'), {});
    await ask('DELETE', '/api/v1/configmaps');
    await ask('DELETE', '/api/v1/namespaces');
  }),
  missing.refuses('is at no path with an empty part', async ({ namespace, ask }) => {
    const maps = namespaced(namespace, 'configmaps');
    for (const path of [`/${maps}`, '//api/v1', '//apis/apps/v1/deployments', '//healthz', '//', '/apis//v1', '/openapi//v2'])
      await ask('GET', path);
    for (const path of ['/api//v1/nodes', '/api/v1//nodes', `/api/v1/namespaces/${namespace}//configmaps`, '/apis/apps//deployments'])
      await ask('GET', path);
    await ask('POST', `/${maps}`, configMap('c'));
    await ask('PATCH', `/${maps}/c`, { data: {} }, MERGE);
    await ask('DELETE', `/${maps}/c`);
  }),
  missing.refuses('judges a path with an empty part by what it seems to be', async ({ namespace, ask }) => {
    const secrets = namespaced(namespace, 'secrets');
    const nobody = { as: { user: 'nobody-in-particular' } };
    for (const path of [`/${secrets}`, `/${secrets}/s`, '//apis/apps/v1/deployments', '//nothing', '/api/v1//secrets'])
      await ask('GET', path, undefined, nobody);
    await ask('DELETE', `/${secrets}`, undefined, nobody);
  }),
  missing.refuses('says so whatever is wanted of it', async ({ ask }) => {
    for (const path of ['/nothing', '/version/more', '/api/v9', '/api/v9/nodes', '/apis/none.example.com/v1', '/apis/apps/v1/a/b/c/d/e/f'])
      await ask('POST', path, {});
  }),
];
