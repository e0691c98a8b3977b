import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configReload } from '../../../controllers/config-reload/config-reload.ts';
import { STATE_CONFIG_MAP } from '../../../controllers/config-reload/follow/replacements.ts';
import { APPLIED, REPLACEMENT, REPLACES } from '../../../controllers/config-reload/seen/annotation-keys.ts';
import { digestOf, sourceOf } from '../../../controllers/config-reload/seen/source.ts';
import { start } from '../../../controllers/runtime/start.ts';
import { configMaps, cronJobs, deployments, jobs, pods, secrets, type Deployment, type Pod } from '../../../kube/objects/built-in.ts';
import { connect, type Connection } from '../../../kube/connect.ts';
import { startApiServer, type ApiServer } from '../../../local/api-server/start.ts';
import { atWork } from '../runtime/controller-at-work.ts';
import { grant } from '../../grant.ts';
import { fakeCluster, type FakeCluster } from '../runtime/fake-cluster.ts';
import { AUTO, configMap, fromSecret, podTemplate, secret, workload, type WorkloadParts } from './objects.ts';
import { until } from './stage.ts';

const UPDATED = '6b3093988321555757cc9b88a5f2d59101a0261c';
const NAMED = { 'configmap.reloader.stakater.com/reload': 'settings' };
const write = (cluster: FakeCluster, value: string) => cluster.put(configMaps, configMap('settings', { key: value }));
const marked = (object: Deployment | undefined, value: string): Deployment => ({
  ...object,
  spec: {
    selector: {},
    template: {
      spec: {
        containers: [
          {
            name: 'main',
            image: 'none',
            env: [{ name: 'STAKATER_SETTINGS_CONFIGMAP', value }],
            envFrom: [{ configMapRef: { name: 'settings' } }],
          },
        ],
      },
    },
  },
});

async function rehearsal(parts: WorkloadParts = {}, ...args: readonly string[]) {
  const cluster = fakeCluster();
  write(cluster, 'first');
  cluster.put(deployments, workload('web', parts));
  const controller = atWork(cluster, configReload, { args: ['--dry-run', ...args] });
  await controller.clock.advance(3_000);
  const told = () =>
    controller.logs
      .filter(({ message }) => String(message).startsWith('would') && message !== 'would note which content its pods have')
      .map(({ message, workload: title, because, writes }) => [message, title, because, writes]);
  return { cluster, told, ...controller };
}

const becauseOf = (cause: string) => [
  `ConfigMap settings ${cause} (used, and asked for by reloader.stakater.com/auto or configmap.reloader.stakater.com/auto)`,
];
const WOULD_ROLL = [
  'would roll',
  'Deployment default/web',
  becauseOf('changed'),
  [`STAKATER_SETTINGS_CONFIGMAP=${UPDATED} on container main`],
];

describe('--dry-run', () => {
  it('tells what would roll, why and by which marker, once; and a later change again', async () => {
    const { cluster, clock, told } = await rehearsal();
    write(cluster, 'updated');
    await clock.advance(3_000);
    const first = told();
    cluster.put(deployments, {
      ...workload('web'),
      metadata: { ...cluster.get(deployments, 'default/web')?.metadata, labels: { touched: 'yes' } },
    });
    await clock.advance(60_000);
    const later = told().length;
    write(cluster, 'third');
    await clock.advance(3_000);
    expect([first, later, told().length]).toEqual([[WOULD_ROLL], 1, 2]);
  });

  it('says in which annotation a source is named', async () => {
    const { cluster, clock, told } = await rehearsal({ annotations: NAMED, pod: { containers: [{ name: 'main', image: 'none' }] } });
    write(cluster, 'updated');
    await clock.advance(3_000);
    expect(told()[0]?.[2]).toEqual(['ConfigMap settings changed (named in configmap.reloader.stakater.com/reload)']);
  });

  it('follows what Reloader does beside it: what has its marker by then was done by another', async () => {
    const { cluster, clock, told } = await rehearsal();
    write(cluster, 'updated');
    cluster.put(deployments, marked(cluster.get(deployments, 'default/web'), UPDATED));
    await clock.advance(3_000);
    expect(told()).toEqual([
      ['would roll, but its marker is there already: somebody else was faster', 'Deployment default/web', becauseOf('changed'), undefined],
    ]);
    cluster.put(deployments, marked(cluster.get(deployments, 'default/web'), 'another'));
    await clock.advance(3_000);
    write(cluster, 'first');
    await clock.advance(3_000);
    expect(told()).toHaveLength(2);
  });

  it('writes nothing, whatever happens: no record, no key, no Lease, no Event', async () => {
    const { cluster, clock, told, messages } = await rehearsal({}, '--reload-on-create');
    cluster.put(secrets, secret('settings', { password: 'first' }));
    cluster.put(deployments, workload('other', { pod: fromSecret('settings') }));
    cluster.put(deployments, workload('bad', { annotations: { ...AUTO, 'configmap.reloader.stakater.com/reload': '(' } }));
    cluster.put(cronJobs, {
      metadata: { namespace: 'default', name: 'nightly', annotations: AUTO },
      spec: { schedule: '@daily', jobTemplate: { spec: { template: podTemplate('nightly', {}) } } },
    });
    cluster.put(
      deployments,
      workload('paused', {
        annotations: {
          ...AUTO,
          'deployment.reloader.stakater.com/pause-period': '1s',
          'deployment.reloader.stakater.com/paused-at': '2026-11-21T10:00:00Z',
        },
        spec: { paused: true },
      }),
    );
    await clock.advance(3_000);
    write(cluster, 'updated');
    cluster.put(secrets, secret('settings', { password: 'updated' }));
    await clock.advance(60_000);
    expect([cluster.attempts, messages().includes('reconcile failed')]).toEqual([[], false]);
    expect(
      told()
        .map(([message, title]) => `${String(message)} ${String(title)}`)
        .sort(),
    ).toEqual([
      'would resume Deployment default/paused',
      'would roll Deployment default/bad',
      'would roll Deployment default/other',
      'would roll Deployment default/paused',
      'would roll Deployment default/web',
      'would start a Job of CronJob default/nightly',
    ]);
  });

  it('reads the record where there is one: what was missed is told', async () => {
    const { cluster } = await rehearsal();
    const real = atWork(cluster, configReload);
    await real.clock.advance(3_000);
    real.die();
    write(cluster, 'updated');
    const before = cluster.attempts.length;
    const { clock, messages } = atWork(cluster, configReload, { args: ['--dry-run'] });
    await clock.advance(3_000);
    expect([messages().filter((message) => message === 'would roll').length, cluster.attempts.length]).toEqual([1, before]);
  });

  it('counts from the record of another that has really acted, whatever was told before', async () => {
    const other = fakeCluster();
    write(other, 'first');
    other.put(deployments, workload('web'));
    await atWork(other, configReload).clock.advance(3_000);
    const record = other.get(deployments, 'default/web')?.metadata?.annotations?.[APPLIED];
    expect(record).toBeDefined();
    const { cluster, clock, told } = await rehearsal();
    write(cluster, 'updated');
    await clock.advance(3_000);
    const before = told().length;
    const { metadata, ...web } = cluster.get(deployments, 'default/web') ?? {};
    cluster.put(deployments, { ...web, metadata: { ...metadata, annotations: { ...metadata?.annotations, [APPLIED]: record ?? '' } } });
    await clock.advance(3_000);
    expect([before, told()]).toEqual([1, [WOULD_ROLL, WOULD_ROLL]]);
  });

  it('tells and does nothing for a Job that another is recreating', async () => {
    const { cluster, clock, told } = await rehearsal();
    const { metadata } = cluster.put(jobs, {
      metadata: { namespace: 'default', name: 'once', annotations: AUTO },
      spec: { template: podTemplate('once', {}) },
    });
    await clock.advance(3_000);
    cluster.put(jobs, {
      metadata: { namespace: 'default', name: 'once-next-1', annotations: { [REPLACES]: `${metadata?.uid} once`, [REPLACEMENT]: '{}' } },
      spec: { suspend: true, template: podTemplate('once', {}) },
    });
    write(cluster, 'updated');
    await clock.advance(60_000);
    expect([told().map(([message, title]) => `${String(message)} ${String(title)}`), cluster.attempts]).toEqual([
      ['would roll Deployment default/web'],
      [],
    ]);
  });

  it('leaves pods to another that is replacing them', async () => {
    const { cluster, clock, logs } = await rehearsal();
    cluster.put(pods, { metadata: { namespace: 'default', name: 'a', labels: { app: 'frontend' } }, status: { phase: 'Running' } });
    const source = configMap('frontend-config', { key: 'first' }, { annotations: { 'magalix.com/podDeleteMatch': 'app=frontend' } });
    const digest = digestOf(sourceOf('ConfigMap', { ignore: '', match: '' })(source), 'all', undefined);
    cluster.put(configMaps, {
      metadata: { namespace: 'default', name: STATE_CONFIG_MAP },
      data: { 'default_ConfigMap_frontend-config': JSON.stringify({ digest, left: ['of a'], ready: 1 }) },
    });
    cluster.put(configMaps, source);
    await clock.advance(60_000);
    expect([logs.filter(({ message }) => message === 'would replace pods' || message === 'reconcile failed'), cluster.attempts]).toEqual([
      [],
      [],
    ]);
  });

  it('tells which pods would be replaced, once', async () => {
    const { cluster, clock, logs } = await rehearsal();
    const owned = { controller: true, apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'r', uid: 'r' };
    const pod = (name: string, metadata: Pod['metadata'] = { ownerReferences: [owned] }): Pod => ({
      metadata: { namespace: 'default', name, labels: { app: 'frontend' }, ...metadata },
      status: { phase: 'Running' },
    });
    for (const each of [pod('a'), pod('b'), pod('bare', {})]) cluster.put(pods, each);
    const match = { annotations: { 'magalix.com/podDeleteMatch': 'app=frontend' } };
    cluster.put(configMaps, configMap('frontend-config', { key: 'first' }, match));
    await clock.advance(3_000);
    cluster.put(configMaps, configMap('frontend-config', { key: 'second' }, match));
    await clock.advance(60_000);
    const told = logs.filter(({ message }) => message === 'would replace pods').map(({ source, how, pods: names }) => [source, how, names]);
    expect([told, cluster.attempts]).toEqual([[['default/ConfigMap/frontend-config', 'evict', ['a', 'b']]], []]);
  });
});

describe('--dry-run on an API server', () => {
  let server: ApiServer;
  let admin: Connection;
  const folder = mkdtempSync(join(tmpdir(), 'civ8s-test-'));
  const kubeconfig = join(folder, 'kubeconfig');
  beforeAll(async () => {
    server = await startApiServer({ tokens: { reader: { name: 'reader', groups: ['system:authenticated'], extra: {} } } });
    writeFileSync(join(folder, 'admin'), server.kubeconfig);
    writeFileSync(kubeconfig, server.kubeconfig.replace(server.adminToken, 'reader'));
    admin = await connect({ env: {}, kubeconfig: join(folder, 'admin') });
    const verbs = ['get', 'list', 'watch'];
    await grant(admin.client, 'reader', 'reader', [
      { apiGroups: [''], resources: ['configmaps', 'secrets', 'pods'], verbs },
      { apiGroups: ['apps'], resources: ['deployments', 'daemonsets', 'statefulsets'], verbs },
      { apiGroups: ['batch'], resources: ['jobs', 'cronjobs'], verbs },
    ]);
  });
  afterAll(async () => {
    await admin.close();
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  it('sends nothing but reads, and the question which rights it has', async () => {
    await admin.client.create(configMaps, configMap('settings', { key: 'first' }));
    await admin.client.create(secrets, secret('settings', { password: 'first' }));
    await admin.client.create(deployments, workload('web'));
    await admin.client.create(deployments, workload('other', { pod: fromSecret('settings') }));
    const match = { annotations: { 'magalix.com/podDeleteMatch': 'app=frontend' } };
    await admin.client.create(configMaps, configMap('frontend', { key: 'first' }, match));
    const sent: string[] = [];
    server.faults.inject({ at: 'request', userAgent: 'civ8s-config-reload' }, ({ method, resource: plural }) => {
      sent.push(`${method} ${plural}`);
      return { do: 'pass' };
    });
    const stop = new AbortController();
    const lines: string[] = [];
    const told = (message: string) => lines.some((line) => line.includes(`"${message}"`));
    const ended = start(configReload, {
      args: ['--dry-run', '--debounce=0', '--http-addr=', '--leader-elect=true', `--kubeconfig=${kubeconfig}`],
      env: {},
      stdout: { write: (text) => lines.push(text) },
      stderr: { write: (text) => lines.push(text) },
      stopSignal: () => stop.signal,
    });
    try {
      // In memory there is nothing to see: a change is told once its first look is over.
      let turn = 0;
      await until(async () => {
        for (const name of ['settings', 'frontend'])
          await admin.client.patch(configMaps, { namespace: 'default', name }, { merge: { data: { key: String(turn++) } } });
        await admin.client.patch(
          secrets,
          { namespace: 'default', name: 'settings' },
          { merge: { stringData: { password: String(turn++) } } },
        );
        return (
          lines.some((line) => line.includes('SECRET=')) && lines.some((line) => line.includes('CONFIGMAP=')) && told('would replace pods')
        );
      });
    } finally {
      stop.abort();
      expect(await ended).toBe(0);
    }
    expect([...new Set(sent)].sort()).toEqual([
      ...['configmaps', 'cronjobs', 'daemonsets', 'deployments', 'jobs', 'pods', 'secrets', 'statefulsets'].map(
        (plural) => `GET ${plural}`,
      ),
      'POST selfsubjectaccessreviews',
    ]);
    expect(lines.filter((line) => line.includes('rights are lacking'))).toEqual([]);
    expect(lines.filter((line) => line.includes('forbidden'))).toEqual([]);
  });
});
