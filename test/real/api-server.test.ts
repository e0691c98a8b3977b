import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describeReal, startRealApiServer, type RealApiServer } from './api-server.ts';

const run = promisify(execFile);

describeReal('the real API server of the tests', () => {
  let server: RealApiServer;
  beforeAll(async () => {
    server = await startRealApiServer();
  }, 90_000);
  afterAll(() => server.stop());
  const kubectl = async (...args: string[]) =>
    (await run(join(server.assets, 'kubectl'), ['--kubeconfig', server.kubeconfig, ...args])).stdout;

  it('serves kubectl, and trusts its certificate', async () => {
    expect(await kubectl('create', 'configmap', 'tried', '-o', 'name')).toBe('configmap/tried\n');
  });

  it('comes back from an outage with what it held', async () => {
    await server.outage();
    await expect(kubectl('get', 'configmap', 'tried')).rejects.toThrow('refused');
    await server.start();
    expect(await kubectl('get', 'configmap', 'tried', '-o', 'name')).toBe('configmap/tried\n');
  }, 90_000);

  it('leaves nothing behind', async () => {
    await server.stop();
    expect(existsSync(server.kubeconfig)).toBe(false);
  });
});
