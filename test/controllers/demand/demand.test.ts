import { describe, expect, it } from '@jest/globals';
import { ApiError } from '../../../kube/errors/api-error.ts';
import { configMaps, deployments, events } from '../../../kube/objects/built-in.ts';
import type { FakeCluster } from '../runtime/fake-cluster.ts';
import { followScales, shopDeployment } from './cluster-of-shops.ts';
import { change, IRONWORKER, KINGDOM, pass, replicas, RIGHT, sampleCluster, scales, SHOPS, start } from './sample-at-work.ts';

const CRAFTSMAN = `${KINGDOM}/craftsman`;
const told = (cluster: FakeCluster) => cluster.changes.filter((each) => each.startsWith('create events')).length;

describe('the controller demand', () => {
  it('gives the sample the workers that bring it to full speed, within thirty seconds, and rests', async () => {
    const cluster = sampleCluster();
    const controller = start(cluster);
    await pass(controller, cluster, 30);
    expect(replicas(cluster)).toEqual(RIGHT);
    expect(scales(cluster)).toHaveLength(3);
    await pass(controller, cluster, 3_600);
    expect(scales(cluster)).toHaveLength(3);
    controller.stop();
  });

  it('tells of each change by an Event, in the log and in its metrics', async () => {
    const cluster = sampleCluster();
    const controller = start(cluster);
    await pass(controller, cluster, 30);
    const why = 'from 1 to 3 workers: 0.27 iron/s could be used by craftsman, and a worker makes 0.1';
    expect(controller.logs).toContainEqual(expect.objectContaining({ message: 'shop scaled', shop: IRONWORKER, from: 1, to: 3, why }));
    const names = cluster.changes.filter((each) => each.startsWith('create events')).map((each) => each.slice('create events '.length));
    const texts = names
      .map((name) => cluster.get(events, name))
      .map((event) => [event?.involvedObject.name, event?.reason, event?.message]);
    expect(texts).toContainEqual(['ironworker', 'Scaled', why]);
    for (const [is, value] of Object.entries({ wanted: 3, have: 3, from: 1, to: 5 }))
      expect(await controller.metric('civ_demand_workers', `shop="ironworker",is="${is}"`)).toBe(value);
    controller.stop();
  });

  it('takes them away within six minutes after the need is gone', async () => {
    const cluster = sampleCluster();
    const controller = start(cluster);
    await pass(controller, cluster, 30);
    change(cluster, 'craftsman', { replicas: 0 });
    followScales(cluster, KINGDOM, SHOPS);
    await pass(controller, cluster, 360);
    expect(replicas(cluster)).toEqual({ woodworker: 1, stoneworker: 1, ironworker: 1, craftsman: 0 });
    controller.stop();
  });

  it('only tells in a dry run', async () => {
    const cluster = sampleCluster();
    const controller = start(cluster, '--dry-run');
    await pass(controller, cluster, 60);
    expect(cluster.attempts).toEqual([]);
    expect(controller.messages().filter((message) => message === 'shop would be scaled')).toHaveLength(3);
    expect(await controller.metric('civ_demand_workers', 'shop="ironworker",is="wanted"')).toBe(3);
    controller.stop();
  });

  it.each([
    [
      'a range that cannot be read',
      (cluster: FakeCluster) => change(cluster, 'woodworker', { annotations: { 'civ8s.dev/replicas': 'many' } }),
    ],
    [
      'directions that are not JSON',
      (cluster: FakeCluster) =>
        cluster.put(configMaps, { metadata: { name: 'other-directions', namespace: KINGDOM }, data: { 'directions.json': '[{' } }) &&
        cluster.put(deployments, shopDeployment({ namespace: KINGDOM, name: 'other', town: 'x' }, 1, { 'civ8s.dev/replicas': '1-5' })),
    ],
    [
      'a shop without labels',
      (cluster: FakeCluster) =>
        cluster.put(deployments, {
          metadata: { name: 'bare', namespace: KINGDOM, annotations: { 'civ8s.dev/replicas': '1-5' } },
          spec: { replicas: 1, selector: {}, template: {} },
        }),
    ],
  ])('says once what to do about %s, and goes on with the others', async (_, spoil) => {
    const cluster = sampleCluster();
    spoil(cluster);
    const controller = start(cluster);
    await pass(controller, cluster, 30);
    expect(replicas(cluster)).toMatchObject({ craftsman: 1 });
    expect(replicas(cluster)['ironworker']).toBeGreaterThan(1);
    expect(controller.messages().filter((message) => message === 'shop is not scaled')).toHaveLength(1);
    const before = told(cluster);
    await pass(controller, cluster, 600);
    expect(told(cluster)).toBe(before);
    controller.stop();
  });

  it('does not fight with somebody else who scales, and says so once', async () => {
    const cluster = sampleCluster();
    const controller = start(cluster);
    await pass(controller, cluster, 30);
    const before = scales(cluster).length;
    for (const count of [5, 1, 5]) {
      change(cluster, 'ironworker', { replicas: count });
      await pass(controller, cluster, 60);
    }
    expect(scales(cluster).filter((each) => each.includes('ironworker')).length).toBe(1);
    expect(scales(cluster).length).toBeLessThanOrEqual(before + 2);
    expect(controller.messages().filter((message) => message === 'shop is not scaled')).toHaveLength(1);
    controller.stop();
  });

  it('puts its name to a number that has none, once, and tells nobody', async () => {
    const cluster = sampleCluster();
    const { managedFields: _, ...metadata } = cluster.get(deployments, CRAFTSMAN)?.metadata ?? {};
    cluster.put(deployments, { ...cluster.get(deployments, CRAFTSMAN), metadata });
    const controller = start(cluster);
    await pass(controller, cluster, 600);
    expect(scales(cluster).filter((each) => each.endsWith(CRAFTSMAN))).toHaveLength(1);
    expect(cluster.get(deployments, CRAFTSMAN)?.metadata?.managedFields?.map(({ manager }) => manager)).toEqual(['civ8s-demand']);
    expect(controller.logs.filter(({ shop }) => shop === CRAFTSMAN)).toEqual([]);
    expect(told(cluster)).toBe(3);
    controller.stop();
  });

  it('asks about a refusal ever more seldom, and the others are scaled', async () => {
    const cluster = sampleCluster();
    cluster.fault = ({ verb, key }, commit) => {
      if (verb === 'patch' && key === IRONWORKER) throw new ApiError('forbidden', 'civ-scales-only denied request', { status: 403 });
      return commit();
    };
    const controller = start(cluster);
    await pass(controller, cluster, 600);
    expect(replicas(cluster)).toEqual({ ...RIGHT, ironworker: 1 });
    expect(cluster.attempts.filter((each) => each === `patch deployments.apps ${IRONWORKER}`).length).toBeLessThan(9);
    controller.stop();
  });
});
