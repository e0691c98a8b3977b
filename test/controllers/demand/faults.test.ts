import { describe, expect, it } from '@jest/globals';
import { ApiError } from '../../../kube/errors/api-error.ts';
import { deployments } from '../../../kube/objects/built-in.ts';
import { readRange } from '../../../model/workers-range.ts';
import type { AtWork } from '../runtime/controller-at-work.ts';
import type { FakeCluster } from '../runtime/fake-cluster.ts';
import { change, followNow, IRONWORKER, KINGDOM, pass, replicas, RIGHT, sampleCluster, scales, SHOPS, start } from './sample-at-work.ts';

/** Everything that a shop is given has to be in its range, at every moment. */
function watchRanges(cluster: FakeCluster, then: (commit: () => unknown) => unknown = (commit) => commit()): void {
  cluster.fault = (_, commit) => {
    const answer = then(commit);
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
  it('comes to the same after a kill behind each of its writes, up and down, and scales no shop twice', async () => {
    const story = async (crashAt: number): Promise<readonly [object, number, FakeCluster]> => {
      const cluster = sampleCluster();
      const running: AtWork[] = [];
      let writes = 0;
      watchRanges(cluster, (commit) => {
        const before = cluster.changes.length;
        const answer = commit();
        writes += cluster.changes.length - before;
        if (writes === crashAt && cluster.changes.length > before) running[0]?.die();
        return answer;
      });
      running.push(start(cluster));
      const [first] = running;
      if (first === undefined) throw new Error('nothing runs');
      await pass(first, cluster, 60);
      const second = start(cluster);
      if (crashAt === 0) first.stop();
      await pass(second, cluster, 30);
      change(cluster, 'craftsman', { replicas: 0 });
      followNow(cluster);
      await pass(second, cluster, 400);
      second.stop();
      return [replicas(cluster), scales(cluster).length, cluster];
    };
    const [state, count, { changes }] = await story(0);
    expect(state).toEqual({ woodworker: 1, stoneworker: 1, ironworker: 1, craftsman: 0 });

    for (let crashAt = 1; crashAt <= changes.length; crashAt += 1) expect((await story(crashAt)).slice(0, 2)).toEqual([state, count]);
  });

  it('does everything once where two of them are at work', async () => {
    const cluster = sampleCluster();
    watchRanges(cluster);
    const [one, other] = [start(cluster), start(cluster)];
    for (let past = 0; past < 60; past += 5) {
      await Promise.all([one.clock.advance(5_000), other.clock.advance(5_000)]);
      followNow(cluster);
    }
    expect(replicas(cluster)).toEqual(RIGHT);
    expect(scales(cluster)).toHaveLength(3);
    expect([...one.messages(), ...other.messages()]).not.toContain('shop is not scaled');
    one.stop();
    other.stop();
  });

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

  it('takes an answer that was lost for what it was', async () => {
    const cluster = sampleCluster();
    let lost = 0;
    watchRanges(cluster, (commit) => {
      const before = scales(cluster).length;
      const answer = commit();
      if (scales(cluster).length > before && lost++ < 3) throw new ApiError('unreachable', 'reset', { outcomeUnknown: true });
      return answer;
    });
    const controller = start(cluster);
    await pass(controller, cluster, 120);
    expect(replicas(cluster)).toEqual(RIGHT);
    expect(scales(cluster)).toHaveLength(3);
    expect(controller.messages()).not.toContain('shop is not scaled');
    controller.stop();
  });
});
