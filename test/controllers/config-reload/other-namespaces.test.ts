import { describe, expect, it } from '@jest/globals';
import { configReload } from '../../../controllers/config-reload/config-reload.ts';
import { APPLIED, SHARE_WITH } from '../../../controllers/config-reload/seen/annotation-keys.ts';
import { contentMarker, variableOf } from '../../../controllers/config-reload/seen/marker.ts';
import { configMaps, deployments, events, namespaces, secrets, type Deployment } from '../../../kube/objects/built-in.ts';
import { short } from '../../../controllers/config-reload/seen/workload.ts';
import type { ObjectMeta } from '../../../kube/objects/resource.ts';
import { atWork, type AtWorkOptions } from '../runtime/controller-at-work.ts';
import { fakeCluster, type FakeCluster } from '../runtime/fake-cluster.ts';
import { configMap, secret, workload, type WorkloadParts } from './objects.ts';
import { markersOf } from './scenarios.ts';

const NAMED = 'configmap.reloader.stakater.com/reload';
const NAMED_SECRET = 'secret.reloader.stakater.com/reload';
const EXCLUDED = 'configmaps.exclude.reloader.stakater.com/reload';
const BARE = { pod: { containers: [{ name: 'main', image: 'none' }] } };
const WEB = 'shop/web';
const SHARED: ObjectMeta = { annotations: { [SHARE_WITH]: 'shop' } };

const work = (cluster: FakeCluster, args: readonly string[] = [], options: AtWorkOptions = {}) =>
  atWork(cluster, configReload, { ...options, args });
const write = (cluster: FakeCluster, value: string, { name = 'ca', namespace = 'platform', ...metadata }: ObjectMeta = SHARED) =>
  cluster.put(configMaps, configMap(name, { key: value }, { namespace, ...metadata }));
const writeSecret = (cluster: FakeCluster, value: string, metadata: ObjectMeta = SHARED) =>
  cluster.put(secrets, secret('token', { key: value }, { namespace: 'platform', ...metadata }));
const get = (cluster: FakeCluster, key = WEB) => cluster.get(deployments, key) as Deployment;
const markers = (cluster: FakeCluster, key = WEB) => markersOf(get(cluster, key));
const recordOf = (cluster: FakeCluster, key = WEB) => get(cluster, key).metadata?.annotations?.[APPLIED] ?? '';
const patches = (cluster: FakeCluster, key = WEB) => cluster.changes.filter((change) => change === `patch deployments.apps ${key}`).length;
const eventsOf = async (cluster: FakeCluster) => (await cluster.client.list(events)).items.map(({ reason, message }) => [reason, message]);
const markerOf = (value: string) => contentMarker([['key', value]]);

interface Given {
  readonly parts?: WorkloadParts;
  /** Of the ConfigMap `ca` and the Secret `token` in the namespace `platform`. */
  readonly sources?: ObjectMeta;
  readonly args?: readonly string[];
}
const NAMES = { [NAMED]: 'platform/ca', [NAMED_SECRET]: 'platform/token' };

/** A Deployment in the namespace `shop` names sources of the namespace `platform`; a controller has seen all of them. */
async function settled({ parts = {}, sources = SHARED, args = [] }: Given = {}) {
  const cluster = fakeCluster();
  write(cluster, 'first', sources);
  writeSecret(cluster, 'first', sources);
  cluster.put(deployments, workload('web', { namespace: 'shop', annotations: NAMES, ...BARE, ...parts }));
  const controller = work(cluster, args);
  await controller.clock.advance(3_000);
  return { cluster, ...controller };
}

describe('sources of other namespaces', () => {
  it('roll a workload that names them in full, once per change, where they are shared with its namespace', async () => {
    const { cluster, clock } = await settled();
    for (const value of ['second', 'third']) {
      write(cluster, value);
      await clock.advance(3_000);
    }
    expect([markers(cluster), patches(cluster)]).toEqual([
      [expect.stringMatching(new RegExp(`^STAKATER_PLATFORM_CA_[0-9A-F]{8}_CONFIGMAP=${markerOf('third')}$`))],
      3,
    ]);
  });

  it('are told in the Event by their own namespace', async () => {
    const { cluster, clock } = await settled();
    write(cluster, 'second');
    await clock.advance(3_000);
    expect(await eventsOf(cluster)).toEqual([
      [
        'Reloaded',
        "Changes detected in 'ca' of type 'CONFIGMAP' in namespace 'platform', Updated 'web' of type 'Deployment' in namespace 'shop'",
      ],
    ]);
  });

  it.each<[string, ObjectMeta, WorkloadParts]>([
    ['the source does not say so', {}, {}],
    ['the source says another namespace', { annotations: { [SHARE_WITH]: 'shop-2, sho' } }, {}],
    ['the source is to be ignored', { annotations: { [SHARE_WITH]: 'shop', 'reloader.stakater.com/ignore': 'true' } }, {}],
    ['the workload does not name it', SHARED, { annotations: { [NAMED]: 'ca', [NAMED_SECRET]: '.*' } }],
    ['the workload names another one', SHARED, { annotations: { [NAMED]: 'platform/ca-2' } }],
    ['the workload names it without its namespace', SHARED, { annotations: { [NAMED]: '.*' } }],
    ['the workload excludes it', SHARED, { annotations: { [NAMED]: 'platform/ca', [EXCLUDED]: 'platform/ca' } }],
    ['the workload has auto alone', SHARED, { annotations: { 'reloader.stakater.com/auto': 'true' } }],
  ])('roll nothing where %s', async (_, sources, parts) => {
    const { cluster, clock } = await settled({ sources, parts, args: ['--reload-on-create', '--reload-on-delete'] });
    write(cluster, 'second', sources);
    writeSecret(cluster, 'second', sources);
    await clock.advance(10_000);
    expect([markers(cluster), recordOf(cluster)]).toEqual([[], expect.not.stringContaining('platform')]);
  });

  it('say once on the workload that they do not count, in the same words for what is not there and for what is not shared', async () => {
    const unshared = await settled({ sources: {} });
    const other = await settled({ parts: { annotations: { [NAMED]: 'platform/none', [NAMED_SECRET]: 'platform/none' } } });
    write(unshared.cluster, 'second', {});
    await unshared.clock.advance(100_000);
    const said = await eventsOf(unshared.cluster);
    expect(said).toEqual([
      [
        'SourceNotShared',
        `ConfigMap platform/ca, which ${NAMED} names, does not count: it is not there, or to be ignored, or its annotation ${SHARE_WITH} does not name shop`,
      ],
      ['SourceNotShared', expect.stringMatching(/^Secret platform\/token, which/)],
    ]);
    expect((await eventsOf(other.cluster)).map(([, text]) => text?.replaceAll('/none', '/ca'))[0]).toBe(said[0]?.[1]);
    expect([recordOf(unshared.cluster), recordOf(other.cluster)]).toEqual(['', '']);
  });

  it('roll nothing when their owner withdraws them, nor afterwards; and are told, and count again once they are shared again', async () => {
    const { cluster, clock } = await settled({ args: ['--reload-on-create', '--reload-on-delete'] });
    write(cluster, 'first', {});
    await clock.advance(3_000);
    write(cluster, 'second', {});
    await clock.advance(3_000);
    expect([markers(cluster), recordOf(cluster), (await eventsOf(cluster)).map(([reason]) => reason)]).toEqual([
      [],
      expect.stringContaining('"ConfigMap/platform/ca":"out"'),
      ['SourceNotShared'],
    ]);
    write(cluster, 'second');
    await clock.advance(3_000);
    expect(markers(cluster)).toEqual([]);
    write(cluster, 'third');
    await clock.advance(3_000);
    expect(markers(cluster)).toEqual([expect.stringContaining(markerOf('third'))]);
  });

  it('roll what missed a change during downtime, and not what was withdrawn meanwhile', async () => {
    const { cluster, die } = await settled();
    cluster.put(deployments, workload('api', { namespace: 'shop-2', annotations: NAMES, ...BARE }));
    die();
    write(cluster, 'second');
    writeSecret(cluster, 'second', {});
    const { clock } = work(cluster);
    await clock.advance(10_000);
    expect([markers(cluster), markers(cluster, 'shop-2/api')]).toEqual([[expect.stringContaining(markerOf('second'))], []]);
  });

  it.each([
    ['without a flag are noted when they appear', [], []],
    ['with --reload-on-create roll when they appear', ['--reload-on-create'], [expect.stringContaining(markerOf('first'))]],
  ])('%s', async (_, args, expected) => {
    const { cluster, clock } = await settled({ parts: { annotations: { [NAMED]: 'platform/late' } }, args });
    write(cluster, 'first', { ...SHARED, name: 'late' });
    await clock.advance(3_000);
    expect([markers(cluster), recordOf(cluster)]).toEqual([expected, expect.stringContaining('"ConfigMap/platform/late":"uid-')]);
  });

  it('with --reload-on-delete roll when they disappear', async () => {
    const { cluster, clock } = await settled({ args: ['--reload-on-delete'] });
    cluster.remove(configMaps, 'platform/ca');
    await clock.advance(3_000);
    expect([markers(cluster).length, recordOf(cluster)]).toEqual([1, expect.stringContaining('"ConfigMap/platform/ca":"deleted"')]);
  });

  it('are told from one of the same name, and from one whose name is theirs with a dash', async () => {
    const cluster = fakeCluster();
    const own = { namespace: 'shop' };
    write(cluster, 'first');
    for (const name of ['ca', 'platform-ca']) write(cluster, 'first', { ...own, name });
    cluster.put(deployments, workload('web', { namespace: 'shop', annotations: { [NAMED]: 'ca, platform-ca, platform/ca' }, ...BARE }));
    const { clock } = work(cluster);
    await clock.advance(3_000);
    const rolled: string[][] = [];
    for (const metadata of [SHARED, { ...own, name: 'ca' }, { ...own, name: 'platform-ca' }]) {
      write(cluster, 'second', metadata);
      await clock.advance(3_000);
      rolled.push(markers(cluster).map((marker) => marker.split('=')[0] ?? ''));
    }
    expect(rolled.map((names) => names.length)).toEqual([1, 2, 3]);
    expect(rolled[2]).toEqual([
      expect.stringMatching(/^STAKATER_PLATFORM_CA_[0-9A-F]{8}_CONFIGMAP$/),
      'STAKATER_CA_CONFIGMAP',
      'STAKATER_PLATFORM_CA_CONFIGMAP',
    ]);
  });

  it('of one name in two namespaces have a place each in the strategy annotations', async () => {
    const { cluster, clock } = await settled({
      parts: { annotations: { [NAMED]: 'ca, platform/ca' } },
      args: ['--reload-strategy=annotations'],
    });
    write(cluster, 'first', { namespace: 'shop' });
    await clock.advance(3_000);
    write(cluster, 'second');
    await clock.advance(3_000);
    expect(markers(cluster)).toEqual([expect.stringContaining('"name":"ca","namespace":"platform"')]);
    const before = patches(cluster);
    write(cluster, 'second', { namespace: 'shop' });
    await clock.advance(3_000);
    expect([markers(cluster), patches(cluster)]).toEqual([[expect.stringContaining('"name":"ca","namespace":"shop"')], before + 1]);
  });

  it('leave nothing of a Secret that anybody could try values against, whatever stands for those of its own namespace', async () => {
    const { cluster, clock } = await settled();
    writeSecret(cluster, 'guess');
    await clock.advance(3_000);
    const [marker = ''] = markers(cluster);
    expect(marker).toMatch(/^STAKATER_PLATFORM_TOKEN_[0-9A-F]{8}_SECRET=[0-9a-f]{40}$/);
    expect(`${marker} ${recordOf(cluster)}`).not.toContain(markerOf('guess').slice(0, 8));
  });

  it('roll nothing where the key of Secrets was lost and nothing has changed', async () => {
    const { cluster, clock, die } = await settled();
    writeSecret(cluster, 'second');
    await clock.advance(3_000);
    die();
    cluster.remove(secrets, 'default/civ8s-config-reload');
    const before = markers(cluster);
    const next = work(cluster);
    await next.clock.advance(10_000);
    expect(markers(cluster)).toEqual(before);
  });

  it('of the workload, named in full, are its own', async () => {
    const { cluster, clock } = await settled({ parts: { annotations: { [NAMED]: 'shop/ca' } } });
    write(cluster, 'first', { namespace: 'shop' });
    await clock.advance(3_000);
    write(cluster, 'second', { namespace: 'shop' });
    await clock.advance(3_000);
    expect([markers(cluster), recordOf(cluster)]).toEqual([
      [`STAKATER_CA_CONFIGMAP=${markerOf('second')}`],
      expect.stringContaining('"ConfigMap/ca":'),
    ]);
  });

  it('that were named in vain before this version, by a record of then, roll nothing, with --reload-on-create either', async () => {
    const { cluster, die } = await settled({ parts: { annotations: { [NAMED]: 'platform/ca, shop/ca' } }, sources: {} });
    die();
    const { metadata } = get(cluster);
    const asks = [
      [false, true, false, ['platform/ca', 'shop/ca'], []],
      [false, true, false, [], []],
    ];
    const old = `{"scope":"${short([asks, []])}","sources":{}}`;
    cluster.put(deployments, { ...get(cluster), metadata: { ...metadata, annotations: { ...metadata?.annotations, [APPLIED]: old } } });
    write(cluster, 'first');
    write(cluster, 'first', { namespace: 'shop' });
    const { clock } = work(cluster, ['--reload-on-create']);
    await clock.advance(10_000);
    expect([markers(cluster), recordOf(cluster)]).toEqual([[], expect.stringMatching(/"ConfigMap\/ca":.*"ConfigMap\/platform\/ca":/)]);
  });

  it('of a namespace that is not looked after do not count, which is said once; and count once it is', async () => {
    const cluster = fakeCluster();
    const namespace = (name: string, labels: Readonly<Record<string, string>>) => cluster.put(namespaces, { metadata: { name, labels } });
    namespace('shop', { reload: 'yes' });
    namespace('platform', {});
    write(cluster, 'first');
    cluster.put(deployments, workload('web', { namespace: 'shop', annotations: { [NAMED]: 'platform/ca' }, ...BARE }));
    const { clock } = work(cluster, ['--namespace-selector=reload=yes', '--reload-on-create', '--reload-on-delete']);
    await clock.advance(3_000);
    write(cluster, 'second');
    await clock.advance(3_000);
    expect([markers(cluster), await eventsOf(cluster)]).toEqual([
      [],
      [['SourceNotShared', expect.stringContaining('does not count: this controller does not look after that namespace')]],
    ]);
    namespace('platform', { reload: 'yes' });
    await clock.advance(3_000);
    expect(markers(cluster)).toEqual([expect.stringContaining(markerOf('second'))]);
  });

  it('neither appear nor disappear with the right to look after their namespace', async () => {
    const cluster = fakeCluster();
    const namespace = (name: string, labels: Readonly<Record<string, string>>) => cluster.put(namespaces, { metadata: { name, labels } });
    namespace('shop', { reload: 'yes' });
    namespace('platform', {});
    write(cluster, 'first');
    write(cluster, 'first', { namespace: 'shop', name: 'own' });
    cluster.put(deployments, workload('web', { namespace: 'shop', annotations: { [NAMED]: 'own, platform/ca' }, ...BARE }));
    const { clock } = work(cluster, ['--namespace-selector=reload=yes', '--reload-on-create', '--reload-on-delete']);
    const turns: unknown[] = [];
    for (const value of ['no', 'yes', 'no']) {
      namespace('platform', { reload: value });
      await clock.advance(3_000);
      turns.push([recordOf(cluster).includes('"ConfigMap/platform/ca":"uid-'), markers(cluster).length]);
    }
    write(cluster, 'second', { namespace: 'shop', name: 'own' });
    await clock.advance(3_000);
    turns.push([recordOf(cluster).includes('"ConfigMap/platform/ca":"uid-'), markers(cluster).length]);
    expect(turns).toEqual([
      [false, 0],
      [true, 0],
      [true, 0],
      [true, 1],
    ]);
  });

  it('leave their marker where it is as long as they cannot be seen', async () => {
    const variable = { name: variableOf('ConfigMap', 'platform/ca'), value: markerOf('first') };
    const pod = { containers: [{ name: 'main', image: 'none', env: [variable] }] };
    const { cluster, clock } = await settled({ parts: { annotations: { [NAMED]: 'own, platform/ca' }, pod }, args: ['--namespaces=shop'] });
    write(cluster, 'first', { namespace: 'shop', name: 'own' });
    await clock.advance(3_000);
    write(cluster, 'second', { namespace: 'shop', name: 'own' });
    await clock.advance(3_000);
    expect(markers(cluster)).toEqual([`${variable.name}=${variable.value}`, `STAKATER_OWN_CONFIGMAP=${markerOf('second')}`]);
  });

  it.each([
    [['--namespaces=shop,platform'], 1],
    [['--namespaces=shop'], 0],
    [['--namespaces-to-ignore=platform'], 0],
  ])('with %j roll %i workloads', async (args, rolls) => {
    const { cluster, clock } = await settled({ args });
    write(cluster, 'second');
    await clock.advance(3_000);
    expect([markers(cluster).length, (await eventsOf(cluster)).filter(([reason]) => reason === 'SourceNotShared').length]).toEqual([
      rolls,
      2 - 2 * rolls,
    ]);
  });

  it('that are named by an expression, or shared with what can be no namespace, are told once to whoever wrote that', async () => {
    const { cluster, clock } = await settled({
      parts: { annotations: { [NAMED]: 'platform/ca, platform/.*' } },
      sources: { annotations: { [SHARE_WITH]: 'shop, *-eu' } },
    });
    write(cluster, 'second', { annotations: { [SHARE_WITH]: 'shop, *-eu' } });
    await clock.advance(3_000);
    const said = (await eventsOf(cluster)).filter(([reason]) => reason === 'ReloadAnnotation').map(([, message]) => message);
    expect([markers(cluster).length, said]).toEqual([
      1,
      [
        `${SHARE_WITH} lists namespaces, or beginnings of their names such as prod-*: no namespace can be meant by *-eu`,
        `${NAMED}: "platform/.*" matches nothing. A source of another namespace is named in full, as namespace/name: expressions are for names of the workload's own`,
      ],
    ]);
  });
});
