import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { connect, type Connection } from '../../kube/connect.ts';
import { configMaps, namespaces } from '../../kube/objects/built-in.ts';
import { definitionOf, definitions, rollouts } from '../controllers/config-reload/custom-kinds.ts';
import { workload } from '../controllers/config-reload/objects.ts';
import { until } from '../until.ts';
import { borrowRealApiServer, describeAlsoReal, describeReal, startRealApiServer, type BorrowedApiServer } from './api-server.ts';

describeReal('the real API server that suites borrow', () => {
  let server: BorrowedApiServer;
  let connection: Connection;
  beforeAll(async () => {
    server = await borrowRealApiServer();
    connection = await connect({ env: {}, kubeconfig: server.kubeconfig });
  });
  afterAll(() => connection.close());

  it('is the same for the next, without what the one before has left', async () => {
    const { client } = connection;
    const name = { namespace: 'left', name: 'behind' };
    await client.create(namespaces, { metadata: { name: 'left' } });
    await client.create(configMaps, { metadata: name });
    await client.patch(namespaces, { name: 'default' }, { merge: { metadata: { labels: { left: 'behind' } } } });
    await client.create(definitions, definitionOf(rollouts));
    await until('a Rollout', () => client.create(rollouts, workload('left', { namespace: 'left' })));
    expect(readFileSync(server.auditLog, 'utf8')).toContain('"verb":"create"');

    expect((await borrowRealApiServer()).url).toBe(server.url);
    const gone = { code: 'not-found' };
    await expect(client.get(configMaps, name)).rejects.toMatchObject(gone);
    await expect(client.get(namespaces, { name: 'left' })).rejects.toMatchObject(gone);
    await expect(client.list(rollouts)).rejects.toMatchObject(gone);
    expect((await client.get(namespaces, { name: 'default' })).metadata?.labels).toEqual({ 'kubernetes.io/metadata.name': 'default' });
    expect(readFileSync(server.auditLog, 'utf8')).not.toContain('"verb":"create"');
  });

  it('comes back from an outage with what it held', async () => {
    const { client } = connection;
    const name = { namespace: 'default', name: 'held' };
    await client.create(configMaps, { metadata: name });
    await server.outage();
    await expect(client.get(configMaps, name)).rejects.toMatchObject({ code: 'unreachable' });
    await server.start();
    expect((await client.get(configMaps, name)).metadata?.name).toBe('held');
  });
});

/** Every run proves that of the guard of its programs (guarded.test.ts). */
describeAlsoReal('a real API server of its own', () => {
  it('leaves nothing behind', async () => {
    const server = await startRealApiServer();
    const connection = await connect({ env: {}, kubeconfig: server.kubeconfig });
    expect((await connection.client.get(namespaces, { name: 'default' })).metadata?.name).toBe('default');
    await connection.close();
    await server.stop();
    expect(existsSync(server.folder)).toBe(false);
  });

  it('ends with the process that started it, though that is killed', async () => {
    const script = `
      const { startRealApiServer } = await import('./test/real/kube-apiserver.ts');
      console.log((await startRealApiServer()).kubeconfig);
      setInterval(() => undefined, 1_000);`;
    const borrower = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [kubeconfig] = (await once(createInterface(borrower.stdout), 'line')) as [string];
    const { clusters } = JSON.parse(readFileSync(kubeconfig, 'utf8')) as {
      readonly clusters: readonly { readonly cluster: { readonly server: string } }[];
    };
    const listens = () =>
      fetch(clusters[0]?.cluster.server ?? '').then(
        () => true,
        ({ cause }: { readonly cause: { readonly code: string } }) => cause.code !== 'ECONNREFUSED',
      );
    expect(await listens()).toBe(true);
    borrower.kill('SIGKILL');
    await until('the server to go', async () => !(await listens()));
    await until('its folder to go', () => !existsSync(dirname(kubeconfig)));
  });
});
