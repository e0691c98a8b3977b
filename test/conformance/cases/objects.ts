import { casesOf, type Case } from '../case.ts';
import { configMap, deployment, JSON_PATCH, MERGE, namespaced, pod, secret, STRATEGIC } from '../objects.ts';

const crud = casesOf('create, get, update');
const metadata = casesOf('metadata: uid, generation, creationTimestamp, generateName');
const patches = casesOf('patches: JSON, merge, strategic');

export const createGetUpdate: readonly Case[] = [
  crud.succeeds('creates a ConfigMap, gets it, replaces it', async ({ namespace, ask }) => {
    const at = namespaced(namespace, 'configmaps');
    const { body } = await ask('POST', at, configMap('c', { data: { a: '1' } }));
    await ask('GET', `${at}/c`);
    await ask('PUT', `${at}/c`, { ...body, data: { a: '2' } });
    await ask('PUT', `${at}/c`, configMap('c', { data: { b: '3' } }));
  }),
  crud.succeeds('changes nothing where nothing is new', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'configmaps');
    const { body } = await quietly('POST', at, configMap('c', { data: { a: '1' } }));
    await ask('PUT', `${at}/c`, body);
  }),
  crud.succeeds(
    'takes kind and apiVersion from the path',
    async ({ namespace, ask }) => void (await ask('POST', namespaced(namespace, 'configmaps'), { metadata: { name: 'c' } })),
  ),
  crud.succeeds('keeps secrets as bytes', async ({ namespace, ask }) => {
    const at = namespaced(namespace, 'secrets');
    await ask('POST', at, secret('s', { stringData: { a: 'one' }, data: { b: 'dHdv' } }));
    await ask('GET', `${at}/s`);
  }),
  crud.refuses('refuses a second of the same name', async ({ namespace, ask, quietly }) => {
    await quietly('POST', namespaced(namespace, 'configmaps'), configMap('c'));
    await ask('POST', namespaced(namespace, 'configmaps'), configMap('c'));
    await quietly('POST', namespaced(namespace, 'deployments', 'apis/apps/v1'), deployment('d'));
    await ask('POST', namespaced(namespace, 'deployments', 'apis/apps/v1'), deployment('d'));
  }),
  crud.refuses('finds nothing that is not there', async ({ namespace, ask }) => {
    await ask('GET', `${namespaced(namespace, 'configmaps')}/none`);
    await ask('GET', `${namespaced(namespace, 'deployments', 'apis/apps/v1')}/none`);
    await ask('PUT', `${namespaced(namespace, 'configmaps')}/none`, configMap('none'));
    await ask('PATCH', `${namespaced(namespace, 'configmaps')}/none`, {}, MERGE);
    await ask('DELETE', `${namespaced(namespace, 'configmaps')}/none`);
  }),
  crud.refuses('refuses a stale update', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'configmaps');
    const { body } = await quietly('POST', at, configMap('c'));
    await quietly('PATCH', `${at}/c`, { data: { a: '1' } }, MERGE);
    await ask('PUT', `${at}/c`, { ...body, data: { a: '2' } });
    await ask('PUT', `${at}/c`, configMap('c', {}, { resourceVersion: 'abc' }));
    await ask('PUT', `${at}/c`, configMap('c', {}, { uid: 'another' }));
  }),
  crud.refuses('refuses another name, namespace or kind than the path says', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'configmaps');
    await quietly('POST', at, configMap('c'));
    await ask('PUT', `${at}/c`, configMap('other'));
    await ask('PUT', `${at}/c`, { metadata: {} });
    await ask('POST', at, configMap('d', {}, { namespace: 'elsewhere' }));
    await ask('POST', at, { ...configMap('d'), kind: 'Secret' });
    await ask('POST', at, { ...configMap('d'), apiVersion: 'v2' });
    await ask('POST', at, { ...configMap('d'), kind: 'Deployment', apiVersion: 'apps/v1' });
    await ask('POST', at, configMap('d', {}, { resourceVersion: '1' }));
    await ask('POST', '/api/v1/configmaps', configMap('d'));
  }),
  crud.refuses('refuses what is not a JSON object', async ({ namespace, ask }) => {
    const at = namespaced(namespace, 'configmaps');
    await ask('POST', at, '');
    await ask('POST', at, '{');
    await ask('POST', at, 'null');
    await ask('POST', at, '{}', { type: 'text/csv' });
    await ask('POST', at, '{"data":{"a":1}}');
    await ask('POST', at, '{"metadata":"c"}');
    await ask('POST', at, '{"metadata":{"labels":["a"]}}');
  }),
  crud.tells('tells a watch of each write, and not of one that changes nothing', async ({ namespace, quietly, watch }) => {
    const at = namespaced(namespace, 'configmaps');
    const events = await watch(`${at}?watch=true`);
    const { body } = await quietly('POST', at, configMap('c', { data: { a: '1' } }));
    await quietly('PUT', `${at}/c`, body);
    await quietly('PUT', `${at}/c`, configMap('c', { data: { a: '2' } }));
    await quietly('DELETE', `${at}/c`);
    await events.take(3);
  }),
];

export const metadataCases: readonly Case[] = [
  metadata.succeeds('makes up a name', async ({ namespace, ask }) => {
    await ask('POST', namespaced(namespace, 'configmaps'), { metadata: { generateName: 'made-' } });
    await ask('POST', namespaced(namespace, 'pods'), { ...pod('x'), metadata: { generateName: 'made-' } });
  }),
  metadata.succeeds('counts changes of the spec', async ({ namespace, ask }) => {
    const at = namespaced(namespace, 'deployments', 'apis/apps/v1');
    await ask('POST', at, deployment('d'));
    await ask('PATCH', `${at}/d`, { spec: { replicas: 3 } }, MERGE);
    await ask('PATCH', `${at}/d`, { metadata: { labels: { a: 'b' } } }, MERGE);
    await ask('PATCH', `${at}/d`, { metadata: { annotations: { a: 'b' } } }, MERGE);
  }),
  metadata.succeeds('does not let a client write what the server says', async ({ namespace, ask }) => {
    const at = namespaced(namespace, 'configmaps');
    await ask(
      'POST',
      at,
      configMap(
        'c',
        {},
        {
          uid: 'mine',
          generation: 7,
          creationTimestamp: '2001-01-01T00:00:00Z',
          deletionTimestamp: '2001-01-01T00:00:00Z',
          selfLink: '/x',
        },
      ),
    );
    await ask(
      'PATCH',
      `${at}/c`,
      { metadata: { generation: 9, deletionTimestamp: '2001-01-01T00:00:00Z', creationTimestamp: null } },
      MERGE,
    );
    await ask('PATCH', `${at}/c`, { metadata: { uid: 'mine' } }, MERGE);
  }),
  metadata.succeeds('keeps labels, annotations, owners and finalizers', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'configmaps');
    const { body: owner } = await quietly('POST', at, configMap('o'));
    await ask(
      'POST',
      at,
      configMap(
        'c',
        {},
        {
          labels: { 'example.com/a': 'b' },
          annotations: { note: 'ä long note' },
          finalizers: ['example.com/hold'],
          ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'o', uid: owner['metadata']?.['uid'], controller: true }],
        },
      ),
    );
    await ask('PATCH', `${at}/c`, { metadata: { labels: null, finalizers: null } }, MERGE);
  }),
];

export const patchCases: readonly Case[] = [
  patches.succeeds('merges', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'configmaps');
    await quietly('POST', at, configMap('c', { data: { a: '1', b: '2' } }));
    await ask('PATCH', `${at}/c`, { data: { a: null, c: '3' }, metadata: { labels: { x: 'y' } } }, MERGE);
    await ask('PATCH', `${at}/c`, {}, MERGE);
  }),
  patches.succeeds('applies a JSON patch', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'configmaps');
    await quietly('POST', at, configMap('c', { data: { a: '1' } }, { annotations: { 'example.com/b': '2' } }));
    await ask(
      'PATCH',
      `${at}/c`,
      [
        { op: 'test', path: '/data/a', value: '1' },
        { op: 'replace', path: '/data/a', value: '2' },
        { op: 'remove', path: '/metadata/annotations/example.com~1b' },
        { op: 'add', path: '/metadata/labels', value: { x: 'y' } },
        { op: 'copy', from: '/data/a', path: '/data/d' },
        { op: 'move', from: '/data/d', path: '/data/e' },
      ],
      JSON_PATCH,
    );
  }),
  patches.succeeds('merges lists by their keys', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'deployments', 'apis/apps/v1');
    await quietly('POST', at, deployment('d'));
    await ask(
      'PATCH',
      `${at}/d`,
      {
        spec: {
          template: {
            spec: {
              containers: [
                { name: 'main', env: [{ name: 'A', value: '1' }] },
                { name: 'side', image: 'side:1' },
              ],
            },
          },
        },
      },
      STRATEGIC,
    );
    await ask(
      'PATCH',
      `${at}/d`,
      {
        spec: {
          template: {
            spec: {
              containers: [
                { name: 'main', env: [{ name: 'B', value: '2' }] },
                { name: 'side', $patch: 'delete' },
              ],
            },
          },
        },
      },
      STRATEGIC,
    );
    await ask(
      'PATCH',
      `${at}/d`,
      {
        spec: {
          template: {
            spec: { containers: [{ name: 'main', env: [{ name: 'A', $patch: 'delete' }], '$setElementOrder/env': [{ name: 'B' }] }] },
          },
        },
      },
      STRATEGIC,
    );
  }),
  patches.succeeds('patches with the version that it has seen', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'configmaps');
    const { body } = await quietly('POST', at, configMap('c'));
    await ask('PATCH', `${at}/c`, { metadata: { resourceVersion: body['metadata']?.['resourceVersion'] }, data: { a: '1' } }, MERGE);
    await ask('PATCH', `${at}/c`, { metadata: { resourceVersion: body['metadata']?.['resourceVersion'] }, data: { a: '2' } }, MERGE);
  }),
  patches.refuses('refuses what is no patch', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'configmaps');
    await quietly('POST', at, configMap('c', { data: { a: '1' } }));
    await ask('PATCH', `${at}/c`, {});
    await ask('PATCH', `${at}/c`, '{', MERGE);
    await ask('PATCH', `${at}/c`, {}, JSON_PATCH);
    await ask('PATCH', `${at}/c`, [{ op: 'test', path: '/data/a', value: '2' }], JSON_PATCH);
    await ask('PATCH', `${at}/c`, [{ op: 'remove', path: '/data/none' }], JSON_PATCH);
    await ask('PATCH', `${at}/c`, [{ op: 'fly', path: '/data/none' }], JSON_PATCH);
    await ask('PATCH', `${at}/c?force=true`, {}, MERGE);
    await ask('PATCH', `${at}/c`, { metadata: { name: 'other' } }, MERGE);
  }),
  patches.tells('tells a watch what a patch made', async ({ namespace, quietly, watch }) => {
    const at = namespaced(namespace, 'configmaps');
    await quietly('POST', at, configMap('c', { data: { a: '1' } }));
    const events = await watch(`${at}?watch=true`);
    await quietly('PATCH', `${at}/c`, {}, MERGE);
    await quietly('PATCH', `${at}/c`, { data: { a: '2' } }, MERGE);
    await quietly('PATCH', `${at}/c`, [{ op: 'replace', path: '/data/a', value: '3' }], JSON_PATCH);
    await quietly('PATCH', `${at}/c`, { data: { b: '4' } }, STRATEGIC);
    await events.take(4);
  }),
];
