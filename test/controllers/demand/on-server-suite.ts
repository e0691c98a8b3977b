import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Client } from '../../../kube/client/client.ts';
import { connect, type Connection } from '../../../kube/connect.ts';
import { deployments, events } from '../../../kube/objects/built-in.ts';
import { SYSTEM_NAMESPACE } from '../../../model/names.ts';
import type { Realm } from '../../../model/realm.ts';
import { realm as sample } from '../../../realm.ts';
import { kubeconfigOfAccount } from '../../account-token.ts';
import { applyRealm } from '../applied-realm.ts';
import { startController, type ControllerProcess } from '../runtime/controller-process.ts';
import { until } from '../../until.ts';

const KINGDOM = 'kingdom-of-foobar';
const SHOPS = ['woodworker', 'stoneworker', 'ironworker', 'craftsman'];
const RIGHT = { woodworker: 2, stoneworker: 2, ironworker: 3, craftsman: 1 };
const OURS = 'civ8s-demand Apply scale';
const QUICK = ['--leader-elect=false', '--look-every=300ms', '--up-period=1s', '--down-window=3s', '--calm=3s'];

/** The sample, with all its shops left to demand. */
const wide: Realm = {
  ...sample,
  kingdoms: sample.kingdoms.map((kingdom) => ({
    ...kingdom,
    towns: kingdom.towns.map((town) => ({ ...town, shops: town.shops.map((shop) => ({ ...shop, replicas: { from: 1, to: 5 } })) })),
  })),
};

interface Served {
  readonly kubeconfig: string;
  stop?(): Promise<unknown>;
}

/** What demand does to a realm that was applied, under its own account and its policies, whichever API server serves them. */
export function demandOnServer(startServer: () => Promise<Served>): void {
  let server: Served;
  let connection: Connection;
  let client: Client;
  let asDemand: string;
  const running: ControllerProcess[] = [];
  const start = (...args: readonly string[]): ControllerProcess => {
    const controller = startController({ name: 'demand', kubeconfig: asDemand, args: [...QUICK, ...args] });
    running.push(controller);
    return controller;
  };
  const deployment = (name: string) => client.get(deployments, { namespace: KINGDOM, name });
  const replicas = async () =>
    Object.fromEntries(await Promise.all(SHOPS.map(async (shop) => [shop, (await deployment(shop)).spec?.replicas])));
  const isRight = async () => JSON.stringify(await replicas()) === JSON.stringify(RIGHT);
  /** What Kubernetes would say once it has the pods. */
  const rolledOut = async (name: string) => {
    const { metadata, spec } = await deployment(name);
    const count = spec?.replicas ?? 1;
    const status = {
      observedGeneration: metadata?.generation,
      replicas: count,
      updatedReplicas: count,
      availableReplicas: count,
      readyReplicas: count,
    };
    await client.patch(deployments, { namespace: KINGDOM, name }, { merge: { status } }, { subresource: 'status' });
  };
  const scale = (count: number, fieldManager: string, name = 'ironworker') =>
    client.patch(
      deployments,
      { namespace: KINGDOM, name },
      { merge: { spec: { replicas: count } } },
      { subresource: 'scale', fieldManager },
    );
  const ownersOf = async (name: string) =>
    ((await deployment(name)).metadata?.managedFields ?? []).map(({ manager, operation, subresource }) =>
      [manager, operation, subresource].join(' '),
    );
  const said = async (reason: string) =>
    (await client.list(events, { namespace: KINGDOM })).items
      .filter((event) => event.reason === reason)
      .map(({ involvedObject, message }) => [involvedObject.name, message]);

  beforeAll(async () => {
    server = await startServer();
    connection = await connect({ env: {}, kubeconfig: server.kubeconfig, concurrency: 16 });
    ({ client } = connection);
    await applyRealm(client, wide);
    asDemand = await kubeconfigOfAccount(server.kubeconfig, client, SYSTEM_NAMESPACE, 'demand');
  });
  afterEach(async () => {
    for (const { kill } of running) kill('SIGKILL');
    await Promise.all(running.splice(0).map(({ ended }) => ended));
  });
  afterAll(async () => {
    await connection.close();
    await server.stop?.();
  });

  it('gives the shops their workers, also where it is killed after each change, and says why', async () => {
    for (let changes = 0; !(await isRight()) && changes < 5; changes += 1) {
      const controller = start();
      await Promise.race([controller.logged('shop scaled'), until('the right numbers', isRight)]);
      controller.kill('SIGKILL');
    }
    start();
    await until('the right numbers', isRight);
    await until('a name at every number', async () => (await Promise.all(SHOPS.map(ownersOf))).every((each) => each.includes(OURS)));
  });

  it('takes workers away one by one once nobody needs them, and says why', async () => {
    const controller = start();
    await controller.logged('leading');
    await client.patch(
      deployments,
      { namespace: KINGDOM, name: 'craftsman' },
      { merge: { spec: { replicas: 0 } } },
      { subresource: 'scale' },
    );
    await until('one worker', async () => {
      for (const shop of SHOPS) await rolledOut(shop);
      return (await deployment('ironworker')).spec?.replicas === 1;
    });
    const taken = async () =>
      (await said('Scaled')).flatMap(([, message = '']) => /^(.*): nobody could use iron$/.exec(message)?.[1] ?? []);
    await until('the Events', async () => (await taken()).length >= 2);
    expect(await taken()).toEqual(['from 3 to 2 workers, of the 1 that are wanted', 'from 2 to 1 worker']);
    expect(await said('ScalingPaused')).toEqual([
      ['craftsman', 'replicas is 0: the number of workers is left alone. Give it a worker to go on.'],
    ]);
  });

  it('leaves a number alone that somebody else has set, and says so once', async () => {
    const controller = start();
    await controller.logged('leading');
    await controller.logged('listed');
    await until('a first look', async () => controller.logs.some(({ message }) => message === 'leading'));
    await scale(5, 'kube-controller-manager');
    await until('the Event', async () => (await said('ScalingLeftAlone')).length > 0);
    for (let looks = 0; looks < 20; looks += 1) await rolledOut('ironworker');
    expect((await deployment('ironworker')).spec?.replicas).toBe(5);
    expect(await said('ScalingLeftAlone')).toEqual([
      ['ironworker', expect.stringContaining('a HorizontalPodAutoscaler sets the number of workers')],
    ]);
  });

  it('leaves a number alone that is applied again and again', async () => {
    const apply = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'woodworker', namespace: KINGDOM },
      spec: { replicas: 4 },
    };
    await client.patch(
      deployments,
      { namespace: KINGDOM, name: 'woodworker' },
      { apply, force: true },
      { fieldManager: 'argocd-controller' },
    );
    start();
    await until('the Event', async () => (await said('ScalingLeftAlone')).some(([name]) => name === 'woodworker'));
    for (let looks = 0; looks < 20; looks += 1) await rolledOut('woodworker');
    expect((await deployment('woodworker')).spec?.replicas).toBe(4);
  });

  it('leaves a number alone that somebody has set while it was away, where it had put no more than its name to it', async () => {
    const before = start();
    await scale(1, 'kubectl', 'craftsman');
    await until('its name', async () => (await ownersOf('craftsman')).includes(OURS));
    before.kill('SIGKILL');
    await before.ended;
    await scale(2, 'kubectl', 'craftsman');
    start();
    await until('the Event', async () => (await said('ScalingLeftAlone')).some(([name]) => name === 'craftsman'));
    for (let looks = 0; looks < 20; looks += 1) await rolledOut('craftsman');
    expect((await deployment('craftsman')).spec?.replicas).toBe(2);
    expect((await said('ScalingLeftAlone')).find(([name]) => name === 'craftsman')).toEqual([
      'craftsman',
      expect.stringContaining('kubectl has set the number of workers to 2'),
    ]);
  });
}
