import { describe, expect, it } from '@jest/globals';
import type { Controller } from '../../../controllers/runtime/definition.ts';
import { createLeaseStore } from '../../../controllers/runtime/election/lease-store.ts';
import type { Client } from '../../../kube/client/client.ts';
import { configMaps, leases, type ConfigMap } from '../../../kube/objects/built-in.ts';
import { keyOf } from '../../../kube/objects/resource.ts';
import { atWork } from './controller-at-work.ts';
import { fakeCluster } from './fake-cluster.ts';

const byTown = (map: ConfigMap): readonly string[] => [map.metadata?.labels?.['town'] ?? ''];

/** Notes what it looks at, and how many it finds of the town that is called like it. */
function noting(name: string, unlike: Partial<Controller> & { readonly selector?: string } = {}) {
  const looked: string[] = [];
  const { selector, ...others } = unlike;
  const controller: Controller = {
    name,
    summary: '',
    flags: {},
    setUp({ follow }) {
      const store = follow(configMaps, {
        labelSelector: selector,
        indexes: { [name]: byTown },
        keys: ({ object }) => [keyOf(object)],
      });
      return async (key) => {
        looked.push(`${key} ${store.by(name, name).length}`);
        return 'on-change';
      };
    },
    ...others,
  };
  return { looked, controller };
}
const map = (name: string, town: string): ConfigMap => ({ metadata: { name, namespace: 'default', labels: { town } } });
const lease = (client: Client) => createLeaseStore(client, { namespace: 'default', name: 'both' }, () => 0);

describe('several controllers in one process', () => {
  it('follow once what they follow alike, and find in it by an index of their own each', async () => {
    const cluster = fakeCluster();
    cluster.put(configMaps, map('a', 'one'));
    const [one, two, narrow] = [noting('one'), noting('two'), noting('narrow', { selector: 'town=one' })];
    const { clock, logs, metric } = atWork(cluster, [one.controller, two.controller, narrow.controller]);
    await clock.advance(1_000);
    cluster.put(configMaps, map('b', 'two'));
    await clock.advance(1_000);
    expect([one.looked, two.looked, narrow.looked]).toEqual([
      ['default/a 1', 'default/b 1'],
      ['default/a 0', 'default/b 1'],
      ['default/a 0'],
    ]);
    expect(logs.filter(({ message }) => message === 'listed')).toHaveLength(2);
    expect(await metric('civ_store_objects', 'configmaps')).toBe(3);
  });

  it('rest once, some seconds after all that they follow is there', async () => {
    const cluster = fakeCluster();
    cluster.put(configMaps, map('a', 'one'));
    let rests = 0;
    const onRest = (): void => void (rests += 1);
    const { clock } = atWork(cluster, [noting('one').controller, noting('narrow', { selector: 'town=one' }).controller], {
      tweak: { onRest },
    });
    await clock.advance(1_000);
    expect(rests).toBe(0);
    await clock.advance(10_000);
    cluster.put(configMaps, map('b', 'two'));
    await clock.advance(60_000);
    expect(rests).toBe(1);
  });

  it('have a queue each: one that fails holds up no other, and each is counted by itself', async () => {
    const cluster = fakeCluster();
    cluster.put(configMaps, map('a', 'one'));
    const failing: Controller = {
      ...noting('failing').controller,
      setUp: ({ follow }) => (follow(configMaps, { keys: ({ object }) => [keyOf(object)] }), () => Promise.reject(new Error('no'))),
    };
    const well = noting('well');
    const { clock, metric } = atWork(cluster, [failing, well.controller]);
    await clock.advance(6);
    expect(well.looked).toEqual(['default/a 0']);
    expect([
      await metric('controller_runtime_reconcile_errors_total', 'controller="failing"'),
      await metric('controller_runtime_reconcile_errors_total', 'controller="well"'),
    ]).toEqual([2, 0]);
  });

  it('stand for one Lease, and lead together', async () => {
    const cluster = fakeCluster();
    const [one, two] = [noting('one'), noting('two')];
    const first = atWork(cluster, [one.controller, two.controller], { identity: 'first', leases: lease });
    await first.clock.advance(1_000);
    const [three, four] = [noting('one'), noting('two')];
    const second = atWork(cluster, [three.controller, four.controller], { identity: 'second', leases: lease, clock: first.clock });
    await first.clock.advance(1_000);
    cluster.put(configMaps, map('a', 'one'));
    await first.clock.advance(1_000);
    expect([cluster.get(leases, 'default/both')?.spec?.holderIdentity, one.looked.length, two.looked.length]).toEqual(['first', 1, 1]);
    expect([second.ready(), three.looked, four.looked]).toEqual([[], [], []]);
    first.stop();
    await first.clock.advance(5_000);
    expect([first.hasEnded(), three.looked.length, four.looked.length]).toEqual([true, 1, 1]);
  });

  it('only look, where one is told to, while the others write', async () => {
    const cluster = fakeCluster();
    cluster.put(configMaps, map('a', 'one'));
    const writing = (name: string, readsOnly: boolean): Controller => ({
      name,
      summary: '',
      flags: {},
      readsOnly: () => readsOnly,
      setUp({ follow }) {
        follow(configMaps, { keys: ({ object }) => [keyOf(object)] });
        return async (_, { client }) => {
          await client.patch(configMaps, { namespace: 'default', name: 'a' }, { merge: { data: { [name]: 'was here' } } });
          return 'on-change';
        };
      },
    });
    const { clock } = atWork(cluster, [writing('looker', true), writing('writer', false)], { leases: lease });
    await clock.advance(1_000);
    expect(cluster.get(configMaps, 'default/a')?.data).toEqual({ writer: 'was here' });
  });
});
