import { describe, expect, it } from '@jest/globals';
import { configReload } from '../../../controllers/config-reload/config-reload.ts';
import { APPLIED } from '../../../controllers/config-reload/seen/annotation-keys.ts';
import { configMaps, deployments, namespaces, secrets, type Deployment } from '../../../kube/objects/built-in.ts';
import type { ObjectMeta } from '../../../kube/objects/resource.ts';
import { atWork } from '../runtime/controller-at-work.ts';
import { fakeCluster, type FakeCluster } from '../runtime/fake-cluster.ts';
import { AUTO, configMap, fromConfigMap, fromSecret, secret, workload } from './objects.ts';
import { markersOf } from './scenarios.ts';

const work = (cluster: FakeCluster, ...args: string[]) => atWork(cluster, configReload, { args });
const get = (cluster: FakeCluster, name = 'web') => cluster.get(deployments, `default/${name}`) as Deployment;
const write = (cluster: FakeCluster, value: string, metadata: ObjectMeta = {}) =>
  cluster.put(configMaps, configMap('settings', { key: value }, metadata));
const rolls = (cluster: FakeCluster, name = 'web') => markersOf(get(cluster, name)).length;
const patches = (cluster: FakeCluster, name = 'web') =>
  cluster.changes.filter((change) => change === `patch deployments.apps default/${name}`).length;

/** As the API server notes it: who wrote which fields, in which second of a minute. */
const written = (manager: string, second: number, ...fields: readonly string[]) => ({
  manager,
  operation: 'Update',
  time: `2026-11-21T10:00:${String(second).padStart(2, '0')}Z`,
  fieldsV1: fields.reduceRight<object>((inner, field) => ({ [`f:${field}`]: inner }), {}),
});
const createdAt = (second: number): ObjectMeta => ({ creationTimestamp: `2026-11-21T10:00:${String(second).padStart(2, '0')}Z` as never });

/** A controller that follows an empty cluster already. */
async function waiting(...args: string[]) {
  const cluster = fakeCluster();
  const controller = work(cluster, ...args);
  await controller.clock.advance(1_000);
  return { cluster, ...controller };
}

describe('the first seconds of a workload', () => {
  it.each([0, 1, 100, 500, 900])('a ConfigMap that changes %i ms after its Deployment was made rolls it, once', async (ms) => {
    const { cluster, clock } = await waiting();
    write(cluster, 'first');
    cluster.put(deployments, workload('web'));
    await clock.advance(ms);
    write(cluster, 'updated');
    await clock.advance(20_000);
    expect([rolls(cluster), patches(cluster)]).toEqual([1, 2]);
  });

  it.each([0, 3_000, 9_000])('with --debounce=10s as well, after %i ms', async (ms) => {
    const { cluster, clock } = await waiting('--debounce=10s');
    write(cluster, 'first');
    cluster.put(deployments, workload('web'));
    await clock.advance(ms);
    write(cluster, 'updated');
    await clock.advance(100_000);
    expect([rolls(cluster), patches(cluster)]).toEqual([1, 2]);
  });

  it('tells what came first by versions, however late the watches are', async () => {
    const { cluster, clock } = await waiting();
    write(cluster, 'first');
    await clock.advance(1_000);
    const release = cluster.holdEvents();
    cluster.put(deployments, workload('before'));
    write(cluster, 'updated');
    cluster.put(deployments, workload('after'));
    release();
    await clock.advance(20_000);
    expect(['before', 'after'].map((name) => rolls(cluster, name))).toEqual([1, 0]);
  });

  it('takes the first content of a ConfigMap that comes after its workload for the one that pods waited for', async () => {
    const { cluster, clock } = await waiting();
    cluster.put(deployments, workload('web'));
    await clock.advance(5_000);
    const release = cluster.holdEvents();
    write(cluster, 'first');
    write(cluster, 'updated');
    release();
    await clock.advance(20_000);
    expect([rolls(cluster), patches(cluster)]).toEqual([1, 2]);
  });

  it('loses no change while it notes what 300 workloads have, and rolls no other', async () => {
    const cluster = fakeCluster();
    const names = Array.from({ length: 300 }, (_, at) => `w-${at}`);
    for (const name of names) {
      cluster.put(configMaps, configMap(name, { key: 'first' }));
      cluster.put(deployments, workload(name, { pod: fromConfigMap(name) }));
    }
    let patched = 0;
    const changed = names.filter((_, at) => at % 3 === 0);
    cluster.fault = ({ verb, resource }, commit) => {
      if (verb === 'patch' && resource === 'deployments.apps' && ++patched === 20)
        for (const name of changed) cluster.put(configMaps, configMap(name, { key: 'updated' }));
      return commit();
    };
    const { clock } = work(cluster);
    await clock.advance(60_000);
    expect(names.filter((name) => rolls(cluster, name) > 0)).toEqual(changed);
  });

  it('has what pods have noted before it waits, so that the next process rolls what this one did not live to roll', async () => {
    const { cluster, clock, die } = await waiting('--debounce=10s');
    write(cluster, 'first');
    cluster.put(deployments, workload('web'));
    write(cluster, 'updated');
    await clock.advance(1_000);
    die();
    const before = rolls(cluster);
    await work(cluster).clock.advance(20_000);
    expect([before, rolls(cluster)]).toEqual([0, 1]);
  });

  it('a workload that asks only after a change rolls for it', async () => {
    const { cluster, clock } = await waiting();
    write(cluster, 'first');
    cluster.put(deployments, workload('web', { annotations: {} }));
    await clock.advance(5_000);
    write(cluster, 'updated');
    await clock.advance(5_000);
    const object = get(cluster);
    cluster.put(deployments, { ...object, metadata: { ...object.metadata, annotations: AUTO } });
    await clock.advance(20_000);
    expect(rolls(cluster)).toBe(1);
  });

  it('one that its users recreate after a change, and that asks only then, has it', async () => {
    const { cluster, clock } = await waiting();
    write(cluster, 'first');
    cluster.put(deployments, workload('web', { annotations: {} }));
    write(cluster, 'updated');
    await clock.advance(5_000);
    cluster.put(deployments, workload('web', { annotations: {}, template: { restarted: 'now' } }));
    cluster.put(deployments, workload('web', { template: { restarted: 'now' } }));
    await clock.advance(20_000);
    expect([rolls(cluster), patches(cluster)]).toEqual([0, 1]);
  });
});

describe('what was there before the process', () => {
  const at = (data: number, template: number, { born = 0, asks = 0 } = {}) => ({
    source: {
      ...createdAt(born),
      managedFields: [written('kubectl', data, 'data', 'key'), written('kubectl-label', 59, 'metadata', 'labels')],
    },
    workload: {
      ...createdAt(0),
      managedFields: [
        written('kubectl', template, 'spec', 'template', 'spec'),
        written('kubectl-annotate', asks, 'metadata', 'annotations'),
      ],
    },
  });
  it.each([
    ['written after the template: it rolls', at(20, 10), [], 1],
    ['written before it: it does not', at(10, 20), [], 0],
    ['written before it, though asked for later', at(20, 10, { asks: 50 }), [], 1],
    ['as it was made, after the template: pods waited for it', at(20, 10, { born: 20 }), [], 0],
    ['written in the same second: it is taken as it is', at(20, 20), [], 0],
    ['written in the same second, with --roll-when-unsure', at(20, 20), ['--roll-when-unsure'], 1],
  ] as const)('a ConfigMap that was %s', async (_, { source, workload: metadata }, args, expected) => {
    const cluster = fakeCluster();
    write(cluster, 'first', source);
    const made = workload('web');
    cluster.put(deployments, { ...made, metadata: { ...made.metadata, ...metadata } });
    await work(cluster, ...args).clock.advance(20_000);
    expect(rolls(cluster)).toBe(expected);
  });
});

describe('other moments at which what is could be taken for what was', () => {
  /** `web` uses `settings`, of which a record tells. */
  async function settled(parts: Parameters<typeof workload>[1] = {}, metadata: ObjectMeta = {}, ...args: string[]) {
    const cluster = fakeCluster();
    write(cluster, 'first', metadata);
    cluster.put(deployments, workload('web', parts));
    const controller = work(cluster, ...args);
    await controller.clock.advance(5_000);
    return { cluster, ...controller };
  }
  const IGNORED = { annotations: { 'reloader.stakater.com/ignore': 'true' } };
  const annotate = (cluster: FakeCluster, annotations: Readonly<Record<string, string>>) => {
    const object = get(cluster);
    cluster.put(deployments, {
      ...object,
      metadata: { ...object.metadata, annotations: { ...object.metadata?.annotations, ...annotations } },
    });
  };

  it('ignore taken away together with a change rolls; taken away alone, it does not', async () => {
    for (const [value, expected] of [
      ['updated', 1],
      ['first', 0],
    ] as const) {
      const { cluster, clock } = await settled();
      write(cluster, 'first', IGNORED);
      await clock.advance(5_000);
      write(cluster, value);
      await clock.advance(20_000);
      expect(rolls(cluster)).toBe(expected);
    }
  });

  it('what changed while it was ignored rolls nothing, also when it is not ignored any more', async () => {
    const { cluster, clock } = await settled();
    write(cluster, 'first', IGNORED);
    await clock.advance(5_000);
    write(cluster, 'updated', IGNORED);
    await clock.advance(5_000);
    write(cluster, 'updated');
    await clock.advance(20_000);
    expect(rolls(cluster)).toBe(0);
  });

  it.each([
    ['used', 'key'],
    ['key', 'key'],
    ['other', 'other'],
  ])('keys set to %s and then a change of %s rolls', async (keys, changed) => {
    const keyRef = { name: 'X', valueFrom: { configMapKeyRef: { name: 'settings', key: 'key' } } };
    const { cluster, clock } = await settled({ pod: { containers: [{ name: 'main', image: 'none', env: [keyRef] }] } });
    const release = cluster.holdEvents();
    annotate(cluster, { 'reload.civ8s.dev/keys': keys });
    cluster.put(configMaps, configMap('settings', { key: 'first', [changed]: 'updated' }));
    release();
    await clock.advance(20_000);
    expect(rolls(cluster)).toBe(1);
  });

  it('keys set alone roll nothing', async () => {
    const { cluster, clock } = await settled();
    annotate(cluster, { 'reload.civ8s.dev/keys': 'used' });
    await clock.advance(20_000);
    expect(rolls(cluster)).toBe(0);
  });

  it('a Secret that changes while the digest key is lost rolls by the marker that its last roll has left', async () => {
    const cluster = fakeCluster();
    const change = (password: string) => cluster.put(secrets, secret('settings', { password }));
    change('first');
    for (const name of ['web', 'quiet'])
      cluster.put(deployments, workload(name, { pod: fromSecret(name === 'web' ? 'settings' : 'quiet') }));
    cluster.put(secrets, secret('quiet', { password: 'first' }));
    const before = work(cluster);
    await before.clock.advance(5_000);
    change('second');
    cluster.put(secrets, secret('quiet', { password: 'second' }));
    await before.clock.advance(5_000);
    before.die();
    const rolled = markersOf(get(cluster));
    const quiet = markersOf(get(cluster, 'quiet'));
    cluster.remove(secrets, 'default/civ8s-config-reload');
    change('third');
    await work(cluster).clock.advance(20_000);
    expect([rolled.length, markersOf(get(cluster)).length, markersOf(get(cluster)).join() === rolled.join()]).toEqual([1, 1, false]);
    expect(markersOf(get(cluster, 'quiet'))).toEqual(quiet);
  });

  it('a namespace that comes to be looked after together with a change rolls', async () => {
    const cluster = fakeCluster();
    cluster.put(namespaces, { metadata: { name: 'default', labels: {} } });
    write(cluster, 'first');
    cluster.put(deployments, workload('web'));
    const { clock } = work(cluster, '--namespace-selector=env:test');
    await clock.advance(5_000);
    write(cluster, 'updated');
    cluster.put(namespaces, { metadata: { name: 'default', labels: { env: 'test' } } });
    await clock.advance(20_000);
    expect(rolls(cluster)).toBe(1);
  });

  it('one that is recreated, and then changes before it is noted, rolls for the change', async () => {
    const { cluster, clock } = await settled();
    const release = cluster.holdEvents();
    cluster.remove(configMaps, 'default/settings');
    write(cluster, 'second');
    write(cluster, 'third');
    release();
    await clock.advance(20_000);
    expect(rolls(cluster)).toBe(1);
  });

  it('one that is recreated rolls nothing by itself', async () => {
    const { cluster, clock } = await settled();
    cluster.remove(configMaps, 'default/settings');
    await clock.advance(5_000);
    write(cluster, 'second');
    await clock.advance(20_000);
    expect(rolls(cluster)).toBe(0);
  });

  it('a source that is used from a change of the template on was taken then', async () => {
    const { cluster, clock } = await settled();
    cluster.put(configMaps, configMap('more', { key: 'first' }));
    await clock.advance(5_000);
    const envFrom = ['settings', 'more'].map((name) => ({ configMapRef: { name } }));
    const release = cluster.holdEvents();
    const { metadata } = get(cluster);
    cluster.put(deployments, { ...workload('web', { pod: { containers: [{ name: 'main', image: 'none', envFrom }] } }), metadata });
    cluster.put(configMaps, configMap('more', { key: 'updated' }));
    release();
    await clock.advance(20_000);
    expect(markersOf(get(cluster)).join()).toMatch(/^STAKATER_MORE_CONFIGMAP=/);
  });
});

describe('a record that somebody else has to do with', () => {
  async function recorded() {
    const { cluster, clock, ...rest } = await waiting();
    write(cluster, 'first');
    cluster.put(deployments, workload('web'));
    await clock.advance(5_000);
    return { cluster, clock, ...rest };
  }
  const strip = (cluster: FakeCluster) => {
    const object = get(cluster);
    if (object.metadata?.annotations?.[APPLIED] !== undefined)
      cluster.put(deployments, { ...object, metadata: { ...object.metadata, annotations: AUTO } });
  };

  it('is remembered where it is taken away again and again: it is written ever more seldom, and a change still rolls once', async () => {
    const { cluster, clock, logs } = await recorded();
    const before = patches(cluster);
    for (let second = 0; second < 3_600; second += 1) {
      strip(cluster);
      await clock.advance(1_000);
    }
    const writes = patches(cluster) - before;
    write(cluster, 'updated');
    for (let second = 0; second < 30; second += 1) {
      await clock.advance(1_000);
      strip(cluster);
    }
    expect([writes < 9, rolls(cluster), logs.filter(({ message }) => message === 'reloaded').length]).toEqual([true, 1, 1]);
  });
});
