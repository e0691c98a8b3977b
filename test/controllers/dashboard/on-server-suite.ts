import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { RealmPicture } from '../../../dashboard/wire/realm.ts';
import { connect, type Connection } from '../../../kube/connect.ts';
import { configMaps, deployments, events, leases, namespaces, pods } from '../../../kube/objects/built-in.ts';
import { realm } from '../../../realm.ts';
import { until } from '../../until.ts';
import { createRealm, kubeconfigOfAccount } from '../created-realm.ts';
import { startController, type ControllerProcess } from '../runtime/controller-process.ts';

const KINGDOM = 'kingdom-of-foobar';

interface Served {
  readonly kubeconfig: string;
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
    await createRealm(connection.client, realm);
    const kubeconfig = await kubeconfigOfAccount(server.kubeconfig, connection.client, 'dashboard');
    const args = ['--page-addr=127.0.0.1:0', '--lease-namespace=civ-system'];
    dashboard = startController({ name: 'dashboard', kubeconfig, args });
    const { port } = await dashboard.logged('the page is served');
    url = `http://127.0.0.1:${String(port)}/`;
  }, 120_000);
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
}
