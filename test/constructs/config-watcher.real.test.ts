import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { App, Chart, Yaml } from 'cdk8s';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigWatcher } from '../../constructs/config-watcher.ts';
import { configMaps, namespaces, pods, type Pod } from '../../kube/built-in.ts';
import { connect, type Connection } from '../../kube/connect.ts';
import { configMap } from '../controllers/config-reload/objects.ts';
import { until } from '../controllers/config-reload/stage.ts';
import { startController } from '../controllers/runtime/controller-process.ts';
import { describeReal, startRealApiServer, type RealApiServer } from '../real/api-server.ts';

const MATCH = { 'magalix.com/podDeleteMatch': 'app=frontend' };
const pod = (namespace: string, name: string): Pod => ({
  metadata: { namespace, name, labels: { app: 'frontend' }, ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'frontend', uid: '0b0b0b0b-0000-0000-0000-000000000000', controller: true }] },
  spec: { terminationGracePeriodSeconds: 0, containers: [{ name: 'main', image: 'none' }] },
});

describeReal('a ConfigWatcher, with the rights that it renders', () => {
  let server: RealApiServer;
  let connection: Connection;
  const folder = mkdtempSync(join(tmpdir(), 'civ8s-test-'));
  beforeAll(async () => {
    server = await startRealApiServer({ audit: true });
    connection = await connect({ env: {}, kubeconfig: server.kubeconfig });
  }, 90_000);
  afterAll(async () => {
    await connection.close();
    await server.stop();
    rmSync(folder, { recursive: true });
  });
  const kubectl = (...args: string[]) => execFileSync(join(server.assets, 'kubectl'), ['--kubeconfig', server.kubeconfig, ...args], { encoding: 'utf8' });

  it.each([[true], [false]])('seedRolesOnly: %s: replaces the pods, and no request of its is refused', async (seedRolesOnly) => {
    const namespace = `watched-${seedRolesOnly}`;
    const { client } = connection;
    await client.create(namespaces, { metadata: { name: namespace } });
    const chart = new Chart(new App(), 'chart', { disableResourceNameHashes: true });
    new ConfigWatcher(chart, 'watcher', { namespace, seedRolesOnly });
    const documents = chart.toJson() as { readonly kind: string; readonly spec?: { readonly template: { readonly spec: { readonly containers: readonly { readonly args: readonly string[] }[] } } } }[];
    const file = join(folder, `${namespace}.yaml`);
    writeFileSync(file, Yaml.stringify(...documents));
    kubectl('apply', '-f', file);
    const token = kubectl('create', 'token', 'joe', '-n', namespace).trim();
    const kubeconfig = join(folder, `${namespace}.kubeconfig`);
    const config = JSON.parse(readFileSync(server.kubeconfig, 'utf8')) as { users: { user: { token: string } }[] };
    writeFileSync(kubeconfig, JSON.stringify({ ...config, users: [{ name: 'admin', user: { token } }] }));

    await client.create(configMaps, configMap('frontend-config', { 'config.cfg': 'MSG="hello"' }, { namespace, annotations: MATCH }));
    for (const name of ['a', 'b']) await client.create(pods, pod(namespace, name));
    const args = documents.find(({ kind }) => kind === 'Deployment')?.spec?.template.spec.containers[0]?.args.slice(2) ?? [];
    const controller = startController({ name: 'config-reload', kubeconfig, args: ['--debounce=100ms', ...args], env: { res_namespace: namespace, POD_NAMESPACE: namespace } });
    try {
      await controller.logged('leading');
      await controller.logged('listed');
      if (seedRolesOnly) await controller.logged('pods are not replaced for what changes while this process is down');
      else await until(async () => (await client.list(configMaps, { namespace })).items.some(({ metadata, data }) => metadata?.name === 'civ8s-config-reload' && data !== undefined));
      // In memory there is nothing to see; its first look is over once a source that came later has been looked at.
      let turn = 0;
      await until(async () => {
        await client.patch(configMaps, { namespace, name: 'frontend-config' }, { merge: { data: { 'config.cfg': `MSG="${turn++}"` } } });
        return controller.logs.some(({ message }) => message === 'Modification detected');
      });
      await until(async () => (await client.list(pods, { namespace })).items.length === 0);
    } finally {
      controller.kill('SIGTERM');
      await controller.ended;
    }
    const refused = readFileSync(server.auditLog, 'utf8').split('\n').filter((line) => line.includes(`system:serviceaccount:${namespace}:joe`) && line.includes('"code":403'));
    expect(refused).toEqual([]);
  }, 90_000);
});
