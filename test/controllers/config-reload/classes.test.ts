import { describe, expect, it } from '@jest/globals';
import { configReload } from '../../../controllers/config-reload/config-reload.ts';
import { ApiError } from '../../../kube/errors/api-error.ts';
import { configMaps, deployments, events, type Deployment } from '../../../kube/objects/built-in.ts';
import type { ObjectMeta } from '../../../kube/objects/resource.ts';
import { atWork } from '../runtime/controller-at-work.ts';
import { fakeCluster, type FakeCluster } from '../runtime/fake-cluster.ts';
import { classes, mounting, podStatus, statuses } from './custom-kinds.ts';
import { AUTO, configMap, fromConfigMap, workload, type WorkloadParts } from './objects.ts';

const ON = '--enable-csi-integration';
const NAMED = 'secretproviderclass.reloader.stakater.com/reload';
const TYPED = 'secretproviderclass.reloader.stakater.com/auto';
const EXCLUDED = 'secretproviderclasses.exclude.reloader.stakater.com/reload';

/** A pod comes up with a version; it is exchanged under the pod. */
const begins = (cluster: FakeCluster, version: string, pod = 'web-1') =>
  cluster.put(statuses, podStatus('vault', version, { pod, generation: 1 }));
const rotates = (cluster: FakeCluster, version: string, pod = 'web-1') =>
  cluster.put(statuses, podStatus('vault', version, { pod, generation: 2 }));
const define = (cluster: FakeCluster, metadata: ObjectMeta = {}) =>
  cluster.put(classes, { metadata: { namespace: 'default', name: 'vault', ...metadata } });
const web = (cluster: FakeCluster) => cluster.get(deployments, 'default/web') as Deployment;
const env = (cluster: FakeCluster) => web(cluster).spec?.template.spec?.containers.flatMap((container) => container.env ?? []) ?? [];
const rolls = (cluster: FakeCluster) => cluster.changes.filter((change) => change.startsWith('patch deployments')).length;

async function settled(parts: WorkloadParts = {}, ...args: string[]) {
  const cluster = fakeCluster();
  define(cluster);
  begins(cluster, 'v1');
  cluster.put(deployments, workload('web', { pod: mounting('vault'), ...parts }));
  const controller = atWork(cluster, configReload, { args: [ON, ...args] });
  await controller.clock.advance(3_000);
  return { cluster, ...controller };
}

describe('a SecretProviderClass', () => {
  it('is not even read without the flag, and then leaves no trace in a record', async () => {
    const cluster = fakeCluster();
    const asked = new Set<string>();
    cluster.fault = ({ resource }, commit) => {
      asked.add(resource);
      return commit();
    };
    cluster.put(deployments, workload('web', { pod: mounting('vault') }));
    await atWork(cluster, configReload).clock.advance(3_000);
    expect([[...asked].filter((resource) => resource.includes('csi')), cluster.changes]).toEqual([[], []]);
  });

  it.each<[string, WorkloadParts, boolean]>([
    ['auto', {}, true],
    ['auto for classes', { annotations: { [TYPED]: 'true' } }, true],
    ['auto for ConfigMaps', { annotations: { 'configmap.reloader.stakater.com/auto': 'true' } }, false],
    ['auto=false', { annotations: { 'reloader.stakater.com/auto': 'false' } }, false],
    ['named', { annotations: { [NAMED]: 'vault' } }, true],
    ['named by an expression, and not used', { annotations: { [NAMED]: 'v.*t' }, pod: fromConfigMap('other') }, true],
    ['on the template: named', { annotations: {}, template: { [NAMED]: 'vault' } }, true],
    ['on the template: auto', { annotations: {}, template: { [TYPED]: 'true' } }, true],
    ['excluded', { annotations: { ...AUTO, [EXCLUDED]: 'vault' } }, false],
    ['used by an init container only', { pod: mounting('vault', 'initContainers') }, true],
    ['not used', { pod: fromConfigMap('other') }, false],
  ])('%s', async (_, parts, expected) => {
    const { cluster, clock } = await settled(parts);
    rotates(cluster, 'v2');
    await clock.advance(10_000);
    expect(env(cluster).map(({ name }) => name)).toEqual(expected ? ['STAKATER_VAULT_SECRETPROVIDERCLASS'] : []);
  });

  it.each<[string, ObjectMeta['annotations'], WorkloadParts['annotations'], boolean]>([
    ['ignored, though named', { 'reloader.stakater.com/ignore': 'true' }, { [NAMED]: 'vault' }, false],
    ['search and match', { 'reloader.stakater.com/match': 'true' }, { 'reloader.stakater.com/search': 'true' }, true],
    ['search without match', {}, { 'reloader.stakater.com/search': 'true' }, false],
  ])('%s', async (_, on, annotations, expected) => {
    const { cluster, clock } = await settled({ annotations });
    define(cluster, { annotations: on });
    await clock.advance(3_000);
    rotates(cluster, 'v2');
    await clock.advance(10_000);
    expect(env(cluster).length === 1).toBe(expected);
  });

  it("leaves Reloader's marker, tells of it in its words, and counts what it has heard", async () => {
    const { cluster, clock, metric } = await settled();
    rotates(cluster, 'v2');
    await clock.advance(3_000);
    cluster.put(statuses, podStatus('vault', 'v2', { generation: 2, labels: { new: 'label' } }));
    await clock.advance(3_000);
    const { items } = await cluster.client.list(events);
    // The SHA-1 of `SecretProviderClassName=vault;password=v2`.
    expect(env(cluster)).toEqual([{ name: 'STAKATER_VAULT_SECRETPROVIDERCLASS', value: 'f22791f029d30d99bf6bd670123455885d91a749' }]);
    expect(items.map(({ message }) => message)).toEqual([
      "Changes detected in 'vault' of type 'SECRETPROVIDERCLASS' in namespace 'default', Updated 'web' of type 'Deployment' in namespace 'default'",
    ]);
    expect([
      await metric('reloader_events_received_total', 'secretproviderclasspodstatuses'),
      await metric('reloader_skipped_total', 'no_data_change'),
    ]).toEqual([2, 1]);
  });

  it('and by the annotation, with the strategy for it', async () => {
    const { cluster, clock } = await settled({}, '--reload-strategy=annotations');
    rotates(cluster, 'v2');
    await clock.advance(3_000);
    expect(web(cluster).spec?.template.metadata?.annotations?.['reloader.stakater.com/last-reloaded-from']).toMatch(
      /^\{"type":"SECRETPROVIDERCLASS","name":"vault","namespace":"default","hash":"f22791f029d30d99bf6bd670123455885d91a749","containerRefs":\["main"\],"observedAt":\d+\}$/,
    );
  });

  it('rolls once for a rotation that reaches pod after pod, and not for the pods that are recreated', async () => {
    const { cluster, clock } = await settled();
    for (const pod of ['web-2', 'web-3']) begins(cluster, 'v1', pod);
    for (const pod of ['web-1', 'web-2']) {
      rotates(cluster, 'v2', pod);
      await clock.advance(20_000);
    }
    cluster.remove(statuses, 'default/web-1-default-vault');
    begins(cluster, 'v2', 'web-4');
    await clock.advance(20_000);
    rotates(cluster, 'v2', 'web-3');
    await clock.advance(20_000);
    for (const pod of ['web-2', 'web-3', 'web-4']) cluster.remove(statuses, `default/${pod}-default-vault`);
    await clock.advance(20_000);
    begins(cluster, 'v2', 'web-5');
    await clock.advance(20_000);
    const once = rolls(cluster);
    rotates(cluster, 'v3', 'web-5');
    await clock.advance(20_000);
    expect([once, rolls(cluster)]).toEqual([2, 3]); // the record, the first, the second
  });

  it.each([[[]], [['--reload-on-create', '--reload-on-delete', '--sync-after-restart']]])(
    'does not roll for pods that come and go, with %j',
    async (args) => {
      const { cluster, clock } = await settled({}, ...args);
      cluster.remove(statuses, 'default/web-1-default-vault');
      await clock.advance(20_000);
      begins(cluster, 'v2');
      await clock.advance(20_000);
      cluster.remove(classes, 'default/vault');
      await clock.advance(20_000);
      expect(env(cluster)).toEqual([]);
    },
  );

  it('rolls once where a Secret, which the driver keeps beside, changes with it', async () => {
    const { cluster, clock } = await settled({
      pod: {
        ...mounting('vault'),
        containers: [
          {
            name: 'main',
            image: 'none',
            volumeMounts: [{ name: 'v', mountPath: '/x' }],
            envFrom: [{ configMapRef: { name: 'settings' } }],
          },
        ],
      },
    });
    cluster.put(configMaps, configMap('settings', { key: 'first' }));
    await clock.advance(5_000);
    const before = rolls(cluster);
    rotates(cluster, 'v2');
    cluster.put(configMaps, configMap('settings', { key: 'second' }));
    await clock.advance(20_000);
    expect([rolls(cluster) - before, env(cluster).map(({ name }) => name)]).toEqual([
      1,
      ['STAKATER_SETTINGS_CONFIGMAP', 'STAKATER_VAULT_SECRETPROVIDERCLASS'],
    ]);
  });
});

describe('a SecretProviderClass and faults', () => {
  it('what was rotated while nobody looked is caught up with; pods that were recreated meanwhile have it', async () => {
    for (const [happens, expected] of [
      [rotates, 1],
      [begins, 0],
    ] as const) {
      const { cluster, clock, die } = await settled();
      die();
      cluster.remove(statuses, 'default/web-1-default-vault');
      happens(cluster, 'v2');
      atWork(cluster, configReload, { clock, args: [ON] });
      await clock.advance(20_000);
      expect(env(cluster)).toHaveLength(expected);
    }
  });

  it.each([
    ['secretproviderclasses', 'from the start'],
    ['secretproviderclasspodstatuses', 'from the start'],
    ['secretproviderclasses', 'after a while'],
    ['secretproviderclasspodstatuses', 'after a while'],
  ])(
    '22: without %s, %s, nothing of it rolls and all else does; what is there later rolls for what changes later',
    async (absent, since) => {
      const cluster = fakeCluster();
      let served = since === 'after a while';
      const notFound = () => new ApiError('not-found', 'the server could not find the requested resource', { status: 404 });
      cluster.fault = ({ resource, verb }, commit) => {
        if (resource.startsWith(`${absent}.`) && !served && (verb === 'list' || verb === 'watch')) throw notFound();
        return commit();
      };
      define(cluster);
      begins(cluster, 'v1');
      cluster.put(configMaps, configMap('settings', { key: 'first' }));
      cluster.put(deployments, workload('web', { pod: mounting('vault') }));
      cluster.put(deployments, workload('other'));
      const { clock, ready } = atWork(cluster, configReload, { args: [ON, '--reload-on-create', '--reload-on-delete'] });
      await clock.advance(5_000);
      served = false;
      cluster.breakWatches(notFound());
      await clock.advance(60_000);
      cluster.put(configMaps, configMap('settings', { key: 'second' }));
      await clock.advance(60_000);
      const without = [
        ready(),
        env(cluster).length,
        cluster.get(deployments, 'default/other')?.spec?.template.spec?.containers[0]?.env?.length,
      ];
      served = true;
      await clock.advance(120_000);
      rotates(cluster, 'v2');
      await clock.advance(10_000);
      expect([without, env(cluster).length]).toEqual([[[], 0, 1], 1]);
    },
  );
});
