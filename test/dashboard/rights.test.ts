import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { RealmPicture } from '../../dashboard/wire/realm.ts';
import { ApiError } from '../../kube/errors/api-error.ts';
import type { Client } from '../../kube/client/client.ts';
import { addKingdom, addShop, startSmallCluster, type SmallCluster } from '../cli/small-cluster.ts';
import { until } from '../until.ts';
import { pageFiles } from '../../dashboard/serve/page-files.ts';
import { showCluster, type ShownCluster } from './browser/shown-cluster.ts';

let cluster: SmallCluster;
let shown: ShownCluster;
const asked: string[] = [];

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
  const page = pageFiles(new Map([['index.html', Buffer.from('')]]));
  shown = await showCluster({ client: onlyOne(cluster.connection.client) }, { page, scope: 'kingdoms' });
});
afterAll(async () => {
  await shown.stop();
  await cluster.stop();
});

it('what may not be read of one kingdom takes nothing from the others, and is said', async () => {
  const picture = await until('both kingdoms', async () => {
    const now = (await (await fetch(`${shown.url}api/realm`)).json()) as RealmPicture;
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
