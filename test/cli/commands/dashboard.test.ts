import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { dashboard } from '../../../cli/commands/dashboard.ts';
import type { RealmPicture } from '../../../dashboard/wire.ts';
import { until } from '../../until.ts';
import { outcomeIn, outcomeOf } from '../invocation.ts';
import { addKingdom, addShop, startSmallCluster, type SmallCluster } from '../small-cluster.ts';

describe('civ dashboard', () => {
  let cluster: SmallCluster;
  beforeAll(async () => {
    cluster = await startSmallCluster();
    for (const kingdom of ['one', 'two']) {
      await addKingdom(cluster, kingdom);
      await addShop(cluster, { kingdom, town: 'town', shop: 'wood', goods: { wood: '3' } });
    }
  });
  afterAll(() => cluster.stop());

  it('prints an address on this machine alone, serves what the cluster has, and ends when it is stopped', async () => {
    const stop = new AbortController();
    let url = '';
    const ended = outcomeIn(
      { env: cluster.env, stop: stop.signal, onOutput: (text) => (url = text.trim()) },
      dashboard,
      '--kingdom',
      'two',
    );
    await until('an address', () => url !== '');
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    const shops = await until('the shops', async () => {
      const picture = (await (await fetch(`${url}api/realm`)).json()) as RealmPicture;
      return picture.shops.some(({ pods }) => pods.length > 0) && picture.shops.map(({ key, stock }) => ({ key, stock }));
    });
    expect(shops).toEqual([{ key: 'two/wood', stock: [{ good: 'wood', count: 3 }] }]);
    stop.abort();
    expect(await ended).toEqual({ code: 0, stdout: `${url}\n`, stderr: '' });
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });

  it('says so where its port is taken, and what to do', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => {
      other.listen(0, '127.0.0.1', resolve);
    });
    const { port } = other.address() as AddressInfo;
    const ended = await outcomeIn({ env: cluster.env }, dashboard, '--port', String(port));
    other.close();
    expect(ended).toEqual({
      code: 1,
      stdout: '',
      stderr: `civ dashboard: cannot listen on port ${port}: something else does already: choose another with --port, or leave it out\n`,
    });
  });

  it('says so where a port cannot be one', async () =>
    expect((await outcomeOf(dashboard, '--port', '70000')).stderr).toContain('give a port from 0 to 65535'));
});
