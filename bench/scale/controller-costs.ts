import { join } from 'node:path';
import type { Client } from '../../kube/client/client.ts';
import { configMaps, deployments, pods } from '../../kube/objects/built-in.ts';
import { AUTO, configMap, fromConfigMap, workload } from '../../test/controllers/config-reload/objects.ts';
import { askingPod } from '../../test/controllers/pod-timestamp/asking-pod.ts';
import { startController } from '../../test/controllers/runtime/controller-process.ts';
import { until } from '../../test/until.ts';
import { deployedEnvironment } from '../deployed-environment.ts';
import { percentile } from '../figure.ts';
import { cpuSeconds, memoryMiB } from '../process-cost.ts';
import { endSignal } from '../profile/profiling.ts';
import { settled } from '../settled.ts';
import type { CostTable } from './cost-table.ts';
import { changeOfSharers, createSharers } from './sharers.ts';

const ROUNDS = 20;

export interface ControllerPlace {
  readonly size: number;
  readonly entry: string;
  readonly kubeconfig: string;
  readonly client: Client;
  readonly folder: string;
  readonly table: CostTable;
}

interface MeasuredController {
  readonly name: string;
  /** What its rows are called. Without: as the controller is. */
  readonly what?: string;
  /** Larger realms are too much for it. */
  readonly upTo?: number;
  readonly args?: readonly string[];
  readonly changes?: readonly MeasuredChange[];
}

interface MeasuredChange {
  readonly what: string;
  /** Makes one change, and resolves once the controller has answered it. */
  readonly make: (client: Client, round: number) => Promise<void>;
}

/** One of so many shops is concerned by what many share. */
const SHARE = 100;

/** Each controller alone, as it is deployed: what it takes to begin, at rest, and for a change. */
export async function controllerCosts(place: ControllerPlace): Promise<void> {
  await place.client.create(configMaps, configMap('measured', { key: 'first' }));
  await place.client.create(deployments, workload('measured', { annotations: AUTO, pod: fromConfigMap('measured') }));
  await createSharers(place.client, place.size / SHARE);
  for (const each of measuredControllers(place)) if (place.size <= (each.upTo ?? Infinity)) await costOf(each, place);
}

const measuredControllers = ({ folder, size }: ControllerPlace): readonly MeasuredController[] => [
  { name: 'pod-timestamp', changes: [{ what: 'a change', make: stamp }] },
  {
    name: 'config-reload',
    args: ['--debounce=0'],
    changes: [
      { what: 'a change', make: roll },
      {
        what: 'a change that concerns 1 % of all shops',
        make: (client, round) => changeOfSharers(client, size / SHARE, `${round} ${process.hrtime.bigint()}`),
      },
    ],
  },
  { name: 'resource-events', args: [`--event-writer-url=file://${join(folder, 'events')}`, '--kollect-addr='] },
  { name: 'demand' },
  { name: 'dashboard', args: ['--page-addr=127.0.0.1:0'], what: 'dashboard, rights by kingdom', upTo: 1_000 },
  { name: 'dashboard', args: ['--page-addr=127.0.0.1:0', '--cluster-wide'], what: 'dashboard, cluster-wide' },
];

async function costOf(
  { name, what = name, args = [], changes = [] }: MeasuredController,
  { size, entry, kubeconfig, client, table }: ControllerPlace,
): Promise<void> {
  const began = performance.now();
  const env = deployedEnvironment(name === 'resource-events' ? 'pod-timestamp' : name);
  const controller = startController({ name, kubeconfig, entry, env, args });
  try {
    await until('it to be ready', async () => (await controller.get('/readyz'))[0] === 200, { seconds: 600, everyMs: 50 });
    table.add(`${what}: until it is ready`, 's', size, (performance.now() - began) / 1_000);
    await settled(controller.pid);
    table.add(`${what}: processor time until it rests`, 's', size, cpuSeconds(controller.pid));
    table.add(`${what}: memory at rest`, 'MiB', size, memoryMiB(controller.pid));
    for (const change of changes) {
      const took: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const start = performance.now();
        await change.make(client, round);
        took.push(performance.now() - start);
      }
      table.add(`${what}: ${change.what}, until it is answered, p50`, 'ms', size, percentile(took, 0.5));
    }
  } finally {
    controller.kill(endSignal());
    await controller.ended;
  }
}

async function stamp(client: Client, round: number): Promise<void> {
  const name = { namespace: 'default', name: `measured-${round}-${process.hrtime.bigint()}` };
  await client.create(pods, askingPod(name.name));
  await seen(client, pods, name, ({ metadata }) => metadata?.annotations?.['timestamp'] !== undefined);
}

async function roll(client: Client, round: number): Promise<void> {
  const name = { namespace: 'default', name: 'measured' };
  const { metadata } = await client.get(deployments, name);
  await client.patch(configMaps, name, { merge: { data: { key: `${round} ${process.hrtime.bigint()}` } } });
  await seen(client, deployments, name, (now) => (now.metadata?.generation ?? 0) > (metadata?.generation ?? 0));
}

/** Follows one object until it is as it should be. */
async function seen(
  client: Client,
  resource: typeof pods | typeof deployments,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  isIt: (object: {
    readonly metadata?: { readonly annotations?: Readonly<Record<string, string>>; readonly generation?: number };
  }) => boolean,
): Promise<void> {
  const stop = new AbortController();
  const fieldSelector = `metadata.name=${name}`;
  for await (const event of client.watch<object>(resource, { namespace, fieldSelector, sendInitialEvents: false, signal: stop.signal }))
    if ('object' in event && isIt(event.object)) return stop.abort();
}
