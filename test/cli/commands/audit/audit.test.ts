import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { audit } from '../../../../cli/commands/audit.ts';
import { StatusError } from '../../../../local/api-server/contracts/status-error.ts';
import { pods } from '../../../../kube/objects/built-in.ts';
import { outcomeIn } from '../../invocation.ts';
import { addKingdom, addShop, startSmallCluster, type SmallCluster } from '../../small-cluster.ts';

const page = (id: string, sold: number, bought: number, other: string) => ({
  version: 1,
  id,
  pod: `pod-${id}`,
  since: 'now',
  goods: { wood: { produced: sold, bought, consumed: 0, sold, stock: bought, inDoubt: 0, balances: true } },
  with: { [other]: { wood: { sold, bought, open: 0 } } },
});

describe('civ audit', () => {
  let answer: object = {};
  let cluster: SmallCluster;
  let worker: Server;
  beforeAll(async () => {
    worker = createServer((_, response) => void response.end(JSON.stringify(answer))).listen(0, '127.0.0.1');
    await once(worker, 'listening');
    const address = worker.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    cluster = await startSmallCluster({
      nodes: { log: () => undefined, exec: () => undefined, attach: () => undefined, address: () => ({ host: '127.0.0.1', port }) },
    });
    await addKingdom(cluster, 'kingdom-of-foobar');
  });
  afterAll(async () => {
    await cluster.stop();
    worker.close();
  });
  const run = (...args: string[]) => outcomeIn({ env: cluster.env }, audit, ...args);

  it('says so where there is nothing to audit', async () =>
    expect(await run('--realm', 'none')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'civ audit: there is no shop of a realm "none" in this cluster\n',
    }));

  it('asks every worker through the API server, and ends with 0 where all agree', async () => {
    await addShop(cluster, { kingdom: 'kingdom-of-foobar', town: 't', shop: 'woodworker' });
    answer = page('a', 3, 0, 'gone');
    const { code, stdout, stderr } = await run();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(
      [
        'GOOD   PRODUCED   CONSUMED   STOCK   OPEN   IN-DOUBT   SOLD-TO-DEPARTED   BOUGHT-FROM-DEPARTED   INHERITED',
        'wood   3          0          0       0      0          3                  0                      0',
        'the books of 1 worker agree\n',
      ].join('\n'),
    );
  });

  it('ends with 1 where a law is broken, and says which', async () => {
    const broken = page('a', 3, 0, 'gone');
    answer = { ...broken, goods: { wood: { ...broken.goods.wood, stock: 7 } } };
    const { code, stdout, stderr } = await run('-o', 'json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      pods: 1,
      asked: [{ pod: 'kingdom-of-foobar/woodworker-1', way: 'proxy', books: 'a' }],
      breaches: [{ law: 'balance' }],
    });
    expect(stderr).toBe(
      'civ audit: the books do not agree (1):\n  pod-a: wood: produced 3 + bought 0 - consumed 0 - sold 3 = 0, and its stock is 7\n',
    );
  });

  it('ends with 1 where a worker answers no books', async () => {
    answer = { hello: 'world' };
    expect(await run()).toMatchObject({
      code: 1,
      stderr: 'civ audit: not all books could be read:\n  kingdom-of-foobar/woodworker-1: its answer is not books\n',
    });
  });

  it('tells of two pods that show the same books', async () => {
    await addShop(cluster, { kingdom: 'kingdom-of-foobar', town: 't', shop: 'copyist' });
    answer = page('a', 3, 0, 'gone');
    const { code, stderr } = await run();
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr:
        'civ audit: the books do not agree (1):\n  kingdom-of-foobar/copyist-1 and kingdom-of-foobar/woodworker-1 show the same books, a\n',
    });
    await cluster.connection.client.delete(pods, { namespace: 'kingdom-of-foobar', name: 'copyist-1' });
  });

  it('prints a good called __proto__ like any other', async () => {
    answer = JSON.parse(JSON.stringify(page('a', 3, 0, 'gone')).replaceAll('wood', '__proto__')) as object;
    expect((await run()).stdout).toContain('\n__proto__   3 ');
    expect((await run('-o', 'json')).stdout).toContain('"departed": {\n    "__proto__": {\n      "soldToThem": 3,');
  });

  describe('where the API server does not get through to a worker', () => {
    beforeAll(() => {
      answer = page('a', 3, 0, 'gone');
    });
    const failing = (code: number) =>
      ({
        do: 'fail',
        status: new StatusError(code, 'ServiceUnavailable', 'error trying to reach service: dial tcp 10.0.0.1:8080: i/o timeout').status,
      }) as const;
    const asked = async () => {
      const { code, stdout, stderr } = await run('-o', 'json', '--request-timeout', '2s');
      return { code, stderr, asked: (JSON.parse(stdout) as { readonly asked: unknown }).asked };
    };
    const forwarded = { code: 0, stderr: '', asked: [{ pod: 'kingdom-of-foobar/woodworker-1', way: 'port-forward', books: 'a' }] };

    it.each([403, 502, 503, 504])('asks by a port-forward, after %d; and does not try again what failed once', async (code) => {
      cluster.server.faults.inject({ at: 'request', subresource: 'proxy' }, failing(code), { times: 1 });
      expect(await asked()).toEqual(forwarded);
    });

    it('asks by a port-forward after a time-out', async () => {
      const silence = cluster.server.faults.inject({ at: 'request', subresource: 'proxy' }, () => new Promise(() => undefined));
      expect((await run('--request-timeout', '1s')).stdout).toContain('the books of 1 worker agree\n');
      silence.remove();
    });

    it('says both reasons where neither gets through', async () => {
      cluster.server.faults.inject({ at: 'request', subresource: 'proxy' }, failing(503), { times: 3 });
      cluster.server.faults.inject({ at: 'request', subresource: 'portforward' }, failing(403), { times: 3 });
      const why = 'error trying to reach service: dial tcp 10.0.0.1:8080: i/o timeout';
      expect(await run()).toMatchObject({
        code: 1,
        stdout: 'no books could be read\n',
        stderr: `civ audit: not all books could be read: it takes the right to get pods/proxy, or to get and create pods/portforward:\n  kingdom-of-foobar/woodworker-1: proxy: ${why}; port-forward: ${why}\n`,
      });
    });
  });
});
