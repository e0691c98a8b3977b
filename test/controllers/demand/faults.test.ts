import { describe, expect, it } from '@jest/globals';
import { ApiError } from '../../../kube/errors/api-error.ts';
import { deployments } from '../../../kube/objects/built-in.ts';
import { readRange } from '../../../model/workers-range.ts';
import type { FakeCluster } from '../runtime/fake-cluster.ts';
import { change, followNow, IRONWORKER, KINGDOM, pass, replicas, RIGHT, sampleCluster, scales, SHOPS, start } from './sample-at-work.ts';

/** Everything that a shop is given has to be in its range, at every moment. */
function watchRanges(cluster: FakeCluster): void {
  cluster.fault = (_, commit) => {
    const answer = commit();
    for (const shop of SHOPS) {
      const { metadata, spec } = cluster.get(deployments, `${KINGDOM}/${shop}`) ?? {};
      const range = readRange(metadata?.annotations?.['civ8s.dev/replicas'] ?? '') ?? { from: 0, to: Infinity };
      const count = spec?.replicas ?? 1;
      if (count !== 0 && (count < range.from || count > range.to)) throw new Error(`${shop} has ${count}, beyond its range`);
    }
    return answer;
  };
}

describe('demand, whatever happens to it', () => {
  it('takes nobody away for what it has seen before the API server went away for a minute', async () => {
    const cluster = sampleCluster();
    const controller = start(cluster);
    await pass(controller, cluster, 30);
    change(cluster, 'craftsman', { replicas: 0 });
    followNow(cluster);
    await pass(controller, cluster, 280);
    const away = new ApiError('unreachable', 'connection refused');
    cluster.fault = () => {
      throw away;
    };
    cluster.breakWatches(away);
    change(cluster, 'craftsman', { replicas: 1 }); // it is needed again, and nobody hears of it
    for (let past = 0; past < 60; past += 5) await controller.clock.advance(5_000);
    watchRanges(cluster);
    followNow(cluster);
    await pass(controller, cluster, 600);
    expect(replicas(cluster)).toEqual(RIGHT);
    expect(scales(cluster)).toHaveLength(3);
    controller.stop();
  });

  it('never goes above a range that has become smaller where its view is stale', async () => {
    const cluster = sampleCluster();
    watchRanges(cluster);
    const controller = start(cluster);
    await controller.clock.advance(1_000);
    const release = cluster.holdEvents();
    change(cluster, 'ironworker', { annotations: { 'civ8s.dev/replicas': '1-2' } });
    await pass(controller, cluster, 60);
    expect(cluster.attempts).toContain(`patch deployments.apps ${IRONWORKER}`);
    expect(replicas(cluster)['ironworker']).toBe(1);
    release();
    await pass(controller, cluster, 30);
    expect(replicas(cluster)['ironworker']).toBe(2);
    controller.stop();
  });
});
