import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { RealmPicture } from '../../../dashboard/wire/realm.ts';
import { connect, type Connection } from '../../../kube/connect.ts';
import { configMaps, deployments, events, leases, namespaces, pods } from '../../../kube/objects/built-in.ts';
import { SYSTEM_NAMESPACE } from '../../../model/names.ts';
import { realm } from '../../../realm.ts';
import { kubeconfigOfAccount } from '../../account-token.ts';
import { until } from '../../until.ts';
import { applyRealm } from '../applied-realm.ts';
import { startController, type ControllerProcess } from '../runtime/controller-process.ts';

const KINGDOM = 'kingdom-of-foobar';

/** As long as the requests of a server that keeps a record of them are recorded: ten minutes with LONG_FAULTS=1. */
const RECORDED_MS = process.env['LONG_FAULTS'] === '1' ? 600_000 : 0;

interface Served {
  readonly kubeconfig: string;
  /** Its own record of all requests, where it keeps one. */
  readonly auditLog?: string;
  stop?(): Promise<unknown>;
}

/** What the dashboard asks of a cluster under its own account, whichever API server serves it. */
export function dashboardOnServer(startServer: () => Promise<Served>): void {
  let server: Served;
  let connection: Connection;
  let dashboard: ControllerProcess;
  let url: string;
  const picture = async () => (await (await fetch(`${url}api/realm`)).json()) as RealmPicture;
  const changeDirections = (amount: number) =>
    connection.client.patch(
      configMaps,
      { namespace: KINGDOM, name: 'woodworker-directions' },
      { merge: { data: { 'directions.json': JSON.stringify([{ product: 'wood', amount, minimum: 1, interval: 5 }]) } } },
    );

  beforeAll(async () => {
    server = await startServer();
    connection = await connect({ env: {}, kubeconfig: server.kubeconfig });
    await applyRealm(connection.client, realm);
    const kubeconfig = await kubeconfigOfAccount(server.kubeconfig, connection.client, SYSTEM_NAMESPACE, 'dashboard');
    const args = ['--page-addr=127.0.0.1:0', '--lease-namespace=civ-system'];
    dashboard = startController({ name: 'dashboard', kubeconfig, args });
    const { port } = await dashboard.logged('the page is served');
    url = `http://127.0.0.1:${String(port)}/`;
  });
  afterAll(async () => {
    dashboard.kill('SIGTERM');
    expect(await dashboard.ended).toBe(0);
    await connection.close();
    await server.stop?.();
  });

  it('has all the rights that it needs, and becomes ready', async () => {
    const shown = await until('all of it', async () => {
      const now = await picture();
      return now.sources.every(({ state }) => state === 'live') && now.shops.length === 4 && now;
    });
    expect(shown.kingdoms).toEqual([{ name: KINGDOM, realm: 'sample' }]);
    await until('it to be ready', async () => (await dashboard.get('/readyz'))[0] === 200);
  });

  it('shows what changes, and a kingdom that is new with the right to ask for', async () => {
    const { client } = connection;
    await client.create(namespaces, { metadata: { name: 'kingdom-of-new', labels: { 'civ8s.dev/kingdom': 'kingdom-of-new' } } });
    await changeDirections(1_000);
    const shown = await until('both', async () => {
      const now = await picture();
      const made = now.shops.find(({ shop }) => shop === 'woodworker')?.makes[0]?.full ?? 0;
      return made >= 200 && now.sources.filter(({ state }) => state === 'refused').length >= 3 && now;
    });
    const refused = shown.sources.filter(({ state }) => state === 'refused');
    expect(new Set(refused.map(({ kingdom }) => kingdom))).toEqual(new Set(['kingdom-of-new']));
    for (const { says } of refused)
      expect(says).toMatch(/could not list \S+ in kingdom-of-new: .*: ask for the right to list and watch it/);
  });

  it('has sent nothing but GET, and left no trace in the cluster', async () => {
    const [, metrics] = await dashboard.get('/metrics');
    const methods = [...metrics.matchAll(/^rest_client_requests_total\{.*method="(\w+)"/gm)].map(([, method]) => method);
    expect(methods.length).toBeGreaterThan(0);
    expect(new Set(methods)).toEqual(new Set(['GET']));
    const { client } = connection;
    const objects = [
      ...(await client.list(deployments)).items,
      ...(await client.list(configMaps, { namespace: KINGDOM })).items,
      ...(await client.list(pods)).items,
      ...(await client.list(leases)).items,
    ];
    const writers = objects.flatMap(({ metadata }) => (metadata?.managedFields ?? []).map(({ manager }) => manager));
    expect(writers.filter((manager) => manager?.includes('dashboard'))).toEqual([]);
    expect((await client.list(events)).items.filter(({ source }) => source?.component?.includes('dashboard'))).toEqual([]);
  });

  it(
    'has only read, by the record of the server itself',
    async () => {
      for (const start = performance.now(); performance.now() - start < RECORDED_MS; await pause(5_000)) {
        await changeDirections(Math.ceil(performance.now()));
        await (await fetch(`${url}api/controllers`)).text();
      }
      const asked = [...new Set(server.auditLog === undefined ? [] : askedIn(server.auditLog, 'civ-system:dashboard'))].sort();
      const resources = ['configmaps', 'deployments', 'events', 'leases', 'namespaces', 'pods'];
      const reads = new Set(['get /version', ...resources.flatMap((name) => [`list ${name}`, `watch ${name}`])]);
      expect(asked.filter((what) => !reads.has(what))).toEqual([]);
      expect(asked.filter((what) => what.startsWith('watch '))).toHaveLength(server.auditLog === undefined ? 0 : resources.length);
    },
    RECORDED_MS + 60_000,
  );
}

interface Audited {
  readonly verb: string;
  readonly user: { readonly username: string };
  readonly requestURI: string;
  readonly objectRef?: { readonly resource?: string };
}

/** What an account has asked for: `watch pods`, `get /version`. */
const askedIn = (auditLog: string, account: string): readonly string[] =>
  readFileSync(auditLog, 'utf8')
    .split('\n')
    .flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Audited]))
    .filter(({ user }) => user.username === `system:serviceaccount:${account}`)
    .map(({ verb, objectRef, requestURI }) => `${verb} ${objectRef?.resource ?? requestURI.replace(/\?.*/, '')}`);
