import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { RealmPicture } from '../../dashboard/wire/realm.ts';
import { WATCHED } from '../../dashboard/read/watched.ts';
import { ApiError } from '../../kube/errors/api-error.ts';
import type { Client } from '../../kube/client/client.ts';
import { namespaces } from '../../kube/objects/built-in.ts';
import { KINGDOM_LABEL } from '../../model/keys.ts';
import { addKingdom, addShop, startSmallCluster, type SmallCluster } from '../cli/small-cluster.ts';
import { until } from '../until.ts';
import { pageFiles } from '../../dashboard/serve/page-files.ts';
import { showCluster, type ShownCluster } from './browser/shown-cluster.ts';

const PAGE = pageFiles(new Map([['index.html', Buffer.from('')]]));
let cluster: SmallCluster;
let shown: ShownCluster;
const asked: string[] = [];
const pictureAt = async (url: string): Promise<RealmPicture> => (await (await fetch(`${url}api/realm`)).json()) as RealmPicture;

/** What may be done in kingdom `one`, and nothing in `two`. */
const onlyOne = ({ list, listPages, watch, raw, ...client }: Client): Client => {
  const refuse = (kingdom: string | undefined, what: string): void => {
    asked.push(what);
    if (kingdom === 'two') throw new ApiError('forbidden', `could not list ${what} in two: forbidden`);
  };
  return {
    ...client,
    list,
    raw(request) {
      asked.push(request.path);
      return raw(request);
    },
    async *listPages(resource, options) {
      refuse(options?.namespace, resource.plural);
      yield* listPages(resource, options);
    },
    async *watch(resource, options) {
      refuse(options?.namespace, resource.plural);
      yield* watch(resource, options);
    },
  };
};

beforeAll(async () => {
  cluster = await startSmallCluster();
  for (const kingdom of ['one', 'two']) {
    await addKingdom(cluster, kingdom);
    await addShop(cluster, { kingdom, town: 'town', shop: 'wood', goods: { wood: '3' } });
  }
  shown = await showCluster({ client: onlyOne(cluster.connection.client) }, { page: PAGE, clusterWide: [] });
});
afterAll(async () => {
  await shown.stop();
  await cluster.stop();
});

it('what may not be read of one kingdom takes nothing from the others, and is said', async () => {
  const picture = await until('both kingdoms', async () => {
    const now = await pictureAt(shown.url);
    return now.sources.filter(({ state }) => state === 'refused').length === 4 && now.shops.some(({ pods }) => pods.length > 0) && now;
  });
  expect(picture.kingdoms.map(({ name }) => name)).toEqual(['one', 'two']);
  expect(picture.shops.map(({ key }) => key)).toEqual(['one/wood']);
  expect(picture.sources.filter(({ kingdom }) => kingdom === 'two').map(({ name, state, says }) => [name, state, says])).toEqual(
    ['deployments', 'pods', 'configmaps', 'events'].map((name) => [
      name,
      'refused',
      `could not list ${name} in two: forbidden: ask for the right to list and watch it`,
    ]),
  );
});

it('nothing else is asked for', () =>
  expect([...new Set(asked)].sort()).toEqual(['/version', 'configmaps', 'deployments', 'events', 'leases', 'namespaces', 'pods']));

const EACH_ONCE = [
  'configmaps of one',
  'configmaps of two',
  'deployments of all',
  'events of all',
  'leases of civ-system',
  'namespaces of all',
  'pods of all',
  'pods of civ-system',
];

it('what may be read everywhere is watched once, and only the rest in each kingdom by itself', async () => {
  const watched: string[] = [];
  const { client } = cluster.connection;
  const counted: Client = {
    ...client,
    async *watch(resource, options) {
      watched.push(`${resource.plural} of ${options?.namespace ?? 'all'}`);
      yield* client.watch(resource, options);
    },
  };
  const mixed = await showCluster({ client: counted }, { page: PAGE, clusterWide: ['deployments', 'pods', 'events'] });
  try {
    await until('both shops', async () => (await pictureAt(mixed.url)).shops.length === 2);
    await until('all watches', () => watched.length >= EACH_ONCE.length);
    expect(watched.toSorted()).toEqual(EACH_ONCE);
  } finally {
    await mixed.stop();
  }
});

it.each([
  ['once for all kingdoms', WATCHED],
  ['in each kingdom', []],
])('a namespace that is a kingdom no more is not shown, and is shown again once it is one: watched %s', async (_, clusterWide) => {
  const { client } = cluster.connection;
  const label = (value: string | null) =>
    client.patch(namespaces, { name: 'two' }, { merge: { metadata: { labels: { [KINGDOM_LABEL]: value } } } });
  const own = await showCluster({ client }, { page: PAGE, clusterWide });
  const shows = (...keys: readonly string[]) =>
    until(keys.join(), async () => {
      const { shops } = await pictureAt(own.url);
      return shops.map(({ key, pods }) => `${key} ${pods.length}`).join() === keys.map((key) => `${key} 1`).join();
    });
  try {
    await shows('one/wood', 'two/wood');
    await label(null);
    await shows('one/wood');
    await label('two');
    await shows('one/wood', 'two/wood');
  } finally {
    await own.stop();
  }
});

it('of more kingdoms than it may read one by one the first are shown, it is ready, and says how the others would be; a place that is left is taken', async () => {
  const { client } = cluster.connection;
  const label = (value: string | null) =>
    client.patch(namespaces, { name: 'one' }, { merge: { metadata: { labels: { [KINGDOM_LABEL]: value } } } });
  const own = await showCluster({ client }, { page: PAGE, clusterWide: [], mostAlone: 1 });
  const shows = (...keys: readonly string[]) =>
    until(keys.join(), async () => {
      const picture = await pictureAt(own.url);
      const settled = picture.sources.every(({ state }) => state !== 'loading');
      return settled && picture.shops.map(({ key, pods }) => `${key} ${pods.length}`).join() === keys.join() && picture;
    });
  try {
    const { kingdoms, sources } = await shows('one/wood 1');
    expect(kingdoms.map(({ name }) => name)).toEqual(['one']);
    expect(sources.filter(({ state }) => state === 'refused').map(({ name, says }) => [name, says])).toEqual([
      ['kingdoms', expect.stringMatching(/^two of 2 kingdoms cannot be shown: 1 .* clusterWide: true/)],
    ]);
    await label(null);
    const after = await shows('two/wood 1');
    expect(after.sources.filter(({ state }) => state === 'refused')).toEqual([]);
  } finally {
    await own.stop();
    await label('one');
  }
});
