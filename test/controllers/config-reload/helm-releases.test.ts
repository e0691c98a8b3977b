import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configReload } from '../../../controllers/config-reload/config-reload.ts';
import { start } from '../../../controllers/runtime/start.ts';
import { connect, type Connection } from '../../../kube/connect.ts';
import { secrets } from '../../../kube/objects/built-in.ts';
import { startApiServer, type ApiServer } from '../../../local/api-server/start.ts';
import { secret } from './objects.ts';
import { until } from './stage.ts';

describe("the Secrets of Helm's releases", () => {
  const folder = mkdtempSync(join(tmpdir(), 'helm-releases-'));
  const kubeconfig = join(folder, 'kubeconfig');
  let server: ApiServer;
  let admin: Connection;

  beforeAll(async () => {
    server = await startApiServer();
    writeFileSync(kubeconfig, server.kubeconfig);
    admin = await connect({ env: {}, kubeconfig });
    const release = { ...secret('sh.helm.release.v1.web.v1', { release: 'much' }), type: 'helm.sh/release.v1' };
    await admin.client.create(secrets, release);
    await admin.client.create(secrets, secret('settings', { password: 'first' }));
  });
  afterAll(async () => {
    await admin.close();
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  it.each<[string, readonly string[], number]>([
    ['are not listed', [], 1],
    ['are not listed where other namespaces are left out too', ['--namespaces-to-ignore=kube-system'], 1],
    ['are not listed where a label is asked for too', ['--resource-label-selector=reload=true'], 0],
    ['are listed with --helm-releases', ['--helm-releases'], 2],
  ])('%s', async (_, args, listed) => {
    const lines: string[] = [];
    const stop = new AbortController();
    const ended = start(configReload, {
      args: ['--dry-run', '--log-format=json', '--http-addr=', `--kubeconfig=${kubeconfig}`, ...args],
      env: {},
      stdout: { write: (text) => lines.push(text) },
      stderr: { write: (text) => lines.push(text) },
      stopSignal: () => stop.signal,
    });
    const ofSecrets = () => lines.filter((line) => line.includes('"listed"') && line.includes('"secrets"'));
    try {
      await until(async () => ofSecrets().length > 0);
    } finally {
      stop.abort();
      await ended;
    }
    expect(ofSecrets().map((line) => /"objects":(\d+)/.exec(line)?.[1])).toEqual([String(listed)]);
  });
});
