import { setTimeout as pause } from 'node:timers/promises';
import { sideBySide } from '../ground/time/side-by-side.ts';
import { configMaps, deployments } from '../kube/objects/built-in.ts';
import { APPLIED } from '../controllers/config-reload/seen/annotation-keys.ts';
import type { Client } from '../kube/client/client.ts';
import { connect, type Connection } from '../kube/connect.ts';
import { AUTO, configMap, fromConfigMap, workload } from '../test/controllers/config-reload/objects.ts';
import { startController } from '../test/controllers/runtime/controller-process.ts';
import { startRealApiServer, type RealApiServer } from '../test/real/kube-apiserver.ts';
import { until } from '../test/until.ts';
import { deployedEnvironment } from './deployed-environment.ts';
import { percentile, show } from './figure.ts';

const SHARING = 500;
const QUIET_MS = 5_000;
const SHARED = 'shared';

/** What another client feels of the server while all that share a ConfigMap roll for it. */
export async function gentleRolls(print: (line: string) => void): Promise<void> {
  const server = await startRealApiServer();
  const [connection, other] = await Promise.all([1, 2].map(() => connect({ env: {}, kubeconfig: server.kubeconfig, concurrency: 16 })));
  if (connection === undefined || other === undefined) return;
  try {
    await create(connection.client);
    const { quiet, busy, tookMs } = await measure(server, connection, other);
    const ratio = percentile(busy, 0.95) / percentile(quiet, 0.95);
    print(show({ what: `${SHARING} workloads of one ConfigMap: until all are rolled`, value: tookMs / 1_000, unit: 's' }));
    print(show({ what: "another client's GET meanwhile, p95", value: percentile(busy, 0.95), unit: 'ms' }));
    print(show({ what: 'the same, over that of the quiet server', value: ratio, unit: 'x', bar: { atMost: 3 } }));
  } finally {
    await Promise.all([connection.close(), other.close()]);
    await server.stop();
  }
}

async function create(client: Client): Promise<void> {
  await client.create(configMaps, configMap(SHARED, { key: 'first' }));
  const names = Array.from({ length: SHARING }, (_, at) => `sharing-${at}`);
  await sideBySide(names, 16, (name) => client.create(deployments, workload(name, { annotations: AUTO, pod: fromConfigMap(SHARED) })));
}

async function measure(server: RealApiServer, { client }: Connection, other: Connection) {
  const controller = startController({
    name: 'config-reload',
    kubeconfig: server.kubeconfig,
    env: deployedEnvironment('config-reload'),
    args: ['--leader-elect=false', '--resources-to-ignore=secrets'],
  });
  try {
    await controller.logged('leading');
    await until('all recorded', () => recorded(client), { seconds: 120, everyMs: 500 });
    await pause(2_000);
    const quiet = await gets(other.client, pause(QUIET_MS));
    const before = await client.list(deployments);
    const began = performance.now();
    await client.patch(configMaps, { namespace: 'default', name: SHARED }, { merge: { data: { key: 'changed' } } });
    const rolled = allRolled(client, before.resourceVersion).then(() => performance.now() - began);
    const busy = await gets(other.client, rolled);
    return { quiet, busy, tookMs: await rolled };
  } finally {
    controller.kill('SIGKILL');
    await controller.ended;
  }
}

async function recorded(client: Client): Promise<boolean> {
  const { items } = await client.list(deployments);
  return items.every(({ metadata }) => metadata?.annotations?.[APPLIED] !== undefined);
}

async function allRolled(client: Client, resourceVersion: string): Promise<void> {
  const rolled = new Set<string>();
  for await (const event of client.watch(deployments, { resourceVersion })) {
    if (event.type === 'modified') rolled.add(event.object.metadata?.name ?? '');
    if (rolled.size === SHARING) return;
  }
}

/** How long each took, one after another, until `end`. */
async function gets(client: Client, end: Promise<unknown>): Promise<readonly number[]> {
  const took: number[] = [];
  const over = new AbortController();
  const ended = end.finally(() => over.abort());
  while (!over.signal.aborted) {
    const began = performance.now();
    await client.get(configMaps, { namespace: 'default', name: SHARED });
    took.push(performance.now() - began);
    await pause(10);
  }
  await ended;
  return took;
}
