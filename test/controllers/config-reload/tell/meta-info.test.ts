import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configReload } from '../../../../controllers/config-reload/config-reload.ts';
import { start } from '../../../../controllers/runtime/start.ts';
import { configMaps, namespaces } from '../../../../kube/objects/built-in.ts';
import { connect, type Connection } from '../../../../kube/connect.ts';
import { startApiServer, type ApiServer } from '../../../../local/api-server/start.ts';
import { packageVersion } from '../../../../model/package-version.ts';
import { grant } from '../../../grant.ts';
import { createSkippingClock } from '../../../ground/time/skipping-clock.ts';
import { atWork } from '../../runtime/controller-at-work.ts';
import { until } from '../stage.ts';

const META = { namespace: 'reloader', name: 'reloader-meta-info' };

describe('the ConfigMap reloader-meta-info', () => {
  let server: ApiServer;
  let admin: Connection;
  const folder = mkdtempSync(join(tmpdir(), 'civ8s-test-'));
  const kubeconfig = join(folder, 'kubeconfig');
  /** Of somebody who may nothing. */
  const refused = join(folder, 'refused');
  beforeAll(async () => {
    server = await startApiServer({ tokens: { nobody: { name: 'nobody', groups: ['system:authenticated'], extra: {} } } });
    writeFileSync(kubeconfig, server.kubeconfig);
    writeFileSync(refused, server.kubeconfig.replace(server.adminToken, 'nobody'));
    admin = await connect({ env: {}, kubeconfig });
    await admin.client.create(namespaces, { metadata: { name: 'reloader' } });
  });
  afterAll(async () => {
    await admin.close();
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  /** Runs until `done`, and answers what was logged. */
  async function run(
    args: readonly string[],
    env: Readonly<Record<string, string>>,
    done: (messages: readonly string[]) => Promise<boolean>,
    config = kubeconfig,
  ): Promise<readonly string[]> {
    const stop = new AbortController();
    const lines: string[] = [];
    const messages = () => lines.map((line) => (JSON.parse(line) as { readonly message: string }).message);
    const ended = start(configReload, {
      args: ['--http-addr=', '--leader-elect=false', '--debounce=0', `--kubeconfig=${config}`, ...args],
      env,
      stdout: { write: (text) => lines.push(text) },
      stderr: { write: (text) => lines.push(text) },
      stopSignal: () => stop.signal,
    });
    try {
      await until(() => done(messages()));
    } finally {
      stop.abort();
      await ended;
    }
    return messages();
  }
  const published = async (namespace = META.namespace) =>
    (await admin.client.list(configMaps, { namespace })).items.find(({ metadata }) => metadata?.name === META.name);

  it('tells tools where a Reloader is and how it is set, and nothing of its webhook', async () => {
    await run(
      ['--auto-reload-all', '--namespaces-to-ignore=a,b', '--webhook-url=http://127.0.0.1:1/T0KEN'],
      { RELOADER_NAMESPACE: 'reloader', RELOADER_DEPLOYMENT_NAME: 'reloader-reloader' },
      async () => (await published()) !== undefined,
    );
    const { metadata, data = {} } = (await published()) ?? {};
    expect([metadata?.labels, Object.keys(data).sort()]).toEqual([
      { 'reloader.stakater.com/meta-info': 'reloader' },
      ['buildInfo', 'deploymentInfo', 'reloaderOptions'],
    ]);
    const [build, deployment, options] = ['buildInfo', 'deploymentInfo', 'reloaderOptions'].map(
      (key) => JSON.parse(data[key] ?? '') as unknown,
    );
    expect([build, deployment]).toEqual([
      { releaseVersion: packageVersion(), edition: 'civ8s' },
      { name: 'reloader-reloader', namespace: 'reloader' },
    ]);
    expect(options).toMatchObject({
      autoReloadAll: true,
      reloaderAutoAnnotation: 'reloader.stakater.com/auto',
      reloadStrategy: 'env-vars',
      reloadOnCreate: false,
      namespacesToIgnore: ['a', 'b'],
      resourcesToIgnore: [],
    });
    expect(JSON.stringify(data)).not.toContain('T0KEN');
  });

  it('is brought up to date by the next one', async () => {
    await run(
      ['--reload-strategy=annotations'],
      { RELOADER_NAMESPACE: 'reloader' },
      async () => (await published())?.data?.['reloaderOptions']?.includes('"reloadStrategy":"annotations"') === true,
    );
    expect((await published())?.data?.['reloaderOptions']).toContain('"autoReloadAll":false');
  });

  it('is one warning where the cluster does not grant it, and no failure', async () => {
    const messages = await run(
      [],
      { RELOADER_NAMESPACE: 'reloader' },
      async (said) => said.some((message) => message.includes('reloader-meta-info')),
      refused,
    );
    expect([
      messages.filter((message) => message === 'the ConfigMap reloader-meta-info is not published').length,
      messages.includes('reconcile failed'),
    ]).toEqual([1, false]);
  });

  it('is published once the cluster grants it, and was one warning until then', async () => {
    await admin.client.create(namespaces, { metadata: { name: 'granted' } });
    const asNobody = await connect({ env: {}, kubeconfig: refused });
    const clock = createSkippingClock();
    const cluster = { connect: () => ({ client: asNobody.client, die: () => undefined }) };
    const controller = atWork(cluster, configReload, { args: ['--meta-info-namespace=granted'], leadAlone: true, tweak: { clock } });
    try {
      const wasRefused = (times: number) =>
        until(async () => (await controller.metric('controller_runtime_reconcile_total', 'result="requeue_after"')) === times);
      await wasRefused(1);
      clock.skip(60_000);
      await wasRefused(2);
      await grant(admin.client, 'nobody', 'everything', [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }]);
      clock.skip(60_000);
      await until(async () => (await published('granted')) !== undefined);
      expect(controller.messages().filter((message) => message.includes('reloader-meta-info'))).toHaveLength(1);
    } finally {
      controller.stop();
      await controller.ended;
      await asNobody.close();
    }
  });
});
