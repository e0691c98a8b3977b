import { describe, expect, it } from '@jest/globals';
import { podTimestamp } from '../../../controllers/pod-timestamp/pod-timestamp.ts';
import { ApiError } from '../../../kube/errors/api-error.ts';
import { configMaps, events, pods } from '../../../kube/objects/built-in.ts';
import { everyFault } from '../../../lab/faults/every-fault.ts';
import type { Lab } from '../../../lab/start-lab.ts';
import { askingPod } from '../pod-timestamp/asking-pod.ts';
import { atWork } from './controller-at-work.ts';
import { fakeCluster, type FakeCluster } from './fake-cluster.ts';
import { wish, wishes } from './wishes.ts';

const conflict = () => new ApiError('conflict', 'the object has been modified', { status: 409 });
const unreachable = () => new ApiError('unreachable', 'connection reset', { outcomeUnknown: true });
const names = (cluster: FakeCluster) =>
  cluster.client
    .list(configMaps)
    .then(({ items }) =>
      items.map(({ metadata }) => `${metadata?.name} ${metadata?.annotations?.['granted'] === undefined ? '' : 'granted'}`.trim()).sort(),
    );

describe('faults that a controller lives through, by their numbers', () => {
  it('3: a server that was restored from a backup: what it lost is done again, and no version is waited for that will not come', async () => {
    const cluster = fakeCluster();
    cluster.put(pods, askingPod('a'));
    const restore = cluster.backup();
    cluster.fault = ({ verb }, commit) => {
      if (verb === 'patch') cluster.holdEvents();
      return commit();
    };
    const { clock } = atWork(cluster, podTimestamp, { tweak: { resyncMs: 600_000 } });
    await clock.advance(1_000);
    expect(cluster.changes).toHaveLength(1);
    cluster.fault = (_, commit) => commit();
    restore();
    await clock.advance(700_000);
    expect(cluster.get(pods, 'default/a')?.metadata?.annotations?.['timestamp']).toBeDefined();
  });

  it('7 and an outage: once the API server is back, every key is tried at once, however long it had failed', async () => {
    const cluster = fakeCluster();
    for (const name of ['a', 'b', 'c']) cluster.put(pods, askingPod(name));
    const { clock, ready, live } = atWork(cluster, podTimestamp);
    cluster.fault = ({ verb }, commit) => {
      if (verb === 'patch') throw unreachable();
      return commit();
    };
    await clock.advance(700_000); // by now minutes lie between two tries
    cluster.fault = () => {
      throw unreachable();
    };
    cluster.breakWatches(unreachable());
    await clock.advance(30_000);
    expect([ready(), live()]).toEqual([[expect.stringMatching(/^pods: out of date for \d+ s: connection reset$/)], []]);
    cluster.fault = (_, commit) => commit();
    await clock.advance(60_000);
    expect([cluster.changes.length, ready()]).toEqual([3, []]);
  });

  it('7: a server that asks to wait is not asked again before', async () => {
    const cluster = fakeCluster();
    cluster.put(pods, askingPod('a'));
    let busy = true;
    cluster.fault = ({ verb }, commit) => {
      if (verb === 'patch' && busy) throw new ApiError('too-many-requests', 'the server is busy', { status: 429, retryAfterMs: 30_000 });
      return commit();
    };
    const { clock } = atWork(cluster, podTimestamp);
    await clock.advance(70_000);
    expect(cluster.attempts).toHaveLength(3);
    busy = false;
    await clock.advance(30_000);
    expect(cluster.changes).toEqual(['patch pods default/a']);
  });

  it('12: a pod that came and went, and one that asked and was silent again, while nothing was heard: nothing is done', async () => {
    const cluster = fakeCluster();
    cluster.put(pods, askingPod('wavers', { annotations: {} }));
    const { clock } = atWork(cluster, podTimestamp);
    await clock.advance(1_000);
    const release = cluster.holdEvents();
    cluster.put(pods, askingPod('brief'));
    cluster.remove(pods, 'default/brief');
    cluster.put(pods, askingPod('wavers'));
    cluster.put(pods, askingPod('wavers', { annotations: {} }));
    await clock.advance(1_000);
    release();
    await clock.advance(100_000);
    expect(cluster.changes).toEqual([]);
  });

  it('13: a cache that shows a former pod of the same name: the new one is not written by what was decided for the old', async () => {
    const cluster = fakeCluster();
    const { clock } = atWork(cluster, podTimestamp);
    await clock.advance(1_000);
    let swapped = false;
    cluster.fault = ({ verb }, commit) => {
      if (verb === 'patch' && !swapped) {
        swapped = true;
        cluster.remove(pods, 'default/a');
        cluster.put(pods, askingPod('a', { annotations: {} })); // another pod, which does not ask
      }
      return commit();
    };
    cluster.put(pods, askingPod('a'));
    await clock.advance(100_000);
    expect([cluster.attempts, cluster.changes]).toEqual([['patch pods default/a'], []]);
  });

  it('13: and another pod of that name that asks as well is looked at for itself', async () => {
    const cluster = fakeCluster();
    const { clock } = atWork(cluster, podTimestamp);
    await clock.advance(1_000);
    let swapped = false;
    cluster.fault = ({ verb }, commit) => {
      if (verb === 'patch' && !swapped) {
        swapped = true;
        cluster.remove(pods, 'default/a');
        cluster.put(pods, askingPod('a'));
      }
      return commit();
    };
    cluster.put(pods, askingPod('a'));
    await clock.advance(100_000);
    expect([cluster.attempts, cluster.changes]).toEqual([['patch pods default/a', 'patch pods default/a'], ['patch pods default/a']]);
  });

  it('14: the own write is not in the cache yet when the key is woken: it is put off, which is counted, and nothing is written twice', async () => {
    const cluster = fakeCluster();
    const { clock, metric } = atWork(cluster, podTimestamp, { tweak: { resyncMs: 1_000 } });
    await clock.advance(100);
    const hold: { release?: () => void } = {};
    cluster.fault = ({ verb }, commit) => {
      if (verb === 'patch') hold.release = cluster.holdEvents();
      return commit();
    };
    cluster.put(pods, askingPod('a'));
    await clock.advance(5_000); // resyncs look at the pod, which the cache shows without its stamp
    const skipped = await metric('stale_sync_skips_total');
    hold.release?.();
    await clock.advance(100_000);
    expect(skipped).toBeGreaterThanOrEqual(3);
    expect(cluster.attempts).toEqual(['patch pods default/a']);
  });

  it('15: killed after any write of a reconcile with several, and whatever else: another process finishes, and nothing is done twice', async () => {
    const twoWish = async (lab: Lab) => {
      for (const name of ['a', 'b']) await lab.put(configMaps, wish(name));
    };
    const { plans, failed } = await everyFault({
      controllers: wishes(),
      act: [twoWish],
      state: async ({ client }) => (await client.list(configMaps)).items.map(({ metadata }) => metadata?.name),
    });
    expect(failed).toEqual([]);
    expect(plans.length).toBeGreaterThan(30);
  });

  it.each(['create', 'patch'])('16: the answer to a %s is lost after it was done: nothing is done twice', async (verb) => {
    const cluster = fakeCluster();
    const { clock } = atWork(cluster, wishes());
    let lost = false;
    cluster.fault = (attempt, commit) => {
      const answer = commit();
      if (attempt.verb !== verb || lost) return answer;
      lost = true;
      throw unreachable();
    };
    cluster.put(configMaps, wish('a'));
    await clock.advance(100_000);
    expect([await names(cluster), cluster.changes]).toEqual([
      ['a granted', 'gift-a'],
      ['create configmaps default/gift-a', 'patch configmaps default/a'],
    ]);
  });

  it('16: the answer to a stamp is lost after it was written, and the cache is late: the second try changes nothing', async () => {
    const cluster = fakeCluster();
    cluster.put(pods, askingPod('a'));
    const { clock } = atWork(cluster, podTimestamp);
    const hold: { release?: () => void } = {};
    cluster.fault = ({ verb }, commit) => {
      if (verb !== 'patch') return commit();
      hold.release ??= cluster.holdEvents();
      const answer = commit();
      if (cluster.attempts.length === 1) throw unreachable();
      return answer;
    };
    await clock.advance(3_000);
    hold.release?.();
    await clock.advance(1_000_000);
    expect(cluster.changes).toEqual(['patch pods default/a']);
    const { length } = cluster.attempts;
    await clock.advance(2_000_000);
    expect(cluster.attempts).toHaveLength(length);
  });

  it.each([
    ['4 times', 4],
    ['for ever', Infinity],
  ])('17: a conflict %s: it backs off, and other keys go on', async (_, times) => {
    const cluster = fakeCluster();
    for (const name of ['a', 'b', 'c']) cluster.put(pods, askingPod(name));
    let conflicts = 0;
    cluster.fault = ({ verb, key }, commit) => {
      if (verb === 'patch' && key === 'default/a' && conflicts++ < times) throw conflict();
      return commit();
    };
    const { clock, messages } = atWork(cluster, podTimestamp);
    await clock.advance(10_000);
    expect([...cluster.changes].sort()).toEqual([
      ...(times === 4 ? ['patch pods default/a'] : []),
      'patch pods default/b',
      'patch pods default/c',
    ]);
    expect(conflicts).toBe(times === 4 ? 5 : 11);
    expect(messages()).toContain('reconcile failed');
  });

  it('a defect of its code: it is told with its place, counted, and tried again as any failure', async () => {
    const cluster = fakeCluster();
    cluster.put(pods, askingPod('a'));
    cluster.fault = ({ verb }, commit) => {
      if (verb === 'patch') throw new TypeError('metadata is undefined');
      return commit();
    };
    const { clock, logs, metric } = atWork(cluster, podTimestamp);
    await clock.advance(6);
    expect(logs.filter(({ message }) => message === 'reconcile failed')).toEqual([
      expect.objectContaining({
        level: 'error',
        key: 'default/a',
        error: 'metadata is undefined',
        at: expect.stringContaining('faults.test.ts:'),
      }),
      expect.objectContaining({ level: 'error', retryMs: 10 }),
    ]);
    expect(logs.find(({ message }) => message === 'where the reconcile failed')).toMatchObject({
      level: 'debug',
      stack: expect.stringMatching(/^TypeError: /),
    });
    expect(await metric('controller_runtime_reconcile_panics_total')).toBe(2);
  });

  it('18: two that lead at once, one of them on an old cache: a pod is stamped once, and its time stays', async () => {
    const cluster = fakeCluster();
    cluster.put(pods, askingPod('a'));
    const { clock } = atWork(cluster, podTimestamp);
    await clock.advance(5_000);
    const stamp = cluster.get(pods, 'default/a')?.metadata?.annotations?.['timestamp'];
    cluster.fault = ({ verb }, commit) =>
      verb === 'list' ? { items: [askingPod('a', { uid: 'uid-1', resourceVersion: '101' })], resourceVersion: '101' } : commit();
    cluster.holdEvents();
    atWork(cluster, podTimestamp, { clock });
    await clock.advance(10_000);
    expect([cluster.changes, cluster.get(pods, 'default/a')?.metadata?.annotations?.['timestamp']]).toEqual([
      ['patch pods default/a'],
      stamp,
    ]);
    expect(cluster.attempts.length).toBeGreaterThan(1);
  });

  it('20: a reconcile that throws, and one that never ends: the others go on, it is counted, and the deadline frees the worker', async () => {
    const cluster = fakeCluster();
    const blocked = new Set<string>();
    const { clock, metric, live } = atWork(
      cluster,
      wishes({
        before: (key) => {
          if (key === 'default/thrower') throw new Error('a defect');
          if (!key.startsWith('default/stuck')) return undefined;
          blocked.add(key);
          return new Promise(() => {});
        },
      }),
    );
    for (const name of ['thrower', 'stuck-1', 'stuck-2', 'stuck-3', 'stuck-4', 'fine']) cluster.put(configMaps, wish(name));
    await clock.advance(59_000); // all four workers are held up
    expect([blocked.size, live()]).toEqual([4, []]);
    await clock.advance(5_000);
    expect(await names(cluster)).toContain('fine granted');
    expect(await metric('controller_runtime_reconcile_errors_total')).toBeGreaterThan(4);
    cluster.put(configMaps, wish('stuck-1', { annotations: { touched: '' } })); // its first reconcile still has it
    await clock.advance(120_000);
    expect(live()).toEqual(['a reconcile has ignored its deadline for 123 s']);
  });

  it('21: 10,000 objects, and 500 changes of one of them in a second: never two reconciles of a key, what happens live comes first, and nothing piles up', async () => {
    const [OBJECTS, CHANGES, WORKERS, RECONCILE_MS] = [10_000, 500, 4, 10];
    const cluster = fakeCluster();
    for (let i = 0; i < OBJECTS; i++) cluster.put(configMaps, wish(`old-${i}`, { annotations: { granted: 'x' } }));
    const running = new Set<string>();
    const order: string[] = [];
    let together = 0;
    let seen: string | undefined;
    const { clock, metric } = atWork(
      cluster,
      wishes({
        async before(key) {
          order.push(key);
          if (running.has(key)) together += 1;
          running.add(key);
          if (key === 'default/busy') seen = cluster.get(configMaps, key)?.metadata?.annotations?.['turn'];
          await clock.pause(RECONCILE_MS, new AbortController().signal);
          running.delete(key);
        },
      }),
    );
    await clock.advance(50);
    const before = order.length;
    let deepest = 0;
    for (let turn = 0; turn < CHANGES; turn++) {
      cluster.put(configMaps, wish('busy', { annotations: { granted: 'x', turn: String(turn) } }));
      await clock.advance(1_000 / CHANGES);
      if (turn % 100 === 99) deepest = Math.max(deepest, (await metric('workqueue_depth', 'priority="0"')) ?? 0);
    }
    const busy = () => order.filter((key) => key === 'default/busy').length;
    expect([together, order.indexOf('default/busy') - before < WORKERS]).toEqual([0, true]);
    expect(deepest).toBeLessThanOrEqual(1);
    expect(busy()).toBeLessThanOrEqual(1_000 / RECONCILE_MS);
    await clock.advance((OBJECTS / WORKERS) * RECONCILE_MS);
    expect([seen, order.length - busy(), new Set(order).size]).toEqual([String(CHANGES - 1), OBJECTS, OBJECTS + 1]);
  });

  it('22: one namespace is refused, and granted later: the other is served meanwhile, and readiness says which', async () => {
    const cluster = fakeCluster();
    cluster.put(pods, askingPod('a', { namespace: 'open' }));
    cluster.put(pods, askingPod('a', { namespace: 'closed' }));
    let granted = false;
    cluster.fault = ({ verb, key }, commit) => {
      if ((verb === 'list' || verb === 'watch') && key === 'closed' && !granted)
        throw new ApiError('forbidden', 'pods is forbidden', { status: 403 });
      return commit();
    };
    const { clock, ready } = atWork(cluster, podTimestamp, { args: ['--namespaces=open,closed'] });
    await clock.advance(60_000);
    expect([cluster.changes, ready()]).toEqual([['patch pods open/a'], ['pods in closed: not listed yet: pods is forbidden']]);
    granted = true;
    await clock.advance(60_000);
    expect([cluster.changes, ready()]).toEqual([['patch pods open/a', 'patch pods closed/a'], []]);
  });

  it('23: a namespace goes away under it: it gives up with the pods in it', async () => {
    const cluster = fakeCluster();
    cluster.put(pods, askingPod('a'));
    const { clock } = atWork(cluster, podTimestamp);
    cluster.fault = ({ verb }, commit) => {
      if (verb !== 'patch') return commit();
      cluster.remove(pods, 'default/a');
      throw new ApiError('forbidden', 'namespace default is being terminated', { status: 403 });
    };
    await clock.advance(100_000);
    expect(cluster.attempts.filter((attempt) => attempt.startsWith('patch pods'))).toEqual(['patch pods default/a']);
  });

  it('24: somebody creates, changes and deletes pods at random: once that ends, each that asks has its time, and then there is silence', async () => {
    const cluster = fakeCluster();
    const { clock } = atWork(cluster, podTimestamp);
    let seed = 7;
    const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    for (let i = 0; i < 400; i++) {
      const name = `pod-${random(12)}`;
      if (random(3) === 0) cluster.remove(pods, `default/${name}`);
      else
        cluster.put(
          pods,
          askingPod(name, { labels: { turn: String(i) }, annotations: random(4) === 0 ? {} : { addtime: String(random(2)) } }),
        );
      if (random(2) === 0) await clock.advance(random(20));
    }
    await clock.advance(60_000);
    const { items } = await cluster.client.list(pods);
    expect(
      items
        .filter(
          ({ metadata }) => (metadata?.annotations?.['addtime'] === undefined) !== (metadata?.annotations?.['timestamp'] === undefined),
        )
        .map(({ metadata }) => metadata?.name),
    ).toEqual([]);
    const { length } = cluster.attempts;
    await clock.advance(1_000_000);
    expect(cluster.attempts).toHaveLength(length);
  });

  it('25: an object that cannot be helped is told about, others go on, and it heals when it is mended', async () => {
    const cluster = fakeCluster();
    const { clock } = atWork(cluster, wishes());
    cluster.put(configMaps, { ...wish('bad'), data: { spoiled: '' } });
    cluster.put(configMaps, wish('good'));
    await clock.advance(10_000);
    expect([await names(cluster), (await cluster.client.list(events)).items.map(({ reason }) => reason)]).toEqual([
      ['bad', 'gift-good', 'good granted'],
      ['Spoiled'],
    ]);
    cluster.put(configMaps, wish('bad'));
    await clock.advance(10_000);
    expect(await names(cluster)).toEqual(['bad granted', 'gift-bad', 'gift-good', 'good granted']);
  });

  it('26: what is touched without a change that matters is looked at, and not written', async () => {
    const cluster = fakeCluster();
    cluster.put(pods, askingPod('a'));
    const { clock } = atWork(cluster, podTimestamp);
    await clock.advance(1_000);
    const stamped = cluster.get(pods, 'default/a');
    for (let i = 0; i < 50; i++) cluster.put(pods, { ...stamped, metadata: { ...stamped?.metadata, labels: { touched: String(i) } } });
    await clock.advance(100_000);
    expect(cluster.attempts).toEqual(['patch pods default/a']);
  });
});
