import { setTimeout as pause } from 'node:timers/promises';
import { sideBySide } from '../ground/time/side-by-side.ts';
import { pods } from '../kube/objects/built-in.ts';
import type { Client } from '../kube/client/client.ts';
import { connect } from '../kube/connect.ts';
import { metadataOf } from '../kube/objects/resource.ts';
import { askingPod } from '../test/controllers/pod-timestamp/asking-pod.ts';
import type { ControllerLogLine } from '../test/controllers/runtime/controller-logs.ts';
import { startController, type ControllerProcess } from '../test/controllers/runtime/controller-process.ts';
import { startRealApiServer } from '../test/real/kube-apiserver.ts';
import { deployedEnvironment } from './deployed-environment.ts';
import { endSignal } from './profile/profiling.ts';
import { tellHotPath } from './hot-paths.ts';
import { percentile, show, type Figure } from './figure.ts';
import { until } from '../test/until.ts';

const PODS = 1_000;
const SINGLE = 100;

/** Against the raw PATCH rate of the same server in the same minute: the machine's speed cancels out. */
export async function podTimestamp(print: (line: string) => void): Promise<void> {
  const server = await startRealApiServer();
  const connection = await connect({ env: {}, kubeconfig: server.kubeconfig, concurrency: 32 });
  const controllers: ControllerProcess[] = [];
  try {
    const { client } = connection;
    await create(client, 'waiting');
    const before = await rawRate(client);
    const controller = startController({ name: 'pod-timestamp', kubeconfig: server.kubeconfig, env: deployedEnvironment('pod-timestamp') });
    controllers.push(controller);
    const rate = await rateOf(controller);
    const raw = Math.max(before, await rawRate(client));
    const single = await latencies(client);
    const figures: Figure[] = [
      { what: `a single pod, from its creation, p50 of ${SINGLE}`, value: percentile(single, 0.5), unit: 'ms', bar: { atMost: 4 } },
      { what: 'the same, p99', value: percentile(single, 0.99), unit: 'ms', bar: { atMost: 12 } },
    ];
    tellHotPath(print, {
      path: 'pod-timestamp: 1,000 pods that wait',
      value: rate,
      unit: '/s',
      bar: { atLeast: 0.85 * raw },
      beside: { what: 'the same patches by a client that does nothing else', value: raw },
    });
    for (const figure of figures) print(show(figure));
  } finally {
    for (const { kill } of controllers) kill(endSignal());
    await Promise.all(controllers.map(({ ended }) => ended));
    await connection.close();
    await server.stop();
  }
}

const create = (client: Client, prefix: string) =>
  Promise.all(Array.from({ length: PODS }, (_, i) => client.create(pods, askingPod(`${prefix}-${i}`))));

/** The same patch to as many pods, as many at a time as the controller has workers. */
async function rawRate(client: Client): Promise<number> {
  const names = Array.from({ length: PODS }, (_, i) => `waiting-${i}`);
  const value = String(performance.now());
  const started = performance.now();
  await sideBySide(names, 16, (name) =>
    client.patch(metadataOf(pods), { namespace: 'default', name }, { json: [{ op: 'add', path: '/metadata/annotations/raw', value }] }),
  );
  return PODS / ((performance.now() - started) / 1_000);
}

/** From the moment it leads and has its list to the last stamp, by its own log. */
async function rateOf(controller: ControllerProcess): Promise<number> {
  const stamps = () => controller.logs.filter(({ message }) => message === 'pod stamped');
  await until('all stamps', () => stamps().length >= PODS, { seconds: 600, everyMs: 50 });
  const time = (line: ControllerLogLine | undefined) => Date.parse(String(line?.['time']));
  const ready = Math.max(time(await controller.logged('leading')), time(await controller.logged('listed')));
  return PODS / ((time(stamps().at(-1)) - ready) / 1_000);
}

/** From the answer to a pod's creation to the event that shows its stamp. */
async function latencies(client: Client): Promise<readonly number[]> {
  const { resourceVersion } = await client.list(metadataOf(pods));
  const stop = new AbortController();
  const created = new Map<string, number>();
  const took: number[] = [];
  const watching = (async () => {
    for await (const event of client.watch(metadataOf(pods), { resourceVersion, signal: stop.signal })) {
      if (event.type !== 'modified' || event.object.metadata?.annotations?.['timestamp'] === undefined) continue;
      const at = created.get(event.object.metadata.name ?? '');
      if (at !== undefined) took.push(performance.now() - at);
      if (took.length === SINGLE) return;
    }
  })();
  for (let i = 0; i < SINGLE; i++) {
    await client.create(pods, askingPod(`single-${i}`));
    created.set(`single-${i}`, performance.now());
    await pause(20);
  }
  await watching;
  return took;
}
