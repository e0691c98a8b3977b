import { describe, expect, it } from '@jest/globals';
import { configReload } from '../../../../controllers/config-reload/config-reload.ts';
import { podStep } from '../../../../controllers/config-reload/decide/replace-pods-step.ts';
import { ApiError } from '../../../../kube/errors/api-error.ts';
import { configMaps, events, pods, secrets, type Pod } from '../../../../kube/objects/built-in.ts';
import type { ObjectMeta } from '../../../../kube/objects/resource.ts';
import { atWork } from '../../runtime/controller-at-work.ts';
import { fakeCluster, type FakeCluster } from '../../runtime/fake-cluster.ts';
import { configMap, secret } from '../objects.ts';

const MATCH = { annotations: { 'magalix.com/podDeleteMatch': 'app=frontend' } };
const OWNER = [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'frontend', uid: 'r', controller: true }];
const pod = (name: string, { ready = true, ...metadata }: ObjectMeta & { readonly ready?: boolean } = {}): Pod => ({
  metadata: { namespace: 'default', name, labels: { app: 'frontend' }, ownerReferences: OWNER, ...metadata },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
});
const write = (cluster: FakeCluster, value: string, metadata: ObjectMeta = MATCH) =>
  cluster.put(configMaps, configMap('frontend-config', { 'config.cfg': `MSG="${value}"` }, metadata));
const removals = (cluster: FakeCluster) => cluster.changes.filter((change) => /^(evict|delete) pods/.test(change));
const names = async (cluster: FakeCluster) => (await cluster.client.list(pods)).items.map(({ metadata }) => metadata?.name ?? '').sort();

/** Two pods that a ReplicaSet recreates; each new one is ready once its time has come. */
async function frontend(args: readonly string[] = [], readyAfterMs = 3_000) {
  const cluster = fakeCluster();
  for (const name of ['a', 'b']) cluster.put(pods, pod(name));
  write(cluster, 'hello');
  const controller = atWork(cluster, configReload, { args });
  const { clock } = controller;
  let made = 0;
  cluster.fault = ({ verb, resource }, commit) => {
    const answer = commit();
    if (resource !== 'pods' || (verb !== 'evict' && verb !== 'delete')) return answer;
    const name = `new-${++made}`;
    cluster.put(pods, pod(name, { ready: false }));
    clock.after(readyAfterMs, () => cluster.put(pods, pod(name)));
    return answer;
  };
  await clock.advance(5_000);
  return { cluster, ...controller };
}

describe('pods of an annotated ConfigMap', () => {
  it('are replaced by eviction when its data changes, the second once the first is back and ready', async () => {
    const { cluster, clock } = await frontend();
    write(cluster, 'changed');
    await clock.advance(2_500);
    const first = [...removals(cluster)];
    await clock.advance(60_000);
    expect([first, removals(cluster), await names(cluster)]).toEqual([
      ['evict pods default/a'],
      ['evict pods default/a', 'evict pods default/b'],
      ['new-1', 'new-2'],
    ]);
  });

  it('are replaced within its window only, what is held is told once, and what has begun is finished', async () => {
    const { cluster, clock } = await frontend([], 120_000);
    const held = { annotations: { ...MATCH.annotations, 'reload.civ8s.dev/window': '10:10-10:11' } }; // it is 10:07
    write(cluster, 'hello', held);
    write(cluster, 'changed', held);
    await clock.advance(100_000);
    expect(removals(cluster)).toEqual([]);
    await clock.advance(600_000);
    const told = (await cluster.client.list(events)).items.map(({ message }) => message);
    expect([removals(cluster), told]).toEqual([
      ['evict pods default/a', 'evict pods default/b'],
      [
        'no pod is replaced yet: outside its window (reload.civ8s.dev/window is "10:10-10:11") until 2026-11-21T10:10:00Z; to go on now, set reload.civ8s.dev/window to ""',
      ],
    ]);
  });

  it('stay when it appears, when only its metadata changes, and when it is deleted', async () => {
    const { cluster, clock } = await frontend();
    write(cluster, 'hello', { ...MATCH, labels: { new: 'label' } });
    await clock.advance(10_000);
    cluster.remove(configMaps, 'default/frontend-config');
    await clock.advance(60_000);
    expect(removals(cluster)).toEqual([]);
  });

  it('stay when another ConfigMap changes that does not ask', async () => {
    const { cluster, clock } = await frontend();
    write(cluster, 'changed');
    await clock.advance(60_000);
    cluster.put(configMaps, configMap('other', { key: 'first' }));
    await clock.advance(5_000);
    cluster.put(configMaps, configMap('other', { key: 'second' }));
    await clock.advance(60_000);
    expect(removals(cluster)).toHaveLength(2);
  });

  it('wait for the one that does not get ready, and for a disruption budget', async () => {
    const { cluster, clock } = await frontend([], 1e9);
    write(cluster, 'changed');
    await clock.advance(600_000);
    expect(removals(cluster)).toHaveLength(1);
    const held = await frontend();
    held.cluster.fault = ({ verb }, commit) => {
      if (verb === 'evict')
        throw new ApiError('too-many-requests', "Cannot evict pod as it would violate the pod's disruption budget.", { status: 429 });
      return commit();
    };
    write(held.cluster, 'changed');
    await held.clock.advance(60_000);
    expect([removals(held.cluster), held.cluster.attempts.filter((attempt) => attempt.startsWith('evict')).length]).toEqual([[], 12]);
  });

  it('that nothing would recreate, that are terminating, or have ended, are left alone', async () => {
    const { cluster, clock } = await frontend();
    cluster.put(pods, pod('bare', { ownerReferences: [] }));
    cluster.put(pods, pod('going', { deletionTimestamp: '2026-11-21T10:00:00Z' }));
    cluster.put(pods, { ...pod('ended'), status: { phase: 'Succeeded' } });
    write(cluster, 'changed');
    await clock.advance(2_500);
    expect(removals(cluster)).toEqual([]); // one less is enough
    cluster.remove(pods, 'default/going');
    await clock.advance(30_000);
    expect(await names(cluster)).toEqual(['bare', 'ended', 'new-1', 'new-2']);
  });

  it.each([
    ['--pod-replacement=delete', 1, 'delete pods default/a'],
    ['--pod-replacement=all-at-once', 2, 'delete pods default/a'],
  ])('with %s', async (arg, atFirst, first) => {
    const { cluster, clock } = await frontend([arg]);
    write(cluster, 'changed');
    await clock.advance(1_500);
    expect([removals(cluster).length, removals(cluster)[0]]).toEqual([atFirst, first]);
  });

  it.each([
    ['', 'no pod is replaced: an empty selector would match every pod of the namespace'],
    ['a b', 'no pod is replaced: "a b": it is a label selector such as app=web,tier!=test or "app in (a, b)"'],
  ])('are safe from the selector "%s", and users are told', async (selector, message) => {
    const { cluster, clock } = await frontend();
    write(cluster, 'hello', { annotations: { 'magalix.com/podDeleteMatch': selector } });
    write(cluster, 'changed', { annotations: { 'magalix.com/podDeleteMatch': selector } });
    await clock.advance(60_000);
    expect([removals(cluster), (await cluster.client.list(events)).items[0]?.message]).toEqual([[], message]);
  });

  it('15: are replaced to the end by another process, each once, also for what changed in between', async () => {
    const { cluster, clock, die } = await frontend();
    write(cluster, 'changed');
    await clock.advance(2_500);
    die();
    await atWork(cluster, configReload, { clock }).clock.advance(60_000);
    expect(removals(cluster)).toEqual(['evict pods default/a', 'evict pods default/b']);
  });

  it('are replaced at once also where a selector leaves out the ConfigMap that the rest is noted in', async () => {
    const { cluster, clock } = await frontend(['--resource-label-selector=team=blue']);
    write(cluster, 'hello', { ...MATCH, labels: { team: 'blue' } });
    await clock.advance(5_000);
    write(cluster, 'changed', { ...MATCH, labels: { team: 'blue' } });
    await clock.advance(10_000);
    expect(removals(cluster)).toHaveLength(2);
  });

  it('of a Secret are replaced as well', async () => {
    const { cluster, clock } = await frontend();
    cluster.put(secrets, secret('credentials', { key: 'first' }, MATCH));
    await clock.advance(5_000);
    cluster.put(secrets, secret('credentials', { key: 'second' }, MATCH));
    await clock.advance(60_000);
    expect(removals(cluster)).toHaveLength(2);
  });
});

describe('with the rights of the seed only', () => {
  const SEED = [
    '--pods-only',
    '--pod-replacement=delete',
    '--pod-state=memory',
    '--events=false',
    '--resources-to-ignore=secrets',
    '--namespaces=default',
  ];

  it('nothing is asked for but ConfigMaps and pods, nothing is written but deletions of pods, and downtime is named once', async () => {
    const cluster = fakeCluster();
    const asked = new Set<string>();
    cluster.fault = ({ verb, resource }, commit) => {
      asked.add(`${verb} ${resource}`);
      return commit();
    };
    cluster.put(pods, pod('a'));
    write(cluster, 'hello');
    write(cluster, 'hello', { annotations: { 'magalix.com/podDeleteMatch': '' } });
    const { clock, messages } = atWork(cluster, configReload, { args: SEED });
    await clock.advance(5_000);
    write(cluster, 'second');
    await clock.advance(5_000);
    write(cluster, 'changed');
    await clock.advance(60_000);
    expect([[...asked].sort(), removals(cluster)]).toEqual([
      ['delete pods', 'list configmaps', 'list pods', 'watch configmaps'],
      ['delete pods default/a'],
    ]);
    expect(messages().filter((message) => message === 'pods are not replaced for what changes while this process is down')).toHaveLength(1);
  });

  it('a namespace is taken from res_namespace', () => expect(configReload.flags.namespaces.env).toContain('res_namespace'));
});

describe('the next step', () => {
  const left = ['1', '2'];
  const of = (uid: string, unlike: Parameters<typeof pod>[1] = {}) => pod(`p-${uid}`, { uid, ...unlike });
  const step = (...matching: readonly Pod[]) => podStep({ digest: '', left, ready: 2 }, matching, { atOnce: false, missingIsFine: false });
  it.each<[string, readonly Pod[], unknown]>([
    ['with none left', [of('3'), of('4')], { do: 'done' }],
    ['with one back and ready', [of('2'), of('3')], { do: 'remove', pods: [of('2')] }],
    ['with one not back yet', [of('2')], { do: 'wait' }],
    ['with one back and not ready', [of('2'), of('3', { ready: false })], { do: 'wait' }],
    ['with one on its way out', [of('1', { deletionTimestamp: 'now' }), of('2'), of('3')], { do: 'wait' }],
    [
      'with an old one that is not ready anyway',
      [of('1'), of('2', { ready: false }), of('3', { ready: false })],
      { do: 'remove', pods: [of('2', { ready: false })] },
    ],
  ])('%s', (_, matching, expected) => expect(step(...matching)).toEqual(expected));
});

describe('the namespaces in which pods are replaced, with --pods-only', () => {
  /** Where a change of the ConfigMap that is in both namespaces removes a pod. */
  async function removedWith(args: readonly string[]): Promise<readonly string[]> {
    const cluster = fakeCluster();
    for (const namespace of ['default', 'shop']) {
      cluster.put(pods, { ...pod('a'), metadata: { ...pod('a').metadata, namespace } });
      cluster.put(configMaps, configMap('frontend-config', { key: 'first' }, { ...MATCH, namespace }));
    }
    const { clock } = atWork(cluster, configReload, { args: ['--pods-only', ...args] });
    await clock.advance(5_000);
    for (const namespace of ['default', 'shop'])
      cluster.put(configMaps, configMap('frontend-config', { key: 'second' }, { ...MATCH, namespace }));
    await clock.advance(60_000);
    return removals(cluster).map((change) => change.replace(/^.* (\w+)\/.*$/, '$1'));
  }

  it('are default where none is named, as with the script that deleted pods', async () =>
    expect(await removedWith([])).toEqual(['default']));

  it('are those that are named', async () => expect(await removedWith(['--namespaces=shop'])).toEqual(['shop']));

  it.each(['--all-namespaces', '--namespaces-to-ignore=ops'])('are all with %s', async (flag) =>
    expect([...(await removedWith([flag]))].sort()).toEqual(['default', 'shop']),
  );

  it('are not both named and all', () =>
    expect(() => atWork(fakeCluster(), configReload, { args: ['--namespaces=shop', '--all-namespaces'] })).toThrow(
      '--all-namespaces and --namespaces=shop exclude each other: leave one out',
    ));
});
