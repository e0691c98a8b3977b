import { describe, expect, it } from '@jest/globals';
import { configReload } from '../../../controllers/config-reload/config-reload.ts';
import { ApiError } from '../../../kube/errors/api-error.ts';
import { configMaps, deployments, events } from '../../../kube/objects/built-in.ts';
import { atWork } from '../runtime/controller-at-work.ts';
import { fakeCluster, type FakeCluster } from '../runtime/fake-cluster.ts';
import { rollouts, type ArgoRollout } from './custom-kinds.ts';
import { AUTO, configMap, workload, type WorkloadParts } from './objects.ts';

const RESTART = { ...AUTO, 'reloader.stakater.com/rollout-strategy': 'restart' };
const UPDATED = { name: 'STAKATER_SETTINGS_CONFIGMAP', value: '6b3093988321555757cc9b88a5f2d59101a0261c' };
const ON = '--is-Argo-Rollouts=true';

const write = (cluster: FakeCluster, value: string) => cluster.put(configMaps, configMap('settings', { key: value }));
const put = (cluster: FakeCluster, parts: WorkloadParts = {}) => cluster.put<ArgoRollout>(rollouts, workload('web', parts));
const web = (cluster: FakeCluster) => cluster.get(rollouts, 'default/web') as ArgoRollout;
const patches = (cluster: FakeCluster) => cluster.changes.filter((change) => change.startsWith('patch rollouts'));

async function settled(parts: WorkloadParts = {}, ...args: string[]) {
  const cluster = fakeCluster();
  write(cluster, 'first');
  put(cluster, parts);
  const controller = atWork(cluster, configReload, { args: [ON, ...args] });
  await controller.clock.advance(3_000);
  return { cluster, ...controller };
}

describe('an Argo Rollout', () => {
  it('is not even read without the flag', async () => {
    const cluster = fakeCluster();
    const asked = new Set<string>();
    cluster.fault = ({ resource }, commit) => {
      asked.add(resource);
      return commit();
    };
    await atWork(cluster, configReload).clock.advance(3_000);
    expect([asked.has('deployments.apps'), asked.has('rollouts.argoproj.io')]).toEqual([true, false]);
  });

  it('rolls by the same marker as any workload, and keeps all that its containers have', async () => {
    const containers = [
      { name: 'side', image: 'none' },
      {
        name: 'main',
        image: 'none',
        env: [{ name: 'X', value: 'y' }],
        envFrom: [{ configMapRef: { name: 'settings' } }],
        ports: [{ containerPort: 80 }],
      },
    ];
    const { cluster, clock } = await settled({ pod: { containers, terminationGracePeriodSeconds: 7 } });
    write(cluster, 'updated');
    await clock.advance(10_000);
    expect([patches(cluster).length, web(cluster).spec?.template?.spec]).toEqual([
      2,
      { containers: [containers[0], { ...containers[1], env: [{ name: 'X', value: 'y' }, UPDATED] }], terminationGracePeriodSeconds: 7 },
    ]);
  });

  it('and by the annotation, with the strategy for it', async () => {
    const { cluster, clock } = await settled({ template: { kept: 'yes' } }, '--reload-strategy=annotations');
    write(cluster, 'updated');
    await clock.advance(10_000);
    expect(web(cluster).spec?.template?.metadata?.annotations).toEqual({
      kept: 'yes',
      'reloader.stakater.com/last-reloaded-from': expect.stringContaining(`"hash":"${UPDATED.value}"`),
    });
  });

  it('somebody who writes its containers meanwhile is not undone', async () => {
    const { cluster, clock } = await settled();
    let edited = false;
    cluster.fault = ({ verb, resource }, commit) => {
      if (verb === 'patch' && resource === 'rollouts.argoproj.io' && !edited) {
        edited = true;
        const { containers = [] } = web(cluster).spec?.template?.spec ?? {};
        put(cluster, {
          annotations: web(cluster).metadata?.annotations,
          pod: { containers: containers.map((one) => ({ ...one, image: 'newer' })) },
        });
      }
      return commit();
    };
    write(cluster, 'updated');
    await clock.advance(20_000);
    expect(web(cluster).spec?.template?.spec?.containers).toMatchObject([{ image: 'newer', env: [UPDATED] }]);
  });

  it('whose strategy is unknown rolls', async () => {
    const { cluster, clock } = await settled({ annotations: { ...AUTO, 'reloader.stakater.com/rollout-strategy': 'Restart' } });
    write(cluster, 'updated');
    await clock.advance(10_000);
    expect([web(cluster).spec?.restartAt, web(cluster).spec?.template?.spec?.containers[0]?.env]).toEqual([undefined, [UPDATED]]);
  });

  it('whose template is that of a Deployment is not told what it did not ask for', async () => {
    const { cluster, clock } = await settled(
      { annotations: {}, spec: { template: undefined, workloadRef: { kind: 'Deployment', name: 'web' } } },
      '--auto-reload-all',
    );
    await clock.advance(10_000);
    expect((await cluster.client.list(events)).items).toEqual([]);
  });

  it('whose template is that of a Deployment is left to that, which an Event says once', async () => {
    const workloadRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
    const { cluster, clock } = await settled({ spec: { template: undefined, workloadRef } });
    cluster.put(deployments, workload('web'));
    for (const replicas of [1, 2, 3]) put(cluster, { spec: { template: undefined, workloadRef, replicas } });
    await clock.advance(3_000);
    write(cluster, 'updated');
    await clock.advance(10_000);
    const { items } = await cluster.client.list(events);
    expect([patches(cluster), cluster.get(deployments, 'default/web')?.spec?.template.spec?.containers[0]?.env]).toEqual([[], [UPDATED]]);
    expect(items.filter(({ involvedObject }) => involvedObject.kind === 'Rollout')).toMatchObject([
      {
        type: 'Warning',
        reason: 'ReloadAnnotation',
        count: 1,
        message: 'its pods are made from the template of Deployment web: it rolls when that does, so put the annotations there',
      },
    ]);
  });
});

describe('an Argo Rollout that restarts', () => {
  it('is told of, and not touched, with --dry-run', async () => {
    const { cluster, clock, logs } = await settled({ annotations: RESTART }, '--dry-run');
    write(cluster, 'updated');
    await clock.advance(10_000);
    expect([cluster.attempts, logs.find(({ message }) => message === 'would roll')]).toEqual([
      [],
      expect.objectContaining({ workload: 'Rollout default/web', writes: ['restartAt 2026-11-21T10:07:34Z'] }),
    ]);
  });

  it('18: restarts once where two lead at once', async () => {
    const { cluster, clock } = await settled({ annotations: RESTART });
    atWork(cluster, configReload, { clock, args: [ON] });
    await clock.advance(3_000);
    write(cluster, 'updated');
    await clock.advance(100_000);
    expect(patches(cluster)).toHaveLength(2);
  });

  it('has the time of its restart moved with each change, once, and its template is left alone', async () => {
    const { cluster, clock } = await settled({ annotations: RESTART });
    const before = web(cluster).spec;
    write(cluster, 'updated');
    await clock.advance(10_000);
    const first = web(cluster).spec;
    write(cluster, 'third');
    await clock.advance(100_000);
    // The next full second: what was made within this one has what was there at its beginning.
    expect([first, web(cluster).spec]).toEqual([
      { ...before, restartAt: '2026-11-21T10:07:34Z' },
      { ...before, restartAt: '2026-11-21T10:07:44Z' },
    ]);
    expect(patches(cluster)).toHaveLength(3);
  });

  it('is not restarted by whoever leads next, nor for labels or the same data again', async () => {
    const { cluster, clock, die } = await settled({ annotations: RESTART });
    write(cluster, 'updated');
    await clock.advance(10_000);
    die();
    atWork(cluster, configReload, { clock, args: [ON] });
    await clock.advance(10_000);
    cluster.put(configMaps, configMap('settings', { key: 'updated' }, { labels: { new: 'label' } }));
    await clock.advance(10_000);
    expect(patches(cluster)).toHaveLength(2);
  });

  it('catches up with what changed while nobody looked', async () => {
    const { cluster, clock, die } = await settled({ annotations: RESTART });
    die();
    write(cluster, 'updated');
    atWork(cluster, configReload, { clock, args: [ON] });
    await clock.advance(10_000);
    expect([patches(cluster).length, web(cluster).spec?.restartAt]).toEqual([2, '2026-11-21T10:07:34Z']);
  });
});

describe('22: Argo Rollouts that the cluster has only later', () => {
  it('hold up nobody, are looked after once they are there, and again after they were gone', async () => {
    const cluster = fakeCluster();
    let served = false;
    const absent = () => new ApiError('not-found', 'the server could not find the requested resource', { status: 404 });
    cluster.fault = ({ resource, verb }, commit) => {
      if (resource === 'rollouts.argoproj.io' && !served && (verb === 'list' || verb === 'watch')) throw absent();
      return commit();
    };
    write(cluster, 'first');
    cluster.put(deployments, workload('web'));
    const { clock, ready } = atWork(cluster, configReload, { args: [ON] });
    await clock.advance(3_000);
    write(cluster, 'second');
    await clock.advance(3_000);
    const without = [ready(), cluster.get(deployments, 'default/web')?.spec?.template.spec?.containers[0]?.env?.length];
    served = true;
    put(cluster, { annotations: RESTART });
    await clock.advance(120_000);
    write(cluster, 'third');
    await clock.advance(3_000);
    const first = web(cluster).spec?.restartAt;
    cluster.remove(rollouts, 'default/web');
    served = false;
    cluster.breakWatches(absent());
    await clock.advance(120_000);
    served = true;
    put(cluster, { annotations: RESTART });
    await clock.advance(120_000);
    const later = web(cluster).spec?.restartAt;
    write(cluster, 'fourth');
    await clock.advance(3_000);
    expect([without, typeof first, later, typeof web(cluster).spec?.restartAt]).toEqual([[[], 1], 'string', undefined, 'string']);
  });
});
