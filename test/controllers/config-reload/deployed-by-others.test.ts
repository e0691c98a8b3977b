import { describe, expect, it } from '@jest/globals';
import { configReload } from '../../../controllers/config-reload/config-reload.ts';
import { contentMarker } from '../../../controllers/config-reload/seen/marker.ts';
import { configMaps, deployments, type Deployment } from '../../../kube/objects/built-in.ts';
import { atWork } from '../runtime/controller-at-work.ts';
import { fakeCluster, type FakeCluster } from '../runtime/fake-cluster.ts';
import { configMap, workload } from './objects.ts';
import { markersOf } from './scenarios.ts';

const write = (cluster: FakeCluster, value: string) => cluster.put(configMaps, configMap('settings', { key: value }));
const get = (cluster: FakeCluster) => cluster.get(deployments, 'default/web') as Deployment;
const markerOf = (value: string) => `STAKATER_SETTINGS_CONFIGMAP=${contentMarker([['key', value]])}`;
/** Somebody deploys: his pods take what the ConfigMap has by then. */
function deploy(cluster: FakeCluster, image: string): void {
  const { spec, ...web } = get(cluster);
  if (spec === undefined) return;
  const metadata = { ...spec.template.metadata, annotations: { image } };
  cluster.put(deployments, { ...web, spec: { ...spec, template: { ...spec.template, metadata } } });
}
const patches = (cluster: FakeCluster) => cluster.changes.filter((change) => change === 'patch deployments.apps default/web').length;

/** Its changes wait: ten seconds have to be quiet. */
async function waiting(...args: string[]) {
  const cluster = fakeCluster();
  write(cluster, 'first');
  cluster.put(deployments, workload('web'));
  const controller = atWork(cluster, configReload, { args: ['--debounce=10s', ...args] });
  await controller.clock.advance(3_000);
  write(cluster, 'second');
  await controller.clock.advance(3_000);
  deploy(cluster, 'v2');
  return { cluster, ...controller };
}

describe('a workload that somebody else deploys while a change waits', () => {
  it('rolls when the source changes back: its pods have what was there between', async () => {
    const { cluster, clock } = await waiting();
    await clock.advance(1_000);
    write(cluster, 'first');
    await clock.advance(30_000);
    expect(markersOf(get(cluster))).toEqual([markerOf('first')]);
  });

  it('rolls as well where this process ends between', async () => {
    const { cluster, clock, die } = await waiting();
    await clock.advance(1_000);
    die();
    write(cluster, 'first');
    const next = atWork(cluster, configReload, { args: ['--debounce=10s'] });
    await next.clock.advance(30_000);
    expect(markersOf(get(cluster))).toEqual([markerOf('first')]);
  });

  it('has the change already, which is noted at once, and does not roll again', async () => {
    const { cluster, clock } = await waiting();
    await clock.advance(1_000);
    const noted = patches(cluster);
    await clock.advance(60_000);
    expect([markersOf(get(cluster)), noted, patches(cluster)]).toEqual([[], 2, 2]);
    write(cluster, 'third');
    await clock.advance(30_000);
    expect(markersOf(get(cluster))).toEqual([markerOf('third')]);
  });

  it('rolls once for what changes after it was deployed', async () => {
    const { cluster, clock } = await waiting();
    await clock.advance(1_000);
    write(cluster, 'third');
    await clock.advance(60_000);
    expect([markersOf(get(cluster)), patches(cluster)]).toEqual([[markerOf('third')], 3]);
  });
});
