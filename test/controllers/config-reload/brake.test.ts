import { describe, expect, it } from '@jest/globals';
import { configReload } from '../../../controllers/config-reload/config-reload.ts';
import { configMaps, deployments, events, type Deployment } from '../../../kube/objects/built-in.ts';
import { atWork } from '../runtime/controller-at-work.ts';
import { fakeCluster, type FakeCluster } from '../runtime/fake-cluster.ts';
import { AUTO, configMap, workload } from './objects.ts';

const HOLD = 'reload.civ8s.dev/hold';
const WAVE = 'reload.civ8s.dev/wave';
const keyOf = (name: string) => `default/${name}`;
const get = (cluster: FakeCluster, name: string) => cluster.get(deployments, keyOf(name)) as Deployment;
/** The value of the marker; undefined: it never rolled. */
const markerOf = (cluster: FakeCluster, name: string) => get(cluster, name).spec?.template.spec?.containers[0]?.env?.[0]?.value;
const rolled = (cluster: FakeCluster, names: readonly string[]) => names.filter((name) => markerOf(cluster, name) !== undefined);

function annotate(cluster: FakeCluster, name: string, annotations: Readonly<Record<string, string>>): void {
  const { metadata, ...rest } = get(cluster, name);
  cluster.put(deployments, { ...rest, metadata: { ...metadata, annotations: { ...metadata?.annotations, ...annotations } } });
}

const up = (generation: number) => ({
  observedGeneration: generation,
  replicas: 1,
  updatedReplicas: 1,
  readyReplicas: 1,
  availableReplicas: 1,
});

/** What the controller of Deployments would do: all pods of the present template are there. */
function bringUp(cluster: FakeCluster, ...names: readonly string[]): void {
  for (const name of names) {
    const object = get(cluster, name);
    cluster.put(deployments, { ...object, status: up(object.metadata?.generation ?? 0) });
  }
}

/** As on a real server, each write makes another generation. It is there no later than what is written. */
function countGenerations(cluster: FakeCluster): void {
  cluster.fault = ({ verb, key }, commit) => {
    const object = verb === 'patch' ? cluster.get(deployments, key) : undefined;
    if (object !== undefined)
      cluster.put(deployments, { ...object, metadata: { ...object.metadata, generation: (object.metadata?.generation ?? 0) + 1 } });
    return commit();
  };
}

/** Deployments that share the ConfigMap `settings` and are up, and a controller that has seen them. */
async function settled(annotations: Readonly<Record<string, Readonly<Record<string, string>>>>, ...args: readonly string[]) {
  const cluster = fakeCluster();
  countGenerations(cluster);
  const change = (value: string, hold?: string) =>
    cluster.put(configMaps, configMap('settings', { key: value }, hold === undefined ? {} : { annotations: { [HOLD]: hold } }));
  change('first');
  const names = Object.keys(annotations);
  for (const name of names) {
    const object = workload(name, { annotations: { ...AUTO, ...annotations[name] } });
    cluster.put(deployments, { ...object, metadata: { ...object.metadata, generation: 1 }, status: up(1) });
  }
  const controller = atWork(cluster, configReload, { args });
  await controller.clock.advance(3_000);
  bringUp(cluster, ...names);
  await controller.clock.advance(1_000);
  const told = async () =>
    (await cluster.client.list(events)).items
      .filter(({ reason }) => reason === 'ReloadHeld')
      .map(({ involvedObject, type, message }) => ({ about: `${involvedObject?.kind} ${involvedObject?.name}`, type, message }));
  return { cluster, names, change, told, ...controller };
}

describe('reload.civ8s.dev/hold', () => {
  it('holds the rolls of one workload until it is taken away, and tells of it once', async () => {
    const { cluster, names, change, told, clock, metric } = await settled({ web: { [HOLD]: 'true' }, api: {} });
    change('second');
    await clock.advance(3_600_000);
    expect([rolled(cluster, names), await metric('civ_reloads_held', 'hold')]).toEqual([['api'], 1]);
    expect(await told()).toEqual([
      {
        about: 'Deployment web',
        type: 'Normal',
        message:
          'it has the annotation reload.civ8s.dev/hold: it does not roll for ConfigMap settings until that is taken away; reload.civ8s.dev/hold: "release" on it rolls at once, "skip" gives the change up, and so does its former content',
      },
    ]);
    annotate(cluster, 'web', { [HOLD]: 'false' });
    await clock.advance(3_000);
    expect([rolled(cluster, names), await metric('civ_reloads_held', 'hold')]).toEqual([['web', 'api'], 0]);
  });

  it('on a source holds all that share it, with one Event about the source', async () => {
    const { cluster, names, change, told, clock } = await settled({ web: {}, api: {} });
    change('second', 'true');
    await clock.advance(60_000);
    expect([rolled(cluster, names), (await told()).map(({ about }) => about)]).toEqual([[], ['ConfigMap settings']]);
    change('second');
    await clock.advance(3_000);
    expect(rolled(cluster, names)).toEqual(['web', 'api']);
  });

  it('takes any other word for true, and says so', async () => {
    const { cluster, names, change, told, clock } = await settled({ web: { [HOLD]: 'yes, please' } });
    change('second');
    await clock.advance(60_000);
    expect(rolled(cluster, names)).toEqual([]);
    expect((await told())[0]?.message).toContain(
      'reload.civ8s.dev/hold ("yes, please" is none of true, release and skip, and is taken for true)',
    );
  });

  it('skip: gives a change up; the pods keep what they have, and the next one rolls', async () => {
    const { cluster, names, change, clock, messages } = await settled({ web: {}, api: { [HOLD]: 'release' } });
    change('second', 'skip');
    await clock.advance(60_000);
    expect([rolled(cluster, names), messages().filter((message) => message === 'change given up')]).toEqual([['api'], ['change given up']]);
    change('second');
    await clock.advance(60_000);
    expect(rolled(cluster, names)).toEqual(['api']);
    change('third');
    await clock.advance(60_000);
    expect(rolled(cluster, names)).toEqual(['web', 'api']);
  });

  it('a content that was put back while it is held rolls nothing', async () => {
    const { cluster, names, change, clock } = await settled({ web: { [HOLD]: 'true' } });
    change('second');
    await clock.advance(60_000);
    change('first');
    annotate(cluster, 'web', { [HOLD]: 'false' });
    await clock.advance(60_000);
    expect(rolled(cluster, names)).toEqual([]);
  });

  it('does not hold the first record of a workload', async () => {
    const { cluster } = await settled({ web: { [HOLD]: 'true' } });
    expect(get(cluster, 'web').metadata?.annotations?.['reload.civ8s.dev/applied']).toContain('ConfigMap/settings');
  });
});

describe('reload.civ8s.dev/wave', () => {
  it('rolls the next wave once the former is available, as soon as it is', async () => {
    const { cluster, names, change, clock } = await settled({ last: { [WAVE]: '10' }, next: { [WAVE]: '2' }, first: {} });
    change('second');
    await clock.advance(20_000);
    expect(rolled(cluster, names)).toEqual(['first']);
    bringUp(cluster, 'first');
    await clock.advance(1_000);
    expect(rolled(cluster, names)).toEqual(['next', 'first']);
    bringUp(cluster, 'next');
    await clock.advance(1_000);
    expect(rolled(cluster, names)).toEqual(['last', 'next', 'first']);
  });

  it('that is not a number has no effect, and an Event says so', async () => {
    const { cluster, names, change, clock } = await settled({ web: { [WAVE]: 'two' } });
    change('second');
    await clock.advance(3_000);
    const { items } = await cluster.client.list(events);
    expect([rolled(cluster, names), items.find(({ reason }) => reason === 'ReloadAnnotation')?.message]).toEqual([
      ['web'],
      'the wave "two" is not a whole number, and has no effect',
    ]);
  });
});

describe('--max-unavailable', () => {
  const FIVE = { a: {}, b: {}, c: {}, d: {}, e: {} };

  it('stops a change at its first few, and says on the source which they are, and how to go on', async () => {
    const { cluster, names, change, told, clock, metric } = await settled(FIVE, '--max-unavailable=2');
    change('second');
    await clock.advance(3_600_000);
    expect([rolled(cluster, names), await metric('civ_reloads_held', 'unavailable')]).toEqual([['a', 'b'], 3]);
    expect(await told()).toEqual([
      {
        about: 'ConfigMap settings',
        type: 'Warning',
        message:
          'the change of ConfigMap settings is held: 2 of 5 that share it were rolled and are not available (--max-unavailable): Deployment a, Deployment b. The others wait for them; reload.civ8s.dev/hold: "release" on it rolls at once, "skip" gives the change up, and so does its former content',
      },
    ]);
  });

  it('lets the next one roll as soon as one is back', async () => {
    const { cluster, names, change, told, clock } = await settled(FIVE, '--max-unavailable=2');
    change('second');
    for (const back of names) {
      await clock.advance(1_500);
      bringUp(cluster, back);
      await clock.advance(500);
    }
    expect([rolled(cluster, names), await told()]).toEqual([names, []]);
  });

  it('release on the source rolls the rest at once', async () => {
    const { cluster, names, change, clock } = await settled(FIVE, '--max-unavailable=2');
    change('second');
    await clock.advance(60_000);
    change('second', 'release');
    await clock.advance(3_000);
    expect(rolled(cluster, names)).toEqual(names);
  });

  it('does not let a restart roll more', async () => {
    const { cluster, names, change, clock, die } = await settled(FIVE, '--max-unavailable=2');
    change('second');
    await clock.advance(60_000);
    die();
    const again = atWork(cluster, configReload, { args: ['--max-unavailable=2'], clock });
    await again.clock.advance(60_000);
    expect(rolled(cluster, names)).toEqual(['a', 'b']);
    bringUp(cluster, 'a');
    await again.clock.advance(3_000);
    expect(rolled(cluster, names)).toEqual(['a', 'b', 'c']);
  });

  it('is nothing that few workloads notice at the default', async () => {
    const { cluster, names, change, clock } = await settled(Object.fromEntries(Array.from({ length: 10 }, (_, nth) => [`web-${nth}`, {}])));
    change('second');
    await clock.advance(1_500);
    expect(rolled(cluster, names)).toEqual(names);
  });

  it('holds nothing where changes are posted, and nothing in a dry run, as nothing is rolled', async () => {
    const { cluster, names, change, clock, messages } = await settled(FIVE, '--max-unavailable=1', '--dry-run');
    change('second');
    await clock.advance(60_000);
    expect([rolled(cluster, names), messages().filter((message) => message === 'would roll').length]).toEqual([[], 5]);
  });
});

describe('--max-rolls', () => {
  it('spreads rolls over time, also of the whole cluster', async () => {
    const { cluster, names, change, clock } = await settled({ a: {}, b: {}, c: {} }, '--max-rolls=1/1m', '--debounce=0');
    change('second');
    const counts: number[] = [];
    for (const ms of [1_000, 60_000, 60_000]) {
      await clock.advance(ms);
      counts.push(rolled(cluster, names).length);
    }
    expect(counts).toEqual([1, 2, 3]);
  });
});
