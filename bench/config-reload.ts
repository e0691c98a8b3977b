import { setTimeout as pause } from 'node:timers/promises';
import { sideBySide } from '../ground/time/side-by-side.ts';
import { configMaps, deployments, events } from '../kube/objects/built-in.ts';
import type { Client } from '../kube/client/client.ts';
import { connect } from '../kube/connect.ts';
import { AUTO, configMap, fromConfigMap, workload } from '../test/controllers/config-reload/objects.ts';
import { startController, type ControllerProcess } from '../test/controllers/runtime/controller-process.ts';
import { startRealApiServer, type RealApiServer } from '../test/real/kube-apiserver.ts';
import { deployedEnvironment } from './deployed-environment.ts';
import { endSignal } from './profile/profiling.ts';
import { tellHotPath } from './hot-paths.ts';
import { percentile, show } from './figure.ts';
import { startBareController } from './config-reload/bare-controller.ts';
import { gentleRolls } from './gentle-rolls.ts';
import { settled } from './settled.ts';
import { until } from '../test/until.ts';

const TOGETHER = 200;
const SINGLE = 50;
const STRANGERS = [50, 500, 5_000];
/** So many rolls does it write at a time, whatever comes. */
const GENTLE = 2;
/** It has taken up its work, and collected what it had thrown away by then. */
const REST_MS = 6_000;
/** What a rolled template has. */
const ROLLED = 'STAKATER_';

/** How long a change takes to reach what uses it; and what it costs where many others are. */
export async function configReload(print: (line: string) => void): Promise<void> {
  await gentleRolls(print);
  const server = await startRealApiServer();
  const connection = await connect({ env: {}, kubeconfig: server.kubeconfig, concurrency: 32 });
  const running: ControllerProcess[] = [];
  const start = async (...args: string[]): Promise<ControllerProcess> => {
    const controller = startController({
      name: 'config-reload',
      kubeconfig: server.kubeconfig,
      env: deployedEnvironment('config-reload'),
      args: ['--leader-elect=false', '--resources-to-ignore=secrets', ...args],
    });
    running.push(controller);
    await controller.logged('leading');
    return controller;
  };
  const end = async (): Promise<void> => {
    for (const { kill } of running) kill(endSignal());
    await Promise.all(running.splice(0).map(({ ended }) => ended));
  };
  try {
    const { client } = connection;
    await create(client, 'together', TOGETHER);
    await start();
    await recorded(client, TOGETHER);
    const { tookMs, rolls } = await changeAll(client);
    await end();
    print(
      show({ what: `${TOGETHER} ConfigMaps change at once: until all are rolled`, value: tookMs / 1_000, unit: 's', bar: { atMost: 3 } }),
    );
    const withoutDebounceMs = tookMs - 1_000;
    for (const [how, atOnce] of [
      ['two templates at a time and their Events one by one, as it does', GENTLE],
      ['as many at a time as the server takes', TOGETHER],
    ] as const) {
      const rawMs = await rawChange(client, atOnce);
      const bar = atOnce === GENTLE ? undefined : { atMost: 1.3 };
      print(
        show({
          what: `the same, without the debounce of 1 s, over the bare writes, ${how}`,
          value: withoutDebounceMs / rawMs,
          unit: 'x',
          bar,
        }),
      );
    }
    print(show({ what: 'the same: rolls of a workload', value: rolls, unit: '', bar: { atMost: 1 } }));

    let there = TOGETHER;
    const costs: number[] = [];
    for (const strangers of STRANGERS) {
      await create(client, 'stranger', strangers, there);
      there = TOGETHER + strangers;
      const controller = await start('--debounce=0');
      await recorded(client, there);
      await settled(controller.pid, REST_MS);
      const before = await cpuSeconds(controller);
      const took = await singles(client);
      const cpuMs = (((await cpuSeconds(controller)) - before) * 1_000) / SINGLE;
      costs.push(cpuMs);
      print(
        show({
          what: `a single change, ${there} workloads, debounce off, p50 of ${SINGLE}`,
          value: percentile(took, 0.5),
          unit: 'ms',
          bar: { atMost: 30 },
        }),
      );
      print(show({ what: 'the same, p99', value: percentile(took, 0.99), unit: 'ms' }));
      print(show({ what: 'processor time for a change', value: cpuMs, unit: 'ms' }));
      await end();
    }
    print(
      show({
        what: `processor time with ${there} workloads, over that with ${TOGETHER + (STRANGERS[0] ?? 0)}`,
        value: (costs.at(-1) ?? NaN) / (costs[0] ?? NaN),
        unit: 'x',
        bar: { atMost: 2 },
      }),
    );
    tellHotPath(print, {
      path: 'config-reload: processor time for a change',
      value: costs[0] ?? NaN,
      unit: 'ms',
      bar: { atMost: 2.5 },
      beside: { what: 'bare undici and JSON that do no more than follow, patch and tell by an Event', value: await bareMs(server, client) },
    });
  } finally {
    await end();
    await connection.close();
    await server.stop();
  }
}

/** Of the processor, a change. */
async function bareMs(server: RealApiServer, client: Client): Promise<number> {
  const bare = await startBareController(server);
  try {
    const before = await bare.cpuSeconds();
    await singles(client);
    return (((await bare.cpuSeconds()) - before) * 1_000) / SINGLE;
  } finally {
    await bare.stop();
  }
}

async function create(client: Client, prefix: string, end: number, from = 0): Promise<void> {
  const names = Array.from(
    { length: end - (prefix === 'stranger' ? Math.max(0, from - TOGETHER) : from) },
    (_, at) => `${prefix}-${at + from}`,
  );
  await sideBySide(names, 16, async (name) => {
    await client.create(configMaps, configMap(name, { key: 'first' }));
    await client.create(deployments, workload(name, { annotations: AUTO, pod: fromConfigMap(name) }));
  });
}

async function recorded(client: Client, count: number): Promise<void> {
  const done = async () =>
    (await client.list(deployments)).items.filter(({ metadata }) => metadata?.annotations?.['reload.civ8s.dev/applied'] !== undefined)
      .length;
  await until(`${count} records`, async () => (await done()) >= count, { seconds: 600, everyMs: 200 });
}

const write = (client: Client, name: string, value: string) =>
  client.patch(configMaps, { namespace: 'default', name }, { merge: { data: { key: value } } });

/** From the first change to the last roll, as a watch shows it. */
async function changeAll(client: Client): Promise<{ readonly tookMs: number; readonly rolls: number }> {
  const { resourceVersion } = await client.list(deployments);
  const rolls = new Map<string, number>();
  const began = performance.now();
  const watching = (async () => {
    for await (const event of client.watch(deployments, { resourceVersion })) {
      if (event.type !== 'modified' || !JSON.stringify(event.object.spec).includes(ROLLED)) continue;
      const name = event.object.metadata?.name ?? '';
      rolls.set(name, (rolls.get(name) ?? 0) + 1);
      if (rolls.size === TOGETHER) return;
    }
  })();
  await Promise.all(Array.from({ length: TOGETHER }, (_, at) => write(client, `together-${at}`, 'changed')));
  await watching;
  return { tookMs: performance.now() - began, rolls: Math.max(...rolls.values()) };
}

/** What the writes cost the server by themselves: all ConfigMaps, each template, so many at a time, and beside them their Events. */
async function rawChange(client: Client, atOnce: number): Promise<number> {
  const names = Array.from({ length: TOGETHER }, (_, at) => `together-${at}`);
  const value = `raw ${performance.now()}`;
  const began = performance.now();
  await Promise.all(names.map((name) => write(client, name, value)));
  let telling: Promise<unknown> = Promise.resolve();
  await sideBySide(names, atOnce, async (name) => {
    const template = { metadata: { annotations: { raw: value } } };
    const { metadata } = await client.patch(deployments, { namespace: 'default', name }, { merge: { spec: { template } } });
    telling = telling.then(() => tell(client, { name, uid: metadata?.uid, resourceVersion: metadata?.resourceVersion }));
  });
  const tookMs = performance.now() - began;
  await telling; // the controller, too, is measured until the last template is written
  return tookMs;
}

function tell(client: Client, of: { readonly name: string; readonly uid?: string; readonly resourceVersion?: string }): Promise<unknown> {
  const involvedObject = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default', ...of };
  const text = { type: 'Normal', reason: 'Reloaded', message: `${of.name} has changed` };
  return client.create(events, { metadata: { namespace: 'default', generateName: `${of.name}.` }, involvedObject, ...text, count: 1 });
}

/** From the answer to a change to the event that shows the roll. */
async function singles(client: Client): Promise<readonly number[]> {
  const { resourceVersion } = await client.list(deployments, { limit: 500 });
  const took: number[] = [];
  let rolled = () => {};
  const stop = new AbortController();
  const watching = (async () => {
    for await (const event of client.watch(deployments, { resourceVersion, signal: stop.signal }))
      if (event.type === 'modified' && event.object.metadata?.name === 'together-0') rolled();
  })().catch(() => {});
  for (let turn = 0; turn < SINGLE; turn++) {
    const seen = new Promise<void>((resolve) => {
      rolled = resolve;
    });
    const began = performance.now();
    await write(client, 'together-0', `${performance.now()}`);
    await seen;
    took.push(performance.now() - began);
    await pause(20);
  }
  stop.abort();
  await watching;
  return took;
}

async function cpuSeconds(controller: ControllerProcess): Promise<number> {
  const [, text] = await controller.get('/metrics');
  return Number(/^process_cpu_seconds_total (?<seconds>\S+)$/m.exec(text)?.groups?.['seconds']);
}
