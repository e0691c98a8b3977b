import { expect, it } from '@jest/globals';
import { APPLIED, HOLD } from '../../../controllers/config-reload/seen/annotation-keys.ts';
import { configMaps, deployments, namespaces, type Deployment } from '../../../kube/objects/built-in.ts';
import { atServer, type ServedCluster } from './at-server.ts';
import { AUTO, configMap, fromConfigMap, workload } from './objects.ts';
import { markersOf } from './scenarios.ts';
import { until } from './stage.ts';

const SHARING = 12;
const LIMIT = '--max-unavailable=3';

/** What the brake does across kills, whichever API server keeps what it remembers. */
export function brakes(startServer: () => Promise<ServedCluster>): void {
  const served = atServer(startServer);
  const all = async (namespace: string) =>
    (await served.client.list(deployments, { namespace })).items.filter(({ metadata }) => metadata?.name?.startsWith('web'));
  const rolled = async (namespace: string) =>
    (await all(namespace)).filter((object) => markersOf(object).length > 0).map(({ metadata }) => metadata?.name ?? '');

  /** What the controller of Deployments would write once all pods of the present template are there. */
  async function bringUp({ metadata }: Deployment): Promise<void> {
    await served.client.patch(
      deployments,
      { namespace: metadata?.namespace, name: metadata?.name ?? '' },
      {
        merge: {
          status: { observedGeneration: metadata?.generation, replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1 },
        },
      },
      { subresource: 'status' },
    );
  }
  async function build(namespace: string, waves: (nth: number) => number): Promise<void> {
    await served.client.create(namespaces, { metadata: { name: namespace } });
    for (const name of ['settings', 'fence']) await served.client.create(configMaps, configMap(name, { key: 'first' }, { namespace }));
    for (let nth = 0; nth < SHARING; nth++) {
      const annotations = { ...AUTO, 'reload.civ8s.dev/wave': `${waves(nth)}` };
      await served.client.create(deployments, workload(`web-${nth}`, { namespace, annotations, pod: fromConfigMap('settings') }));
    }
    await served.client.create(deployments, workload('fence', { namespace, pod: fromConfigMap('fence') }));
  }
  const change = (namespace: string, name: string, value: string) =>
    served.client.patch(configMaps, { namespace, name }, { merge: { data: { key: value } } });
  /** Resolves once all that was changed before has been looked at. */
  async function fenced(namespace: string): Promise<void> {
    const fence = async () => markersOf(await served.client.get(deployments, { namespace, name: 'fence' })).join();
    const before = await fence();
    await change(namespace, 'fence', `${performance.now()}`);
    await until(async () => (await fence()) !== before);
  }
  async function settled(namespace: string, args: readonly string[], waves: (nth: number) => number = () => 0) {
    await build(namespace, waves);
    const start = () => served.start(['--events=false', `--namespaces=${namespace}`, `--state-namespace=${namespace}`, ...args]);
    const controller = start();
    await until(async () => (await all(namespace)).every(({ metadata }) => metadata?.annotations?.[APPLIED] !== undefined));
    for (const object of await all(namespace)) await bringUp(object);
    await fenced(namespace);
    return { controller, start };
  }

  it('does not roll more for a bad change after it was killed, lets the next one roll when one is back, and all when released', async () => {
    const namespace = 'brake-killed';
    const { controller, start } = await settled(namespace, [LIMIT]);
    await change(namespace, 'settings', 'bad');
    await until(async () => (await rolled(namespace)).length === 3);
    await fenced(namespace);
    const broken = await rolled(namespace);
    expect(broken).toHaveLength(3);
    controller.kill('SIGKILL');
    await controller.ended;
    start();
    await fenced(namespace);
    expect(await rolled(namespace)).toEqual(broken);
    await bringUp(await served.client.get(deployments, { namespace, name: broken[0] ?? '' }));
    await until(async () => (await rolled(namespace)).length === 4);
    await fenced(namespace);
    expect(await rolled(namespace)).toHaveLength(4);
    const generations = new Map((await all(namespace)).map(({ metadata }) => [metadata?.name, metadata?.generation ?? 0]));
    await served.client.patch(configMaps, { namespace, name: 'settings' }, { merge: { metadata: { annotations: { [HOLD]: 'release' } } } });
    await until(async () => (await rolled(namespace)).length === SHARING);
    await fenced(namespace);
    const more = (await all(namespace)).map(({ metadata }) => (metadata?.generation ?? 0) - (generations.get(metadata?.name) ?? 0));
    expect(more.filter((times) => times === 1)).toHaveLength(SHARING - 4);
    expect(more.filter((times) => times === 0)).toHaveLength(4);
  });

  it('rolls wave after wave across a kill, each when the former is available', async () => {
    const namespace = 'brake-waves';
    const { controller, start } = await settled(namespace, [], (nth) => nth % 3);
    await change(namespace, 'settings', 'updated');
    let running = controller;
    for (const wave of [0, 1, 2]) {
      await until(async () => (await rolled(namespace)).length === ((wave + 1) * SHARING) / 3);
      await fenced(namespace);
      expect((await rolled(namespace)).map((name) => Number(name.slice('web-'.length)) % 3).filter((one) => one > wave)).toEqual([]);
      running.kill('SIGKILL');
      await running.ended;
      running = start();
      for (const object of await all(namespace)) if (markersOf(object).length > 0) await bringUp(object);
    }
    expect(await rolled(namespace)).toHaveLength(SHARING);
  });

  it('holds what is held across a kill, and rolls it once with the newest when the annotation is taken away', async () => {
    const namespace = 'brake-hold';
    const { controller, start } = await settled(namespace, ['--max-unavailable=100%']);
    await served.client.patch(configMaps, { namespace, name: 'settings' }, { merge: { metadata: { annotations: { [HOLD]: 'true' } } } });
    await change(namespace, 'settings', 'second');
    await fenced(namespace);
    controller.kill('SIGKILL');
    await controller.ended;
    start();
    await change(namespace, 'settings', 'third');
    await fenced(namespace);
    expect(await rolled(namespace)).toEqual([]);
    await served.client.patch(configMaps, { namespace, name: 'settings' }, { merge: { metadata: { annotations: { [HOLD]: null } } } });
    await until(async () => (await rolled(namespace)).length === SHARING);
    const markers = new Set((await all(namespace)).flatMap(markersOf));
    expect(markers.size).toBe(1);
  });
}
