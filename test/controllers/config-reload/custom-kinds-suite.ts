import { expect, it } from '@jest/globals';
import { APPLIED } from '../../../controllers/config-reload/seen/annotation-keys.ts';
import { daemonSets, deployments, jobs, namespaces, statefulSets } from '../../../kube/objects/built-in.ts';
import type { KubeObject, Resource } from '../../../kube/objects/resource.ts';
import { atServer, type ServedCluster } from './at-server.ts';
import { classScenarios, classStage } from './class-stage.ts';
import { classes, definitionOf, definitions, mounting, podStatus, rollouts, statuses } from './custom-kinds.ts';
import { AUTO, fromConfigMap, podTemplate, workload } from './objects.ts';
import { markersOf, scenarios } from './scenarios.ts';
import { until } from './stage.ts';

const PLAYED = [
  'a named ConfigMap',
  'auto, a mounted Secret',
  'only labels of a ConfigMap',
  'auto=false',
  'on the template: auto',
  'an excluded ConfigMap',
  'environment of an init container, Secret',
  'two containers, two ConfigMaps',
];
const RESTART = { ...AUTO, 'reloader.stakater.com/rollout-strategy': 'restart' };

/** What holds of kinds that a cluster has by definitions, whichever API server serves them. */
export function customKinds(startServer: () => Promise<ServedCluster>, strategies: readonly string[] = ['env-vars', 'annotations']): void {
  const served = atServer(startServer);
  const { on } = served;
  const start = (...args: string[]) => served.startHere(args);
  const define = async (kind: Resource<KubeObject>): Promise<void> => {
    const { metadata } = await served.client.create(definitions, definitionOf(kind));
    await until(
      async () =>
        (await served.client.get(definitions, { name: metadata?.name ?? '' })).status?.conditions?.some(
          ({ type, status }) => type === 'Established' && status === 'True',
        ) === true,
    );
    await until(() =>
      served.client.list(kind).then(
        () => true,
        () => false,
      ),
    );
  };
  const undefine = async (kind: Resource<KubeObject>): Promise<void> => {
    await served.client.delete(definitions, { name: `${kind.plural}.${kind.group}` });
    await until(() =>
      served.client.list(kind).then(
        () => false,
        () => true,
      ),
    );
  };

  it('22: a definition that comes, goes and comes again: its objects roll each time, the others always, and it is ready throughout', async () => {
    const here = on('coming');
    await here.build({ kinds: [] });
    const controller = start('--is-Argo-Rollouts=true');
    await here.recorded(false);
    await here.fence();
    const notFollowed = () => controller.logs.filter(({ message }) => message.startsWith('not followed'));
    const readiness = [(await controller.get('/readyz'))[0]];
    for (const turn of ['second', 'third']) {
      await define(rollouts);
      await served.client.create(rollouts, workload('web', { namespace: 'coming', annotations: RESTART, pod: fromConfigMap('cm') }));
      const web = () => served.client.get(rollouts, { namespace: 'coming', name: 'web' });
      await until(async () => (await web()).metadata?.annotations?.[APPLIED] !== undefined);
      await here.write('cm', turn);
      await until(async () => (await web()).spec?.restartAt !== undefined);
      const absences = notFollowed().length;
      await undefine(rollouts);
      await until(async () => notFollowed().length > absences);
      await here.fence();
      readiness.push((await controller.get('/readyz'))[0]);
    }
    const said = controller.logs
      .filter(({ resource }) => resource === 'rollouts.argoproj.io')
      .map(({ level, message }) => `${String(level)} ${message}`);
    const absent = 'info not followed: the cluster does not have it or does not grant it';
    expect([readiness, said]).toEqual([
      [200, 200, 200],
      [absent, 'info listed', absent, 'info followed again', absent],
    ]);
  });

  it.each(strategies)("Reloader's scenarios on Rollouts, with the strategy %s", async (strategy) => {
    if (strategy === strategies[0]) await define(rollouts);
    start('--is-Argo-Rollouts=true', `--reload-strategy=${strategy}`);
    const played = scenarios.filter(({ name }) => PLAYED.includes(name));
    const wrong = await Promise.all(
      played.map(async (scenario, at) => {
        const here = on(`rollouts-${strategy}-${at}`);
        await here.build({ ...scenario, kinds: [rollouts] });
        await here.recorded(scenario.rolls);
        await here.change(scenario.change);
        await here.fence();
        if (scenario.rolls) await here.allRolled();
        return ((await here.markers())[0]?.length !== 0) === scenario.rolls ? [] : [scenario.name];
      }),
    );
    expect([played.length, wrong.flat()]).toEqual([PLAYED.length, []]);
  });

  it('a Rollout that restarts: once for a change, not for labels, and its template stays as it is', async () => {
    const here = on('restarting');
    await here.build({ parts: { annotations: RESTART, pod: fromConfigMap('cm') }, kinds: [rollouts] });
    start('--is-Argo-Rollouts');
    await here.recorded(true);
    const web = () => served.client.get(rollouts, { namespace: 'restarting', name: 'web' });
    await here.change(['labels of cm']);
    await here.fence();
    const before = await web();
    await here.change(['cm']);
    await until(async () => (await web()).spec?.restartAt !== undefined);
    await here.fence();
    const after = await web();
    // The API server counts changes of a custom resource's spec and status: one more.
    expect([
      before.spec?.restartAt,
      after.spec?.template,
      markersOf(after),
      (after.metadata?.generation ?? 0) - (before.metadata?.generation ?? 0),
    ]).toEqual([undefined, before.spec?.template, [], 1]);
  });

  it.each(strategies)("Reloader's scenarios of SecretProviderClasses, with the strategy %s", async (strategy) => {
    if (strategy === strategies[0]) for (const kind of [classes, statuses]) await define(kind);
    start('--enable-csi-integration=true', `--reload-strategy=${strategy}`);
    const kinds = [deployments, daemonSets, statefulSets];
    const wrong = await Promise.all(
      classScenarios.map(async ({ name, parts, change, seen, rolls }, at) => {
        const here = on(`classes-${strategy}-${at}`);
        const vault = classStage(served.client, here.namespace);
        await here.build({ parts, kinds });
        await vault.build();
        await vault.seen(seen ? kinds : []);
        if (change.includes('labels')) await vault.label();
        if (change.includes('version')) await vault.rotate('vault', 'v2');
        if (change.includes('cm')) await here.change(['cm']);
        await vault.fence();
        await here.fence();
        if (rolls) await here.allRolled();
        return (await here.markers()).every((markers) => (markers.length !== 0) === rolls) ? [] : [name];
      }),
    );
    expect(wrong.flat()).toEqual([]);
  });

  it('a class that is rotated twice rolls twice, once for each; a pod that comes up with the newest rolls nothing; a Job is recreated', async () => {
    const namespace = 'rotated-twice';
    const vault = classStage(served.client, namespace);
    await served.client.create(namespaces, { metadata: { name: namespace } });
    await vault.build();
    await served.client.create(deployments, workload('web', { namespace, pod: mounting('vault') }));
    const { metadata: { uid } = {} } = await served.client.create(jobs, {
      metadata: { namespace, name: 'web', annotations: AUTO },
      spec: { suspend: true, template: { ...podTemplate('web', { pod: { ...mounting('vault'), restartPolicy: 'Never' } }), metadata: {} } },
    });
    start('--enable-csi-integration');
    await vault.seen([deployments, jobs]);
    const web = () => served.client.get(deployments, { namespace, name: 'web' });
    const generations = [];
    for (const version of ['v2', 'v3']) {
      const before = markersOf(await web()).join();
      await vault.rotate('vault', version);
      await until(async () => markersOf(await web()).join() !== before);
      // The pods that the roll makes come up with the newest; the last one of before is late.
      await served.client.create(statuses, podStatus('vault', version, { namespace, pod: `web-${version}` }));
      await vault.fence();
      generations.push((await web()).metadata?.generation);
    }
    // The API server counts changes of spec and annotations: the creation, the record, and each roll.
    expect(generations).toEqual([3, 4]);
    await until(async () => {
      const { items } = await served.client.list(jobs, { namespace });
      return items.length === 1 && items[0]?.metadata?.uid !== uid && markersOf(items[0] ?? {}).length === 1;
    });
  });
}
