import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { shops } from '../../cli/commands/shops.ts';
import { grant } from '../grant.ts';
import { outcomeIn } from './invocation.ts';
import { addKingdom, addShop, startSmallCluster, type SmallCluster } from './small-cluster.ts';

const makes = (product: string, interval: number, ...inputs: readonly (readonly [amount: number, product: string, store: string])[]) => ({
  product,
  amount: 1,
  minimum: 1,
  interval,
  productInputList: inputs.map(([amount, good, store]) => ({ product: good, store, amount })),
});

describe('the workers that shops want', () => {
  let cluster: SmallCluster;
  beforeAll(async () => {
    cluster = await startSmallCluster({ tokens: { 'a-guest': { name: 'guest', groups: ['system:authenticated'], extra: {} } } });
    for (const kingdom of ['south', 'north']) await addKingdom(cluster, kingdom);
    const south = { kingdom: 'south', town: 'forest' };
    await addShop(cluster, { ...south, shop: 'woodworker', range: '1-5', directions: [makes('wood', 1)], asked: 'wood 1.2' });
    await addShop(cluster, { ...south, shop: 'charcoal-burner', range: '1 to 5', directions: [makes('coal', 1)] });
    await addShop(cluster, {
      kingdom: 'north',
      town: 'hill',
      shop: 'joiner',
      directions: [makes('table', 1, [2, 'wood', 'http://woodworker.south'])],
    });
  });
  afterAll(() => cluster.stop());
  const said = async (...args: string[]) => (await outcomeIn({ env: cluster.env }, shops, ...args)).stdout;
  const cells = (text: string) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/ {3,}/).slice(0, 4));

  it('are those for all that is asked in the whole cluster, by shops and by outsiders', async () =>
    expect(cells(await said('south', 'forest', '-o', 'wide'))).toEqual([
      ['NAME', 'SHOP', 'WORKERS', 'WANTS'],
      ['charcoal-burner-1', 'charcoal-burner', '1', '<fixed>'],
      ['woodworker-1', 'woodworker', '1 of 1-5', '4'],
    ]));
  it('are told to programs', async () => {
    const json = JSON.parse(await said('south', 'forest', '-o', 'json')) as readonly object[];
    expect(json).toMatchObject([{ workers: 1 }, { workers: 1, range: { from: 1, to: 5 }, wants: 4 }]);
    expect(json[0]).not.toHaveProperty('wants');
    expect(await said('south', 'forest', '-o', 'yaml')).toContain('workers: 1\n  range:\n    from: 1\n    to: 5\n  wants: 4\n');
  });
  it('are not known to those who may look into one kingdom alone', async () => {
    const { client } = cluster.connection;
    const reads = { verbs: ['get', 'list'], apiGroups: ['', 'apps'], resources: ['pods', 'configmaps', 'deployments'] };
    await grant(client, 'guest', 'guest', [reads], 'south');
    const file = join(dirname(cluster.kubeconfig), 'guest');
    const config = JSON.parse(cluster.server.kubeconfig) as { readonly users: object };
    writeFileSync(file, JSON.stringify({ ...config, users: [{ name: 'admin', user: { token: 'a-guest' } }] }));
    const { code, stdout } = await outcomeIn({ env: {} }, shops, 'south', 'forest', '-o', 'wide', '--kubeconfig', file);
    expect({ code, row: cells(stdout).at(-1) }).toEqual({ code: 0, row: ['woodworker-1', 'woodworker', '1 of 1-5', '<unknown>'] });
  });
});
