import { textOf } from '../../local/api-server/api-client.ts';
import { casesOf, type Case } from '../case.ts';
import { configMap, deployment, MERGE, namespaced, pod, TABLE } from '../objects.ts';
import type { Session } from '../session.ts';

const lists = casesOf('list with selectors');
const watches = casesOf('watch');
const tables = casesOf('tables');
const paging = casesOf('paging');
const fields = casesOf('field selectors');

const LABELLED: readonly (readonly [string, Record<string, string>])[] = [
  ['a', { tier: 'front', number: '1' }],
  ['b', { tier: 'back', number: '2' }],
  ['c', {}],
];

async function labelled({ namespace, quietly }: Session): Promise<string> {
  const at = namespaced(namespace, 'configmaps');
  for (const [name, labels] of LABELLED) await quietly('POST', at, configMap(name, {}, { labels }));
  return at;
}

const LABEL_SELECTORS = [
  'tier=front',
  'tier==back',
  'tier!=front',
  'tier in (front,back)',
  'tier notin (front)',
  'tier',
  '!tier',
  'number>1',
  'number<2,tier',
  'tier=front,number=2',
  'tier=',
  ' tier = front ',
];
const BAD_LABEL_SELECTORS = ['a in (b', 'a in b', '=b', '!!', 'a b', 'a,', ',a', 'a=b=c', 'A!b', 'a=%2A', 'a>x', '*=1'];

export const listCases: readonly Case[] = [
  lists.succeeds('lists a namespace and all of them', async (session) => {
    const at = await labelled(session);
    await session.ask('GET', at);
    await session.ask('GET', `/api/v1/configmaps?fieldSelector=metadata.namespace=${session.namespace}`);
    await session.ask('GET', namespaced(session.namespace, 'deployments', 'apis/apps/v1'));
  }),
  ...LABEL_SELECTORS.map((selector) =>
    lists.succeeds(`selects by the labels ${selector}`, async (session) => {
      const at = await labelled(session);
      await session.ask('GET', `${at}?labelSelector=${encodeURIComponent(selector)}`);
    }),
  ),
  ...BAD_LABEL_SELECTORS.map((selector) =>
    lists.refuses(
      `refuses the selector ${selector}`,
      async ({ namespace, ask }) =>
        void (await ask('GET', `${namespaced(namespace, 'configmaps')}?labelSelector=${encodeURIComponent(selector)}`)),
    ),
  ),
  lists.succeeds('lists at any revision, or at one not older', async (session) => {
    const at = await labelled(session);
    const { body } = await session.quietly('GET', at);
    await session.ask('GET', `${at}?resourceVersion=0`);
    await session.ask('GET', `${at}?resourceVersion=${textOf(body['metadata']?.['resourceVersion'])}&resourceVersionMatch=NotOlderThan`);
  }),
  lists.refuses('refuses revisions that are none', async ({ namespace, ask }) => {
    const at = namespaced(namespace, 'configmaps');
    await ask('GET', `${at}?resourceVersion=abc`);
    await ask('GET', `${at}?resourceVersionMatch=Exact`);
    await ask('GET', `${at}?resourceVersion=0&resourceVersionMatch=Exact`);
    await ask('GET', `${at}?resourceVersionMatch=Other`);
    await ask('GET', `${at}?sendInitialEvents=true`);
  }),
  lists.refuses(
    'refuses a revision of the future',
    async ({ namespace, ask }) =>
      void (await ask('GET', `${namespaced(namespace, 'configmaps')}?resourceVersion=99999999&resourceVersionMatch=NotOlderThan`)),
  ),
];

export const watchCases: readonly Case[] = [
  watches.succeeds('begins with what is there', async (session) => {
    const at = await labelled(session);
    await (await session.watch(`${at}?watch=true`)).take(3);
    await (await session.watch(`${at}?watch=1&resourceVersion=0`)).take(3);
  }),
  watches.succeeds('resumes after a revision', async (session) => {
    const at = await labelled(session);
    const { body } = await session.quietly('GET', at);
    await session.quietly('PATCH', `${at}/a`, { data: { x: '1' } }, MERGE);
    await session.quietly('DELETE', `${at}/b`);
    await (await session.watch(`${at}?watch=true&resourceVersion=${textOf(body['metadata']?.['resourceVersion'])}`)).take(2);
  }),
  watches.succeeds('sends a list, then its end, then changes', async (session) => {
    const at = await labelled(session);
    const events = await session.watch(
      `${at}?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`,
    );
    const four = events.take(5);
    await session.quietly('PATCH', `${at}/a`, { data: { x: '1' } }, MERGE);
    await four;
  }),
  watches.succeeds(
    'ends after its time',
    async ({ namespace, ask }) => void (await ask('GET', `${namespaced(namespace, 'configmaps')}?watch=true&timeoutSeconds=1`)),
  ),
  watches.refuses('refuses what it cannot watch so', async ({ namespace, ask }) => {
    const at = namespaced(namespace, 'configmaps');
    await ask('GET', `${at}?watch=true&resourceVersion=abc`);
    await ask('GET', `${at}?watch=true&sendInitialEvents=true`);
    await ask('GET', `${at}?watch=true&resourceVersionMatch=NotOlderThan`);
    await ask('GET', `${at}?watch=true&timeoutSeconds=x`);
  }),
  watches.tells('tells what enters and leaves a selection', async (session) => {
    const at = await labelled(session);
    const events = await session.watch(`${at}?watch=true&labelSelector=tier%3Dfront`);
    await session.quietly('PATCH', `${at}/b`, { metadata: { labels: { tier: 'front' } } }, MERGE);
    await session.quietly('PATCH', `${at}/b`, { data: { x: '1' } }, MERGE);
    await session.quietly('PATCH', `${at}/c`, { data: { x: '1' } }, MERGE);
    await session.quietly('PATCH', `${at}/b`, { metadata: { labels: { tier: 'none' } } }, MERGE);
    await session.quietly('DELETE', `${at}/a`);
    await events.take(5);
  }),
  watches.tells('tells of one object only', async (session) => {
    const at = await labelled(session);
    const events = await session.watch(`${at}?watch=true&fieldSelector=metadata.name%3Db`);
    await session.quietly('DELETE', `${at}/a`);
    await session.quietly('DELETE', `${at}/b`);
    await events.take(2);
  }),
];

export const tableCases: readonly Case[] = [
  tables.succeeds('shows lists and objects as tables', async (session) => {
    const at = await labelled(session);
    await session.ask('GET', at, undefined, TABLE);
    await session.ask('GET', `${at}/a`, undefined, TABLE);
    await session.ask('GET', `${at}?includeObject=None`, undefined, TABLE);
    await session.ask('GET', `${at}?includeObject=Object`, undefined, TABLE);
    await session.ask('POST', at, configMap('d'), TABLE);
  }),
  tables.succeeds('shows workloads as tables', async ({ namespace, ask, quietly }) => {
    await quietly('POST', namespaced(namespace, 'deployments', 'apis/apps/v1'), deployment('d'));
    await ask('GET', namespaced(namespace, 'deployments', 'apis/apps/v1'), undefined, TABLE);
    await quietly('POST', namespaced(namespace, 'pods'), pod('p'));
    await ask('GET', namespaced(namespace, 'pods'), undefined, TABLE);
    await ask('GET', `/api/v1/namespaces/${namespace}`, undefined, TABLE);
  }),
  tables.succeeds('shows metadata only', async (session) => {
    const at = await labelled(session);
    await session.ask('GET', at, undefined, { accept: 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io' });
    await session.ask('GET', `${at}/a`, undefined, { accept: 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io' });
  }),
  tables.succeeds('shows what there is none of', async (session) => {
    const none = `${await labelled(session)}?labelSelector=tier=none`;
    await session.ask('GET', none);
    await session.ask('GET', none, undefined, { accept: 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io' });
    await session.ask('GET', none, undefined, TABLE);
  }),
  tables.refuses('refuses shapes that it has not', async ({ namespace, ask }) => {
    await ask('GET', namespaced(namespace, 'configmaps'), undefined, { accept: 'text/csv' });
    await ask('GET', `${namespaced(namespace, 'configmaps')}?includeObject=Some`, undefined, TABLE);
  }),
  tables.tells('names the columns once in a watch', async (session) => {
    const at = await labelled(session);
    await (await session.watch(`${at}?watch=true`, TABLE)).take(3);
  }),
];

export const pagingCases: readonly Case[] = [
  paging.succeeds('pages through a list', async (session) => {
    const at = await labelled(session);
    const first = await session.ask('GET', `${at}?limit=2`);
    const token = textOf(first.body['metadata']?.['continue']);
    await session.quietly('POST', at, configMap('later'));
    await session.ask('GET', `${at}?limit=2&continue=${token}`);
    await session.ask('GET', `${at}?limit=1&labelSelector=tier`);
  }),
  paging.refuses('refuses tokens that are none', async ({ namespace, ask }) => {
    await ask('GET', `${namespaced(namespace, 'configmaps')}?limit=abc`);
    await ask('GET', `${namespaced(namespace, 'configmaps')}?limit=1&continue=abc`);
    await ask(
      'GET',
      `${namespaced(namespace, 'configmaps')}?limit=1&continue=${Buffer.from('{"v":"meta.k8s.io/v1"}').toString('base64url')}`,
    );
  }),
];

export const fieldSelectorCases: readonly Case[] = [
  fields.succeeds('selects by name and namespace', async (session) => {
    const at = await labelled(session);
    await session.ask('GET', `${at}?fieldSelector=metadata.name%3Db`);
    await session.ask('GET', `${at}?fieldSelector=metadata.name!%3Db`);
    await session.ask('GET', `${at}?fieldSelector=metadata.namespace%3D%3D${session.namespace},metadata.name%3Dc`);
  }),
  fields.succeeds('selects pods by phase and node', async ({ namespace, ask, quietly }) => {
    const at = namespaced(namespace, 'pods');
    await quietly('POST', at, pod('p', { nodeName: 'n1' }));
    await quietly('POST', at, pod('q'));
    for (const selector of [
      'status.phase%3DPending',
      'status.phase!%3DPending',
      'spec.nodeName%3Dn1',
      'spec.nodeName%3D',
      'spec.restartPolicy%3DAlways,spec.nodeName%3Dn1',
      'spec.hostNetwork%3Dfalse',
      'status.podIP%3D',
    ])
      await ask('GET', `${at}?fieldSelector=${selector}`, undefined, TABLE);
  }),
  fields.refuses('refuses fields that cannot be selected by', async ({ namespace, ask }) => {
    for (const [plural, api] of [
      ['pods', 'api/v1'],
      ['configmaps', 'api/v1'],
      ['deployments', 'apis/apps/v1'],
      ['events', 'api/v1'],
    ] as const)
      await ask('GET', `${namespaced(namespace, plural, api)}?fieldSelector=status.none%3D1`);
    await ask('GET', `${namespaced(namespace, 'pods')}?fieldSelector=a`);
    await ask('GET', `${namespaced(namespace, 'pods')}?fieldSelector=metadata.name%3Da%3Db`);
  }),
  fields.tells('tells when a pod enters a selection by its fields', async ({ namespace, quietly, watch }) => {
    const at = namespaced(namespace, 'pods');
    await quietly('POST', at, pod('p'));
    const events = await watch(`${at}?watch=true&fieldSelector=status.phase%3DRunning`);
    await quietly('PATCH', `${at}/p/status`, { status: { phase: 'Running' } }, MERGE);
    await quietly('PATCH', `${at}/p/status`, { status: { phase: 'Succeeded' } }, MERGE);
    await events.take(2);
  }),
];
