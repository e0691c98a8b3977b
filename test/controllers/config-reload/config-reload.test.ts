import { describe, expect, it } from '@jest/globals';
import { configReload } from '../../../controllers/config-reload/config-reload.ts';
import { APPLIED } from '../../../controllers/config-reload/seen/annotation-keys.ts';
import { configMaps, deployments, events, namespaces, secrets, type Deployment } from '../../../kube/objects/built-in.ts';
import { atWork, type AtWorkOptions } from '../runtime/controller-at-work.ts';
import { fakeCluster, type FakeCluster } from '../runtime/fake-cluster.ts';
import { AUTO, configMap, fromConfigMap, fromSecret, secret, workload } from './objects.ts';

const work = (cluster: FakeCluster, ...args: string[]) => atWork(cluster, configReload, { args });
const again = (cluster: FakeCluster, options: AtWorkOptions) => atWork(cluster, configReload, options);
const get = (cluster: FakeCluster, name = 'web') => cluster.get(deployments, name.includes('/') ? name : `default/${name}`) as Deployment;
const env = (cluster: FakeCluster, name = 'web') =>
  Object.fromEntries(
    (get(cluster, name).spec?.template.spec?.containers ?? []).flatMap(({ env: variables = [] }) =>
      variables.map((variable) => [variable.name, variable.value]),
    ),
  );
const rolls = (cluster: FakeCluster, name = 'web') =>
  Object.keys(env(cluster, name)).filter((variable) => variable.startsWith('STAKATER_')).length;
/** The SHA-1 of `key=<value>`. */
const UPDATED = '6b3093988321555757cc9b88a5f2d59101a0261c';

/** A cluster in which the Deployment `web` uses the ConfigMap `settings`, and a controller that has seen both. */
async function settled(parts: Parameters<typeof workload>[1] = {}, ...args: string[]) {
  const cluster = fakeCluster();
  cluster.put(configMaps, configMap('settings', { key: 'first' }));
  cluster.put(deployments, workload('web', parts));
  const controller = work(cluster, ...args);
  await controller.clock.advance(3_000);
  return { cluster, ...controller };
}

describe('config-reload', () => {
  it('rolls a workload once when a ConfigMap that it uses changes, and no other', async () => {
    const { cluster, clock } = await settled();
    cluster.put(configMaps, configMap('elsewhere', { key: 'first' }));
    cluster.put(deployments, workload('other', { pod: fromConfigMap('elsewhere') }));
    await clock.advance(3_000);
    const before = cluster.changes.length;
    cluster.put(configMaps, configMap('settings', { key: 'updated' }));
    await clock.advance(100_000);
    expect([env(cluster), env(cluster, 'other'), cluster.changes.slice(before).filter((change) => !change.includes('events'))]).toEqual([
      { STAKATER_SETTINGS_CONFIGMAP: UPDATED },
      {},
      ['patch deployments.apps default/web'],
    ]);
  });

  it('writes a record without rolling where there is none, on the workload and not on its template', async () => {
    const { cluster } = await settled();
    expect([cluster.changes, rolls(cluster), get(cluster).spec?.template.metadata?.annotations]).toEqual([
      ['patch deployments.apps default/web'],
      0,
      {},
    ]);
    expect(get(cluster).metadata?.annotations?.[APPLIED]).toMatch(
      /^\{"scope":"[-\w]{8}","sources":\{"ConfigMap\/settings":"uid-1 \* [0-9a-f]{8} [-\w]{22}"\}\}$/,
    );
  });

  it('tells of it in an Event, in the words of Reloader, and counts it by its metrics', async () => {
    const { cluster, clock, metric } = await settled();
    cluster.put(configMaps, configMap('settings', { key: 'updated' }));
    await clock.advance(3_000);
    const { items } = await cluster.client.list(events);
    expect(items).toMatchObject([
      {
        type: 'Normal',
        reason: 'Reloaded',
        message:
          "Changes detected in 'settings' of type 'CONFIGMAP' in namespace 'default', Updated 'web' of type 'Deployment' in namespace 'default'",
      },
    ]);
    expect([await metric('reloader_reload_executed_total', 'success="true"'), await metric('reloader_action_total', 'Deployment')]).toEqual(
      [1, 1],
    );
  });

  it('26: touched 50 times in a second it rolls once; the same data again, or only metadata, rolls nothing', async () => {
    const { cluster, clock } = await settled();
    const before = cluster.changes.length;
    for (let i = 0; i < 50; i++) {
      cluster.put(configMaps, configMap('settings', { key: i === 49 ? 'updated' : String(i) }));
      await clock.advance(20);
    }
    await clock.advance(10_000);
    cluster.put(configMaps, configMap('settings', { key: 'updated' }, { labels: { new: 'label' } }));
    await clock.advance(10_000);
    expect([cluster.changes.slice(before).filter((change) => change.startsWith('patch deployments')).length, env(cluster)]).toEqual([
      1,
      { STAKATER_SETTINGS_CONFIGMAP: UPDATED },
    ]);
  });

  it('rolls a workload whose sources never rest after ten windows', async () => {
    const { cluster, clock } = await settled();
    for (let i = 0; i < 30; i++) {
      cluster.put(configMaps, configMap('settings', { key: String(i) }));
      await clock.advance(500);
    }
    expect(rolls(cluster)).toBe(1);
  });

  it('makes one rollout of many sources that change together', async () => {
    const { cluster, clock } = await settled({
      pod: { containers: [{ name: 'main', image: 'none', envFrom: ['settings', 'a', 'b'].map((name) => ({ configMapRef: { name } })) }] },
    });
    for (const name of ['a', 'b']) cluster.put(configMaps, configMap(name, { key: 'first' }));
    await clock.advance(3_000);
    const before = cluster.changes.length;
    for (const name of ['settings', 'a', 'b']) cluster.put(configMaps, configMap(name, { key: 'updated' }));
    await clock.advance(3_000);
    expect([cluster.changes.slice(before).filter((change) => change.startsWith('patch deployments')).length, rolls(cluster)]).toEqual([
      1, 3,
    ]);
  });

  it('with --debounce=0 rolls at once', async () => {
    const { cluster, clock } = await settled({}, '--debounce=0');
    cluster.put(configMaps, configMap('settings', { key: 'updated' }));
    await clock.advance(1);
    expect(rolls(cluster)).toBe(1);
  });

  it('catches up after downtime: exactly the workload that missed a change rolls', async () => {
    const { cluster, clock, stop, ended } = await settled();
    cluster.put(configMaps, configMap('quiet', { key: 'first' }));
    cluster.put(deployments, workload('other', { pod: fromConfigMap('quiet') }));
    await clock.advance(3_000);
    stop();
    await clock.advance(3_000);
    await ended;
    cluster.put(configMaps, configMap('settings', { key: 'updated' }));
    cluster.put(deployments, workload('newcomer'));
    const next = work(cluster);
    await next.clock.advance(10_000);
    expect(['web', 'other', 'newcomer'].map((name) => rolls(cluster, name))).toEqual([1, 0, 0]);
  });

  it("reads Reloader's own markers: where they are of the content that is there nothing rolls, and what it missed rolls", async () => {
    const cluster = fakeCluster();
    cluster.put(configMaps, configMap('settings', { key: 'updated' }));
    const marked = (value: string) => ({
      containers: [
        {
          name: 'main',
          image: 'none',
          env: [{ name: 'STAKATER_SETTINGS_CONFIGMAP', value }],
          envFrom: [{ configMapRef: { name: 'settings' } }],
        },
      ],
    });
    cluster.put(deployments, workload('fresh', { pod: marked(UPDATED) }));
    cluster.put(deployments, workload('missed', { pod: marked('0000') }));
    cluster.put(
      deployments,
      workload('annotated', {
        template: { 'reloader.stakater.com/last-reloaded-from': JSON.stringify({ type: 'CONFIGMAP', name: 'settings', hash: UPDATED }) },
      }),
    );
    const { clock, messages } = work(cluster);
    await clock.advance(10_000);
    expect([env(cluster, 'missed'), rolls(cluster, 'annotated'), messages().filter((message) => message === 'reloaded').length]).toEqual([
      { STAKATER_SETTINGS_CONFIGMAP: UPDATED },
      0,
      1,
    ]);
  });

  it.each([
    ['env-vars', ['LEVEL', 'STAKATER_API_SECRET', 'STAKATER_SETTINGS_CONFIGMAP']],
    ['annotations', ['LEVEL', 'STAKATER_API_SECRET']],
  ])(
    'takes away, with the next roll by %s and not before, the variables of sources that are used no more, and nothing else',
    async (strategy, left) => {
      const cluster = fakeCluster();
      cluster.put(configMaps, configMap('settings', { key: 'first' }));
      const old = ['STAKATER_OLD_CONFIGMAP', 'STAKATER_OLD_SECRET'].map((name) => ({ name, value: UPDATED }));
      const variables = [...old, { name: 'STAKATER_API_SECRET', value: 'of the user' }, { name: 'LEVEL', value: 'info' }];
      cluster.put(
        deployments,
        workload('web', {
          pod: { containers: [{ name: 'main', image: 'none', env: variables, envFrom: [{ configMapRef: { name: 'settings' } }] }] },
        }),
      );
      const { clock } = work(cluster, `--reload-strategy=${strategy}`);
      await clock.advance(10_000);
      const before = rolls(cluster);
      cluster.put(configMaps, configMap('settings', { key: 'updated' }));
      await clock.advance(3_000);
      const after = get(cluster).spec?.template.spec?.containers[0]?.env?.map(({ name }) => name) ?? [];
      expect([before, [...after].sort()]).toEqual([3, left]);
    },
  );

  it('sees a change that has the marker of the content before', async () => {
    const cluster = fakeCluster();
    cluster.put(configMaps, configMap('settings', { a: '1;b=2' }));
    cluster.put(deployments, workload('web'));
    const { clock, messages } = work(cluster);
    await clock.advance(3_000);
    cluster.put(configMaps, configMap('settings', { a: '1', b: '2' }));
    await clock.advance(3_000);
    const first = env(cluster);
    cluster.put(configMaps, configMap('settings', { a: '1;b=2' }));
    await clock.advance(3_000);
    expect([
      messages().filter((message) => message === 'reloaded').length,
      Object.keys(first),
      first['STAKATER_SETTINGS_CONFIGMAP'] === env(cluster)['STAKATER_SETTINGS_CONFIGMAP'],
    ]).toEqual([2, ['STAKATER_SETTINGS_CONFIGMAP'], false]);
  });

  it('a failing workload neither stops nor repeats the others, and its users are told', async () => {
    const { cluster, clock } = await settled();
    for (const name of ['a', 'z']) cluster.put(deployments, workload(name));
    await clock.advance(3_000);
    cluster.fault = ({ verb, key }, commit) => {
      if (verb === 'patch' && key === 'default/a') throw new Error('refused by a policy');
      return commit();
    };
    const before = cluster.changes.length;
    cluster.put(configMaps, configMap('settings', { key: 'updated' }));
    await clock.advance(60_000);
    expect(cluster.changes.slice(before).filter((change) => change.startsWith('patch deployments'))).toEqual([
      'patch deployments.apps default/web',
      'patch deployments.apps default/z',
    ]);
    const { items } = await cluster.client.list(events);
    expect(items.find(({ reason }) => reason === 'ReloadFail')).toMatchObject({
      type: 'Warning',
      involvedObject: { name: 'a' },
      message:
        "Failed to update 'a' of type 'Deployment' in namespace 'default' due to 'settings' of type 'CONFIGMAP': refused by a policy",
    });
  });

  it('with the strategy annotations leaves the source on the template', async () => {
    const { cluster, clock } = await settled({}, '--reload-strategy=annotations');
    cluster.put(configMaps, configMap('settings', { key: 'updated' }));
    await clock.advance(3_000);
    expect(get(cluster).spec?.template.metadata?.annotations).toEqual({
      'reloader.stakater.com/last-reloaded-from': `{"type":"CONFIGMAP","name":"settings","namespace":"default","hash":"${UPDATED}","containerRefs":["main"],"observedAt":${Date.UTC(2026, 10, 21, 10, 7, 33) / 1_000}}`,
    });
  });

  it('looks only at the keys that a workload uses, or lists, where it asks for that', async () => {
    const keyRef = {
      containers: [{ name: 'main', image: 'none', env: [{ name: 'X', valueFrom: { configMapKeyRef: { name: 'settings', key: 'key' } } }] }],
    };
    const { cluster, clock } = await settled({ annotations: { ...AUTO, 'reload.civ8s.dev/keys': 'used' }, pod: keyRef });
    cluster.put(deployments, workload('lists', { annotations: { ...AUTO, 'reload.civ8s.dev/keys': 'other, more' } }));
    await clock.advance(3_000);
    cluster.put(configMaps, configMap('settings', { key: 'first', other: 'new' }));
    await clock.advance(3_000);
    const first = ['web', 'lists'].map((name) => rolls(cluster, name));
    cluster.put(configMaps, configMap('settings', { key: 'updated', other: 'new' }));
    await clock.advance(3_000);
    expect([first, ['web', 'lists'].map((name) => rolls(cluster, name))]).toEqual([
      [0, 1],
      [1, 1],
    ]);
  });

  it('keeps to its namespaces: listed, ignored, or selected by labels that come later', async () => {
    const cluster = fakeCluster();
    for (const namespace of ['one', 'two']) {
      cluster.put(namespaces, { metadata: { name: namespace, labels: namespace === 'one' ? { env: 'test' } : {} } });
      cluster.put(configMaps, configMap('settings', { key: 'first' }, { namespace }));
      cluster.put(deployments, workload('web', { namespace }));
    }
    const { clock } = work(cluster, '--namespace-selector=env:test');
    await clock.advance(3_000);
    const change = async (value: string) => {
      for (const namespace of ['one', 'two']) cluster.put(configMaps, configMap('settings', { key: value }, { namespace }));
      await clock.advance(3_000);
      return ['one/web', 'two/web'].map((name) => rolls(cluster, name));
    };
    const first = await change('second');
    cluster.put(namespaces, { metadata: { name: 'two', labels: { env: 'test' } } });
    await clock.advance(3_000);
    expect([first, await change('third')]).toEqual([
      [1, 0],
      [1, 1],
    ]);
  });

  it('reads Secrets as well, says nothing of their values, and keeps its key in a Secret of its own', async () => {
    const cluster = fakeCluster();
    cluster.put(secrets, secret('settings', { password: 'first' }));
    cluster.put(deployments, workload('web', { pod: fromSecret('settings') }));
    const controller = work(cluster);
    await controller.clock.advance(3_000);
    cluster.put(secrets, secret('settings', { password: 'updated' }));
    await controller.clock.advance(3_000);
    expect(env(cluster)).toEqual({ STAKATER_SETTINGS_SECRET: 'b19ab25e0c5109cf15bcdb6158e5a6fe0f8c5260' });
    expect(cluster.get(secrets, 'default/civ8s-config-reload')?.data?.['digest-key']).toHaveLength(44);
    controller.die();
    const before = cluster.changes.length;
    await again(cluster, { args: [] }).clock.advance(10_000);
    expect([cluster.changes.slice(before), JSON.stringify(controller.logs).includes('updated')]).toEqual([[], false]);
  });

  it('--secret-markers=keyed shows nothing of a Secret by which values could be tried, and takes the markers that were there before', async () => {
    const cluster = fakeCluster();
    cluster.put(secrets, secret('settings', { password: 'updated' }));
    const [SHA, envFrom] = ['b19ab25e0c5109cf15bcdb6158e5a6fe0f8c5260', [{ secretRef: { name: 'settings' } }]];
    cluster.put(
      deployments,
      workload('web', {
        pod: { containers: [{ name: 'main', image: 'none', env: [{ name: 'STAKATER_SETTINGS_SECRET', value: SHA }], envFrom }] },
      }),
    );
    const { clock } = work(cluster, '--secret-markers=keyed');
    await clock.advance(3_000);
    const before = env(cluster);
    const seen = new Set<unknown>();
    for (const password of ['second', 'updated']) {
      cluster.put(secrets, secret('settings', { password }));
      await clock.advance(3_000);
      seen.add(env(cluster)['STAKATER_SETTINGS_SECRET']);
    }
    expect([before, [...seen].map((value) => /^[0-9a-f]{40}$/.test(String(value))), seen.has(SHA)]).toEqual([
      { STAKATER_SETTINGS_SECRET: SHA },
      [true, true],
      false,
    ]);
    const [shown, object] = [env(cluster), get(cluster)];
    cluster.put(deployments, { ...object, metadata: { ...object.metadata, annotations: AUTO } });
    await clock.advance(3_000);
    expect(env(cluster)).toEqual(shown);
  });

  it('without Secrets asks for none', async () => {
    const cluster = fakeCluster();
    const asked: string[] = [];
    cluster.fault = ({ resource }, commit) => {
      asked.push(resource);
      return commit();
    };
    cluster.put(deployments, workload('web', { pod: fromSecret('settings') }));
    await work(cluster, '--resources-to-ignore=secrets').clock.advance(3_000);
    expect([asked.includes('configmaps'), asked.includes('secrets')]).toEqual([true, false]);
  });
});
