import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { APPLIED } from '../../../../controllers/config-reload/seen/annotation-keys.ts';
import { configReload } from '../../../../controllers/config-reload/config-reload.ts';
import { start } from '../../../../controllers/runtime/start.ts';
import { configMaps, deployments, events } from '../../../../kube/objects/built-in.ts';
import { connect, type Connection } from '../../../../kube/connect.ts';
import { startApiServer, type ApiServer } from '../../../../local/api-server/start.ts';
import { AUTO, configMap, workload } from '../objects.ts';
import { until } from '../stage.ts';

const LIMIT = 262_144;
const WEB = { namespace: 'default', name: 'web' };

describe('a record for which there is no room', () => {
  let server: ApiServer;
  let admin: Connection;
  const folder = mkdtempSync(join(tmpdir(), 'civ8s-test-'));
  const kubeconfig = join(folder, 'kubeconfig');
  beforeAll(async () => {
    server = await startApiServer();
    writeFileSync(kubeconfig, server.kubeconfig);
    admin = await connect({ env: {}, kubeconfig });
  });
  afterAll(async () => {
    await admin.close();
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  it('is named once, in an Event and in the log, and asked for no more until something changes; then it is written', async () => {
    await admin.client.create(configMaps, configMap('settings', { key: 'first' }));
    await admin.client.create(deployments, workload('web', { annotations: { ...AUTO, large: 'x'.repeat(LIMIT - 100) } }));
    let patches = 0;
    server.faults.inject({ at: 'request', userAgent: 'civ8s-config-reload', method: 'PATCH', resource: 'deployments' }, () => {
      patches++;
      return { do: 'pass' };
    });
    const stop = new AbortController();
    const lines: string[] = [];
    const said = (message: string) => lines.filter((line) => line.includes(`"message":"${message}"`)).length;
    const ended = start(configReload, {
      args: ['--http-addr=', '--leader-elect=false', '--debounce=0', `--kubeconfig=${kubeconfig}`],
      env: {},
      stdout: { write: (text) => lines.push(text) },
      stderr: { write: (text) => lines.push(text) },
      stopSignal: () => stop.signal,
    });
    try {
      await until(async () => (await admin.client.list(events)).items.length > 0);
      const [event] = (await admin.client.list(events)).items;
      expect(event).toMatchObject({
        type: 'Warning',
        reason: 'RecordTooLarge',
        involvedObject: { name: 'web' },
        message:
          'its record does not fit (sources: 1): all annotations of an object together may have 256 KiB. Nothing is done for it until it names fewer sources, or has smaller annotations',
      });
      // A fence: another workload comes, and is recorded.
      await admin.client.create(deployments, workload('fence'));
      await until(
        async () =>
          (await admin.client.get(deployments, { namespace: 'default', name: 'fence' })).metadata?.annotations?.[APPLIED] !== undefined,
      );
      expect([patches, said('record too large: it is left alone'), said('reconcile failed')]).toEqual([2, 1, 0]);
      await admin.client.patch(deployments, WEB, { merge: { metadata: { annotations: { large: null } } } });
      await until(async () => (await admin.client.get(deployments, WEB)).metadata?.annotations?.[APPLIED] !== undefined);
    } finally {
      stop.abort();
      await ended;
    }
  });
});
