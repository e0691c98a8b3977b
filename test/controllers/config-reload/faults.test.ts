import { describe, expect, it } from '@jest/globals';
import { configReload } from '../../../controllers/config-reload/config-reload.ts';
import { ApiError } from '../../../kube/errors/api-error.ts';
import { configMaps, deployments } from '../../../kube/objects/built-in.ts';
import { atWork } from '../runtime/controller-at-work.ts';
import { fakeCluster, type FakeCluster } from '../runtime/fake-cluster.ts';
import { configMap, fromConfigMap, workload, type WorkloadParts } from './objects.ts';

const write = (cluster: FakeCluster, value: string, name = 'settings') => cluster.put(configMaps, configMap(name, { key: value }));
const markers = (cluster: FakeCluster, name = 'web') =>
  (cluster.get(deployments, `default/${name}`)?.spec?.template.spec?.containers ?? []).flatMap(({ env = [] }) =>
    env.map(({ name: variable, value }) => [variable, value]),
  );
const patches = (cluster: FakeCluster) => cluster.changes.filter((change) => change.startsWith('patch deployments'));
const UPDATED = ['STAKATER_SETTINGS_CONFIGMAP', '6b3093988321555757cc9b88a5f2d59101a0261c'];

async function settled(args: readonly string[] = [], parts: WorkloadParts = {}) {
  const cluster = fakeCluster();
  write(cluster, 'first');
  cluster.put(deployments, workload('web', parts));
  const controller = atWork(cluster, configReload, { args });
  await controller.clock.advance(3_000);
  return { cluster, ...controller };
}

describe('faults that config-reload lives through, by their numbers', () => {
  it('12: a content that came and went while nothing was heard rolls nothing', async () => {
    const { cluster, clock } = await settled();
    const release = cluster.holdEvents();
    write(cluster, 'second');
    write(cluster, 'first');
    write(cluster, 'brief', 'other');
    cluster.remove(configMaps, 'default/other');
    release();
    await clock.advance(100_000);
    expect([patches(cluster).length, markers(cluster)]).toEqual([1, []]);
  });

  it('13: a workload of the same name that took the place of the one decided on is not written', async () => {
    const { cluster, clock } = await settled(['--debounce=0']);
    let swapped = false;
    cluster.fault = ({ verb, resource }, commit) => {
      if (verb === 'patch' && resource === 'deployments.apps' && !swapped) {
        swapped = true;
        cluster.remove(deployments, 'default/web');
        cluster.put(deployments, workload('web', { annotations: {} }));
      }
      return commit();
    };
    write(cluster, 'updated');
    await clock.advance(100_000);
    expect([swapped, markers(cluster)]).toEqual([true, []]);
  });

  it('14: with its own write not in the cache yet it writes nothing twice', async () => {
    const { cluster, clock } = await settled(['--reload-strategy=annotations', '--debounce=0']);
    const hold: { release?: () => void } = {};
    cluster.fault = ({ verb, resource }, commit) => {
      if (verb === 'patch' && resource === 'deployments.apps') hold.release ??= cluster.holdEvents();
      return commit();
    };
    write(cluster, 'updated');
    await clock.advance(5_000);
    hold.release?.();
    await clock.advance(100_000);
    expect(patches(cluster)).toHaveLength(2); // the record, and the roll
  });

  it('16: the answer to a roll is lost after it was done: nothing rolls twice', async () => {
    const { cluster, clock } = await settled(['--reload-strategy=annotations', '--debounce=0']);
    let lost = false;
    cluster.fault = ({ verb, resource }, commit) => {
      const answer = commit();
      if (verb !== 'patch' || resource !== 'deployments.apps' || lost) return answer;
      lost = true;
      throw new ApiError('unreachable', 'connection reset', { outcomeUnknown: true });
    };
    write(cluster, 'updated');
    await clock.advance(100_000);
    expect([lost, patches(cluster).length]).toEqual([true, 2]);
  });

  it.each([
    ['4 times', 4],
    ['for ever', Infinity],
  ])('17: a conflict %s: other workloads go on', async (_, times) => {
    const { cluster, clock } = await settled();
    cluster.put(deployments, workload('other'));
    await clock.advance(3_000);
    let conflicts = 0;
    cluster.fault = ({ verb, key }, commit) => {
      if (verb === 'patch' && key === 'default/web' && conflicts++ < times)
        throw new ApiError('conflict', 'the object has been modified', { status: 409 });
      return commit();
    };
    write(cluster, 'updated');
    await clock.advance(20_000);
    expect([markers(cluster, 'other'), markers(cluster)]).toEqual([[UPDATED], times === 4 ? [UPDATED] : []]);
    expect(conflicts).toBeLessThan(20);
  });

  it('18: two that lead at once, one of them on an old cache: it rolls once', async () => {
    const { cluster, clock } = await settled(['--reload-strategy=annotations']);
    atWork(cluster, configReload, { clock, args: ['--reload-strategy=annotations'] });
    await clock.advance(3_000);
    write(cluster, 'updated');
    await clock.advance(100_000);
    expect(patches(cluster)).toHaveLength(2);
  });

  it.each([[['--reload-on-delete', '--reload-on-create']], [[]]])(
    '22: refused the ConfigMaps for a while, with %j, it takes none to be deleted or new, and what changed meanwhile rolls',
    async (args) => {
      const { cluster, clock, die } = await settled(args);
      cluster.put(configMaps, configMap('other', { key: 'first' }));
      cluster.put(deployments, workload('other', { pod: fromConfigMap('other') }));
      await clock.advance(3_000);
      die();
      write(cluster, 'updated');
      cluster.fault = ({ verb, resource }, commit) => {
        if (verb === 'list' && resource === 'configmaps') throw new ApiError('forbidden', 'configmaps is forbidden', { status: 403 });
        return commit();
      };
      const { clock: next } = atWork(cluster, configReload, { args });
      cluster.put(deployments, workload('newcomer'));
      await next.advance(20_000);
      const before = [markers(cluster), markers(cluster, 'other'), markers(cluster, 'newcomer')];
      cluster.fault = (_, commit) => commit();
      await next.advance(60_000);
      expect([before, markers(cluster), markers(cluster, 'other'), markers(cluster, 'newcomer')]).toEqual([
        [[], [], []],
        [UPDATED],
        [],
        [],
      ]);
    },
  );

  it('20: one that is never answered, and one that throws: the others roll, and the deadline frees the worker', async () => {
    const { cluster, clock, metric } = await settled();
    for (const name of ['hangs', 'throws', 'z']) cluster.put(deployments, workload(name));
    await clock.advance(3_000);
    cluster.fault = ({ verb, key }, commit) => {
      if (verb === 'patch' && key === 'default/hangs') return new Promise(() => {});
      if (verb === 'patch' && key === 'default/throws') throw new TypeError('a defect');
      return commit();
    };
    write(cluster, 'updated');
    await clock.advance(70_000);
    expect([markers(cluster), markers(cluster, 'z'), markers(cluster, 'throws')]).toEqual([[UPDATED], [UPDATED], []]);
    expect(await metric('reloader_reload_executed_total', 'success="false"')).toBeGreaterThan(1);
  });

  it('21: 10,000 sources, and 500 changes of one of them in a second: one roll, and none of what uses the others', async () => {
    const cluster = fakeCluster();
    for (let at = 0; at < 10_000; at++) write(cluster, 'first', `settings-${at}`);
    for (let at = 0; at < 100; at++) cluster.put(deployments, workload(`web-${at}`, { pod: fromConfigMap(`settings-${at}`) }));
    const { clock } = atWork(cluster, configReload);
    await clock.advance(3_000);
    const before = patches(cluster).length;
    for (let at = 0; at < 500; at++) {
      write(cluster, String(at), 'settings-7');
      await clock.advance(2);
    }
    await clock.advance(10_000);
    expect(patches(cluster).slice(before)).toEqual(['patch deployments.apps default/web-7']);
  });

  it('25: what is wrong with one workload stays its own: a record that is no record, an annotation that is no list', async () => {
    const { cluster, clock } = await settled();
    cluster.put(
      deployments,
      workload('odd', {
        annotations: {
          'reloader.stakater.com/auto': 'true',
          'configmap.reloader.stakater.com/reload': '(,[,',
          'reload.civ8s.dev/applied': '{"scope":1}',
          'reload.civ8s.dev/keys': ',',
        },
      }),
    );
    cluster.put(deployments, { metadata: { namespace: 'default', name: 'bare', annotations: { 'reloader.stakater.com/auto': 'true' } } });
    write(cluster, 'updated');
    await clock.advance(10_000);
    expect(markers(cluster)).toEqual([UPDATED]);
  });

  it('25: and it heals once that is put right', async () => {
    const { cluster, clock } = await settled([], { annotations: { 'configmap.reloader.stakater.com/reload': '(' } });
    write(cluster, 'second');
    await clock.advance(3_000);
    cluster.put(deployments, workload('web', { annotations: { 'configmap.reloader.stakater.com/reload': 'settings' } }));
    await clock.advance(3_000);
    write(cluster, 'updated');
    await clock.advance(3_000);
    expect(markers(cluster)).toEqual([UPDATED]);
  });
});

describe('sources that come and go', () => {
  const both = ['--reload-on-create', '--reload-on-delete'];
  it.each<[string, readonly string[], readonly (string | undefined)[]]>([
    ['without flags nothing rolls for it', [], []],
    ['with both, deleted and recreated', both, ['6b3093988321555757cc9b88a5f2d59101a0261c']],
  ])('%s', async (_, args, expected) => {
    const { cluster, clock } = await settled(args);
    cluster.remove(configMaps, 'default/settings');
    await clock.advance(3_000);
    write(cluster, 'updated');
    await clock.advance(3_000);
    expect(markers(cluster).map(([, value]) => value)).toEqual(expected);
  });

  it('a deletion takes the marker away, where there is one, and writes one where there is none', async () => {
    const { cluster, clock } = await settled(['--reload-on-delete']);
    cluster.put(deployments, workload('unmarked', { pod: fromConfigMap('other') }));
    write(cluster, 'first', 'other');
    write(cluster, 'updated');
    await clock.advance(3_000);
    for (const name of ['settings', 'other']) cluster.remove(configMaps, `default/${name}`);
    await clock.advance(3_000);
    expect([markers(cluster), markers(cluster, 'unmarked')]).toEqual([
      [],
      [['STAKATER_OTHER_CONFIGMAP', 'aae45badef99284e4dae01d6046154ea9d99532f']],
    ]);
  });

  it('a ConfigMap that comes after its workload rolls it with --reload-on-create, once; the other type being ignored does not matter', async () => {
    const cluster = fakeCluster();
    cluster.put(deployments, workload('web'));
    const { clock } = atWork(cluster, configReload, { args: ['--reload-on-create', '--resources-to-ignore=secrets'] });
    await clock.advance(3_000);
    write(cluster, 'updated');
    await clock.advance(3_000);
    expect(markers(cluster)).toEqual([UPDATED]);
  });

  it('what is deployed together with its ConfigMap does not roll for it, and after a change of what it uses neither', async () => {
    const { cluster, clock } = await settled(['--reload-on-create']);
    write(cluster, 'first', 'other');
    const old = cluster.get(deployments, 'default/web');
    cluster.put(deployments, { ...workload('web', { pod: fromConfigMap('other') }), metadata: old?.metadata });
    await clock.advance(100_000);
    expect(markers(cluster)).toEqual([]);
  });

  it('--sync-after-restart rolls workloads without a record and without the marker of what is there', async () => {
    const { cluster } = await settled(['--reload-on-create', '--sync-after-restart']);
    expect(markers(cluster)).toHaveLength(1);
  });

  it('one that is ignored for a while rolls nothing, then or later', async () => {
    const { cluster, clock } = await settled(['--reload-on-create']);
    cluster.put(configMaps, configMap('settings', { key: 'second' }, { annotations: { 'reloader.stakater.com/ignore': 'true' } }));
    await clock.advance(3_000);
    write(cluster, 'second');
    await clock.advance(3_000);
    expect(markers(cluster)).toEqual([]);
  });
});
