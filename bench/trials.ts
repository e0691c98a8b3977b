import type { Client } from '../kube/client/client.ts';
import { connect } from '../kube/connect.ts';
import { anyOrder } from '../test/controllers/config-reload/trials/any-order.ts';
import { eachOf } from '../test/controllers/config-reload/trials/fleet.ts';
import { firstStart } from '../test/controllers/config-reload/trials/first-start.ts';
import { migration } from '../test/controllers/config-reload/trials/migration.ts';
import type { TrialResult } from '../test/controllers/config-reload/trials/trial.ts';
import { startRealApiServer } from '../test/real/kube-apiserver.ts';
import { deployedEnvironment } from './deployed-environment.ts';
import { show } from './figure.ts';

const SIZE = 2_000;
const KILLS = 8;
/** Of each, so many are shown. */
const SHOWN = 5;
const NEVER = { atMost: 0 };
const ORDERS = [1, 2, 3, 4, 5, 6, 7, 8];
const AT_ONCE = 4;
const STEPS = 20;

type Print = (line: string) => void;

/** 2,000 workloads are noted for the first time while 500 of their sources change. */
export async function firstStarts(print: Print): Promise<void> {
  await onServer(async (options) =>
    showTrial(print, `first start, ${SIZE} workloads`, await firstStart({ ...options, namespace: 'first-start' })),
  );
}

/** 2,000 workloads come over from Reloader while their sources change and the process is killed. */
export async function migrations(print: Print): Promise<void> {
  await onServer(async (options) =>
    showTrial(print, `migration, ${SIZE} workloads`, await migration({ ...options, namespace: 'migration', kills: KILLS })),
  );
}

/** All that can happen to a workload, its source and the controller, in orders of several seeds. */
export async function anyOrders(print: Print): Promise<void> {
  await onServer(async (options) => {
    const wrong: string[] = [];
    let rolls = 0;
    const tryOne = async (seed: number): Promise<void> => {
      const result = await anyOrder({ ...options, namespace: `order-${seed}`, seed, steps: STEPS });
      rolls += result.rolls;
      if (result.pods !== result.newest || result.rolls > result.changes) wrong.push(`seed ${seed}: ${JSON.stringify(result)}`);
    };
    await eachOf(ORDERS, tryOne, AT_ONCE);
    print(show({ what: `orders of ${STEPS} steps that end with old pods, or roll too often`, value: wrong.length, unit: '', bar: NEVER }));
    print(show({ what: `rolls in ${ORDERS.length} of them`, value: rolls, unit: '' }));
    for (const line of wrong) print(line);
  });
}

function showTrial(print: Print, name: string, result: TrialResult): void {
  const { changes, rolls, tookMs, generation, starts, memoryMiB, lost, wrong, stray } = result;
  print(show({ what: `${name}: changes of sources`, value: changes, unit: '' }));
  print(show({ what: 'rolls, counted by source', value: rolls, unit: '' }));
  print(show({ what: 'changes that were lost', value: lost.length, unit: '', bar: NEVER }));
  print(show({ what: 'rolls twice, or for an old content', value: wrong.length, unit: '', bar: NEVER }));
  print(show({ what: 'other changes of a template', value: stray.length, unit: '', bar: NEVER }));
  print(show({ what: 'from the first start to the last roll', value: tookMs / 1_000, unit: 's' }));
  print(show({ what: 'processes, one after the other', value: starts, unit: '' }));
  print(show({ what: 'the highest generation of a workload', value: generation, unit: '' }));
  print(show({ what: 'memory of the controller, the most', value: memoryMiB, unit: 'MiB' }));
  for (const what of [...lost, ...wrong, ...stray].slice(0, SHOWN)) print(what);
}

interface OnServer {
  readonly kubeconfig: string;
  readonly client: Client;
  readonly size: number;
  readonly seed: number;
  readonly env: Readonly<Record<string, string>>;
}

async function onServer(work: (options: OnServer) => Promise<void>): Promise<void> {
  const server = await startRealApiServer();
  const connection = await connect({ env: {}, kubeconfig: server.kubeconfig, concurrency: 32 });
  try {
    const { kubeconfig } = server;
    await work({ kubeconfig, client: connection.client, size: SIZE, seed: 1, env: deployedEnvironment('config-reload') });
  } finally {
    await connection.close();
    await server.stop();
  }
}
