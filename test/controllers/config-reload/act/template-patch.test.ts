import { describe, expect, it } from '@jest/globals';
import { configReload } from '../../../../controllers/config-reload/config-reload.ts';
import { configMaps, deployments, type Deployment } from '../../../../kube/objects/built-in.ts';
import { atWork } from '../../runtime/controller-at-work.ts';
import { fakeCluster, type FakeCluster } from '../../runtime/fake-cluster.ts';
import { configMap, workload, type WorkloadParts } from '../objects.ts';

type Variables = readonly { readonly name: string; readonly value?: string }[];

/** A cluster with a ConfigMap for each name and a Deployment that uses them all; and what changes each ConfigMap. */
async function using(names: readonly string[], env: Variables | undefined, parts: WorkloadParts = {}, ...args: string[]) {
  const cluster = fakeCluster();
  const write = (name: string, value: string) => cluster.put(configMaps, configMap(name, { key: value }));
  for (const name of names) write(name, `first of ${name}`);
  const envFrom = names.map((name) => ({ configMapRef: { name } }));
  const containers = [
    { name: 'side', image: 'none' },
    { name: 'main', image: 'none', envFrom, ...(env === undefined ? {} : { env: [...env] }) },
  ];
  cluster.put(deployments, workload('web', { pod: { containers }, ...parts }));
  const controller = atWork(cluster, configReload, { args });
  await controller.clock.advance(3_000);
  return { cluster, write, ...controller };
}
const web = (cluster: FakeCluster) => cluster.get(deployments, 'default/web') as Deployment;
const env = (cluster: FakeCluster) => web(cluster).spec?.template.spec?.containers[1]?.env ?? [];
const names = (cluster: FakeCluster) => env(cluster).map(({ name }) => name);
const messages = (all: () => string[], text: string) => all().filter((message) => message === text).length;

describe('the patch of a pod template', () => {
  it('leaves the other variables where they are, also two of one name', async () => {
    const before = [
      { name: 'PATH', value: '/a' },
      { name: 'LEVEL', value: 'info' },
      { name: 'PATH', value: '/b' },
    ];
    const { cluster, write, clock } = await using(['settings'], before);
    write('settings', 'second');
    await clock.advance(3_000);
    const first = env(cluster);
    write('settings', 'third');
    await clock.advance(3_000);
    expect([first.slice(0, 3), env(cluster).slice(0, 3), names(cluster)[3], env(cluster)[3]?.value === first[3]?.value]).toEqual([
      before,
      before,
      'STAKATER_SETTINGS_CONFIGMAP',
      false,
    ]);
  });

  it('rolls for each of two sources that share a variable, also when the one becomes what the other is, and once for both', async () => {
    const { cluster, write, clock, messages: all } = await using(['a-b', 'a.b'], undefined);
    const seen = new Set<string | undefined>();
    for (const changed of [['a-b'], ['a.b'], ['a-b', 'a.b']]) {
      for (const name of changed) write(name, changed.length > 1 ? 'third' : 'second');
      await clock.advance(3_000);
      seen.add(env(cluster)[0]?.value);
    }
    expect([names(cluster), seen.size, messages(all, 'reloaded')]).toEqual([['STAKATER_A_B_CONFIGMAP'], 3, 3]);
  });

  it.each([['--reload-strategy=env-vars'], ['--reload-strategy=annotations']])(
    'makes the places that are missing, with %s',
    async (strategy) => {
      const cluster = fakeCluster();
      cluster.put(configMaps, configMap('settings', { key: 'first' }));
      const { metadata, spec } = workload('web');
      const { metadata: _, ...template } = spec?.template ?? {};
      cluster.put(deployments, {
        metadata: { namespace: metadata?.namespace, name: metadata?.name },
        spec: { ...spec, template },
      } as Deployment);
      const { clock, messages: all } = atWork(cluster, configReload, { args: ['--auto-reload-all', strategy] });
      await clock.advance(3_000);
      cluster.put(configMaps, configMap('settings', { key: 'second' }));
      await clock.advance(3_000);
      expect(messages(all, 'reloaded')).toBe(1);
    },
  );

  it('is decided on again where its container has been moved meanwhile, and not where something else was edited', async () => {
    const { cluster, write, clock } = await using(['settings'], []);
    const edits = [
      (object: Deployment) => ({ ...object, metadata: { ...object.metadata, labels: { edited: 'yes' } } }),
      (object: Deployment) => {
        const containers = (object.spec?.template.spec?.containers ?? []).toReversed();
        return { ...object, spec: { ...object.spec, template: { ...object.spec?.template, spec: { containers } } } } as Deployment;
      },
    ];
    const tries: number[] = [];
    for (const [at, edit] of edits.entries()) {
      let pending = true;
      const before = cluster.attempts.length;
      cluster.fault = ({ verb }, commit) => {
        if (verb === 'patch' && pending) cluster.put(deployments, edit(web(cluster)));
        if (verb === 'patch') pending = false;
        return commit();
      };
      write('settings', `edit ${at}`);
      await clock.advance(20_000);
      tries.push(cluster.attempts.slice(before).filter((what) => what.startsWith('patch deployments')).length);
    }
    expect([tries, web(cluster).spec?.template.spec?.containers.map(({ name, env: own = [] }) => [name, own.length])]).toEqual([
      [1, 2],
      [
        ['main', 1],
        ['side', 0],
      ],
    ]);
  });
});
