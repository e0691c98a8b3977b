import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { dashboard } from '../../../cli/commands/dashboard.ts';
import type { RealmPicture } from '../../../dashboard/wire/realm.ts';
import { namespaces, pods, services } from '../../../kube/objects/built-in.ts';
import { grant } from '../../grant.ts';
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
      return picture.shops.some((shop) => shop.pods.length > 0) && picture.shops.map(({ key, stock }) => ({ key, stock }));
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

describe('civ dashboard, where the cluster has one', () => {
  const page = createHttpServer((_, response) => response.setHeader('connection', 'close').end('the page'));
  const READER = { name: 'reader', groups: ['system:authenticated'], extra: {} };
  let cluster: SmallCluster;
  beforeAll(async () => {
    page.listen(0, '127.0.0.1');
    await once(page, 'listening');
    const { port } = page.address() as AddressInfo;
    const absent = () => undefined;
    const address = (_: unknown, wanted: number) => (wanted === 8080 ? { host: '127.0.0.1', port } : undefined);
    cluster = await startSmallCluster({ tokens: { reader: READER }, nodes: { log: absent, exec: absent, attach: absent, address } });
    const { client } = cluster.connection;
    await client.create(namespaces, { metadata: { name: 'civ-system' } });
    await client.create(services, {
      metadata: { name: 'dashboard', namespace: 'civ-system' },
      spec: { selector: LABELS, ports: [{ port: 80, targetPort: 8080 }] },
    });
  });
  afterAll(async () => {
    page.close();
    await cluster.stop();
  });
  const addPod = async (name: string) => {
    const { client } = cluster.connection;
    await client.create(pods, {
      metadata: { name, namespace: 'civ-system', labels: LABELS },
      spec: { nodeName: 'here', containers: [{ name: 'dashboard', image: 'civ8s:0' }] },
    });
    const status = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };
    await client.patch(pods, { namespace: 'civ-system', name }, { merge: { status } }, { subresource: 'status' });
  };
  /** The command at work: where it serves, and how it ends. */
  const started = async (...args: readonly string[]) => {
    const stop = new AbortController();
    let url = '';
    const ended = outcomeIn({ env: cluster.env, stop: stop.signal, onOutput: (text) => (url = text.trim()) }, dashboard, ...args);
    await until('an address', () => url !== '');
    return {
      url,
      end: () => {
        stop.abort();
        return ended;
      },
    };
  };

  it('leads to its pod, and to the next one when that is gone; in between a browser asks again', async () => {
    await addPod('first');
    const { url, end } = await started();
    expect(await (await fetch(url)).text()).toBe('the page');
    await cluster.connection.client.delete(pods, { namespace: 'civ-system', name: 'first' }, { gracePeriodSeconds: 0 });
    const answer = await fetch(url);
    expect([answer.status, answer.headers.get('refresh')]).toEqual([503, '1']);
    expect(await answer.text()).toBe(
      'The dashboard is not there: no pod of Service civ-system/dashboard runs yet. A browser asks again every second.\n',
    );
    await addPod('second');
    expect(await (await fetch(url)).text()).toBe('the page');
    expect(await end()).toEqual({ code: 0, stdout: `${url}\n`, stderr: '' });
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });

  it('is read from here all the same where that is asked for', async () => {
    const { url, end } = await started('--local');
    expect(await (await fetch(url)).text()).toContain('<!doctype html>');
    expect(await end()).toMatchObject({ code: 0, stderr: '' });
  });

  it('is read from here where one may not reach it, which is said', async () => {
    const { client } = cluster.connection;
    const resources = ['pods', 'services', 'namespaces', 'deployments', 'configmaps'];
    await grant(client, 'reader', 'looks', [{ apiGroups: ['*'], resources, verbs: ['get', 'list', 'watch'] }]);
    const kubeconfig = `${cluster.kubeconfig}-reader`;
    writeFileSync(kubeconfig, readFileSync(cluster.kubeconfig, 'utf8').replace(cluster.server.adminToken, 'reader'));
    const { url, end } = await started('--kubeconfig', kubeconfig);
    expect(await (await fetch(url)).text()).toContain('<!doctype html>');
    expect(await end()).toEqual({
      code: 0,
      stdout: `${url}\n`,
      stderr: expect.stringMatching(
        /^civ dashboard: that of the cluster cannot be reached, so it is read from here: could not forward port 8080 of pod civ-system\/second: .*\n$/,
      ),
    });
  });
});

const LABELS = { 'app.kubernetes.io/name': 'dashboard' };
