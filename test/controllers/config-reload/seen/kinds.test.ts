import { describe, expect, it } from '@jest/globals';
import { configReload } from '../../../../controllers/config-reload/config-reload.ts';
import {
  configMaps,
  cronJobs,
  daemonSets,
  deployments,
  events,
  jobs,
  statefulSets,
  type Deployment,
  type Job,
} from '../../../../kube/objects/built-in.ts';
import type { KubeObject, ObjectMeta } from '../../../../kube/objects/resource.ts';
import { atWork, type AtWork } from '../../runtime/controller-at-work.ts';
import { fakeCluster, type FakeCluster } from '../../runtime/fake-cluster.ts';
import { AUTO, configMap, podTemplate, workload } from '../objects.ts';

const PAUSE = { ...AUTO, 'deployment.reloader.stakater.com/pause-period': '30s' };
const PAUSED_AT = 'deployment.reloader.stakater.com/paused-at';

const job = (name: string, parts: { readonly metadata?: ObjectMeta; readonly status?: object } = {}): Job => ({
  metadata: { namespace: 'default', name, annotations: AUTO, labels: { team: 'blue', 'job-name': name }, ...parts.metadata },
  spec: {
    backoffLimit: 3,
    selector: { matchLabels: { 'job-name': name } },
    template: { ...podTemplate(name, {}), metadata: { labels: { 'controller-uid': 'x', kept: 'yes' } } },
  },
  status: parts.status,
});
const cronJob = (name: string, spec: object = {}, status: object = {}) => ({
  metadata: { namespace: 'default', name, annotations: AUTO },
  spec: { schedule: '@daily', jobTemplate: { metadata: { labels: { team: 'blue' } }, spec: { template: podTemplate(name, {}) } }, ...spec },
  status,
});

const write = (cluster: FakeCluster, value: string) => cluster.put(configMaps, configMap('settings', { key: value }));
const work = (cluster: FakeCluster, ...args: string[]): AtWork => atWork(cluster, configReload, { args });
async function changed(cluster: FakeCluster, ...args: string[]): Promise<AtWork> {
  write(cluster, 'first');
  const controller = work(cluster, ...args);
  await controller.clock.advance(3_000);
  write(cluster, 'updated');
  await controller.clock.advance(10_000);
  return controller;
}
const allJobs = async (cluster: FakeCluster) => (await cluster.client.list(jobs)).items;
const variables = (object: Deployment | undefined) => object?.spec?.template.spec?.containers[0]?.env?.map(({ name }) => name) ?? [];
const web = (cluster: FakeCluster) => cluster.get(deployments, 'default/web') as Deployment;

describe('the kinds of workloads', () => {
  it.each([
    ['DaemonSet', daemonSets],
    ['StatefulSet', statefulSets],
  ] as const)('a %s is patched', async (_, kind) => {
    const cluster = fakeCluster();
    cluster.put<KubeObject>(kind, workload('web'));
    await changed(cluster);
    expect(variables(cluster.get<KubeObject>(kind, 'default/web'))).toEqual(['STAKATER_SETTINGS_CONFIGMAP']);
  });

  it('of a CronJob a Job is started with the new content, and the CronJob stays as it is', async () => {
    const cluster = fakeCluster();
    const { metadata } = cluster.put(cronJobs, cronJob('nightly'));
    await changed(cluster, '--ignored-workload-types=jobs');
    const [started, ...others] = await allJobs(cluster);
    expect(others).toEqual([]);
    expect(started).toMatchObject({
      metadata: {
        name: expect.stringMatching(/^nightly-[0-9a-f]{10}$/),
        labels: { team: 'blue' },
        annotations: { 'cronjob.kubernetes.io/instantiate': 'manual' },
        ownerReferences: [{ kind: 'CronJob', name: 'nightly', uid: metadata?.uid, controller: true }],
      },
      spec: { template: { spec: { containers: [{ env: [{ name: 'STAKATER_SETTINGS_CONFIGMAP' }] }] } } },
    });
    expect(cluster.get(cronJobs, 'default/nightly')?.spec).toEqual(cronJob('nightly').spec);
  });

  it('a second change starts a second Job, also where the content is one that was there before', async () => {
    const cluster = fakeCluster();
    cluster.put(cronJobs, cronJob('nightly'));
    const { clock } = await changed(cluster);
    write(cluster, 'first');
    await clock.advance(10_000);
    expect(await allJobs(cluster)).toHaveLength(2);
  });

  it.each([
    [[], 0],
    [['--run-suspended-cronjobs'], 1],
  ] as const)('a suspended CronJob with %j: %d Jobs', async (args, count) => {
    const cluster = fakeCluster();
    cluster.put(cronJobs, cronJob('nightly', { suspend: true }));
    await changed(cluster, ...args);
    expect(await allJobs(cluster)).toHaveLength(count);
  });

  it('a CronJob that forbids two runs at once is run once the one that is under way has ended', async () => {
    const cluster = fakeCluster();
    cluster.put(cronJobs, cronJob('nightly', { concurrencyPolicy: 'Forbid' }, { active: [{ name: 'one' }] }));
    const { clock } = await changed(cluster);
    const before = (await allJobs(cluster)).length;
    const now = cluster.get(cronJobs, 'default/nightly');
    if (now !== undefined) cluster.put(cronJobs, { ...now, status: {} });
    await clock.advance(10_000);
    expect([before, (await allJobs(cluster)).length]).toEqual([0, 1]);
  });

  it('a Job is deleted and recreated under its name, with what was its own and nothing that the API server had added', async () => {
    const cluster = fakeCluster();
    const { metadata } = cluster.put(jobs, job('once'));
    await changed(cluster);
    const [now, ...others] = await allJobs(cluster);
    expect(others).toEqual([]);
    expect(now?.metadata?.uid).not.toBe(metadata?.uid);
    expect(now).toMatchObject({
      metadata: { name: 'once', labels: { team: 'blue' } },
      spec: {
        backoffLimit: 3,
        template: { metadata: { labels: { kept: 'yes' } }, spec: { containers: [{ env: [{ name: 'STAKATER_SETTINGS_CONFIGMAP' }] }] } },
      },
    });
    expect([now?.metadata?.labels, now?.spec?.selector, now?.status]).toEqual([{ team: 'blue' }, undefined, undefined]);
  });

  it.each([
    [[], false],
    [['--rerun-finished-jobs'], true],
  ] as const)('a finished Job with %j is run again: %s', async (args, expected) => {
    const cluster = fakeCluster();
    const { metadata } = cluster.put(jobs, job('once', { status: { conditions: [{ type: 'Complete', status: 'True' }] } }));
    await changed(cluster, ...args);
    expect(cluster.get(jobs, 'default/once')?.metadata?.uid !== metadata?.uid).toBe(expected);
  });
});

describe('a pause period', () => {
  it('pauses the Deployment with the first change, and resumes it when the time is over', async () => {
    const cluster = fakeCluster();
    cluster.put(deployments, workload('web', { annotations: PAUSE }));
    const { clock } = await changed(cluster);
    expect([web(cluster).spec?.paused, web(cluster).metadata?.annotations?.[PAUSED_AT], variables(web(cluster))]).toEqual([
      true,
      '2026-11-21T10:07:33Z',
      ['STAKATER_SETTINGS_CONFIGMAP'],
    ]);
    write(cluster, 'third');
    await clock.advance(10_000);
    const during = web(cluster);
    await clock.advance(30_000);
    expect([
      during.spec?.paused,
      during.metadata?.annotations?.[PAUSED_AT],
      web(cluster).spec?.paused,
      web(cluster).metadata?.annotations?.[PAUSED_AT],
    ]).toEqual([true, '2026-11-21T10:07:33Z', false, undefined]);
  });

  it('is kept by whoever leads next', async () => {
    const cluster = fakeCluster();
    cluster.put(deployments, workload('web', { annotations: PAUSE }));
    const first = await changed(cluster);
    first.die();
    const next = atWork(cluster, configReload, { clock: first.clock });
    await next.clock.advance(10_000);
    const before = web(cluster).spec?.paused;
    await next.clock.advance(20_000);
    expect([before, web(cluster).spec?.paused]).toEqual([true, false]);
  });

  it('leaves paused what a user has paused, and writes the template all the same', async () => {
    const cluster = fakeCluster();
    cluster.put(deployments, workload('web', { annotations: PAUSE, spec: { paused: true } }));
    const { clock } = await changed(cluster);
    await clock.advance(100_000);
    expect([web(cluster).spec?.paused, web(cluster).metadata?.annotations?.[PAUSED_AT], variables(web(cluster))]).toEqual([
      true,
      undefined,
      ['STAKATER_SETTINGS_CONFIGMAP'],
    ]);
  });

  it('that is no duration is named in an Event, and the Deployment rolls without', async () => {
    const cluster = fakeCluster();
    cluster.put(deployments, workload('web', { annotations: { ...PAUSE, 'deployment.reloader.stakater.com/pause-period': 'soon' } }));
    await changed(cluster);
    const { items } = await cluster.client.list(events);
    expect([
      web(cluster).spec?.paused,
      variables(web(cluster)),
      items.find(({ reason }) => reason === 'ReloadAnnotation')?.message,
    ]).toEqual([
      undefined,
      ['STAKATER_SETTINGS_CONFIGMAP'],
      'the pause period "soon" is not a duration such as 30s or 1h30m, and has no effect',
    ]);
  });

  it('that is over ends also where the template says already what it would be told', async () => {
    const cluster = fakeCluster();
    cluster.put(deployments, workload('web', { annotations: PAUSE }));
    write(cluster, 'first');
    const before = work(cluster);
    await before.clock.advance(3_000);
    before.stop();
    const marked = {
      containers: [
        {
          name: 'main',
          image: 'none',
          envFrom: [{ configMapRef: { name: 'settings' } }],
          env: [{ name: 'STAKATER_SETTINGS_CONFIGMAP', value: '6b3093988321555757cc9b88a5f2d59101a0261c' }],
        },
      ],
    };
    cluster.put(
      deployments,
      workload('web', {
        annotations: { ...web(cluster).metadata?.annotations, [PAUSED_AT]: '2026-11-21T10:00:00Z' },
        pod: marked,
        spec: { paused: true },
      }),
    );
    write(cluster, 'updated');
    await work(cluster).clock.advance(10_000);
    expect([web(cluster).spec?.paused, web(cluster).metadata?.annotations?.[PAUSED_AT]]).toEqual([false, undefined]);
  });

  it('whose time cannot be read is over', async () => {
    const cluster = fakeCluster();
    cluster.put(deployments, workload('web', { annotations: { ...PAUSE, [PAUSED_AT]: 'whenever' }, spec: { paused: true } }));
    await work(cluster).clock.advance(3_000);
    expect([web(cluster).spec?.paused, web(cluster).metadata?.annotations?.[PAUSED_AT]]).toEqual([false, undefined]);
  });
});
