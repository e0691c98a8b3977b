import { look } from '../controllers/demand/decide/look.ts';
import type { DemandMemory } from '../controllers/demand/decide/memory.ts';
import { createRememberingParser } from '../controllers/demand/decide/remembering-parser.ts';
import type { SeenShop } from '../controllers/demand/seen/shop.ts';
import { connect } from '../kube/connect.ts';
import { pods } from '../kube/objects/built-in.ts';
import { realm as sample } from '../realm.ts';
import { lookOptions, pods as seenPods, shopsOf } from '../test/controllers/demand/decide/world.ts';
import { startRealApiServer } from '../test/real/kube-apiserver.ts';
import { demandLive } from './demand-live.ts';
import { percentile, show } from './figure.ts';
import { imageEntry } from './image.ts';
import { residentMiB } from './resident-memory.ts';

const SHOPS = 1_000;
const LOOKS = 60;
const PODS = 5_000;

/** What a look at many shops takes, and what the controller takes of memory where there are many pods. */
export async function demand(print: (line: string) => void): Promise<void> {
  const took = looks();
  print(show({ what: `a look at ${SHOPS} shops, p50 of ${LOOKS}`, value: percentile(took, 0.5), unit: 'ms', bar: { atMost: 50 } }));
  print(show({ what: 'the same, p95', value: percentile(took, 0.95), unit: 'ms' }));
  const resident = await memoryWithPods();
  print(show({ what: `resident memory, ${PODS} pods in the cache, compiled`, value: resident, unit: 'MiB', bar: { atMost: 110 } }));
  await demandLive(print);
}

/** The sample many times over, each in a kingdom of its own; at each look somebody asks a little more or less in one of ten. */
function looks(): readonly number[] {
  const one = shopsOf(sample, () => ({ from: 1, to: 5 }));
  const all = Array.from({ length: SHOPS / one.length }, (_, at) => one.map((shop) => ({ ...shop, kingdom: `kingdom-of-${at}` }))).flat();
  const options = lookOptions(createRememberingParser(SHOPS));
  let memory: DemandMemory = { at: -Infinity, shops: new Map() };
  return Array.from({ length: LOOKS }, (_, at) => {
    const shops = all.map((shop, index): SeenShop => {
      const asks = shop.shop === 'woodworker' && index % 10 === at % 10;
      return { ...shop, pods: seenPods(1, asks ? `wood ${1 + (at % 3) / 10}` : undefined) };
    });
    const began = performance.now();
    ({ memory } = look({ shops, current: true }, memory, at * 5_000, options));
    return performance.now() - began;
  });
}

/** As the image runs it. */
async function memoryWithPods(): Promise<number> {
  const entry = imageEntry();
  const server = await startRealApiServer();
  const connection = await connect({ env: {}, kubeconfig: server.kubeconfig, concurrency: 32 });
  const pod = (index: number) => ({
    metadata: { namespace: 'default', name: `worker-${index}`, labels: { shop: `shop-${index % SHOPS}`, town: 'town' } },
    spec: { containers: [{ name: 'worker', image: 'civ8s:1' }] },
  });
  await Promise.all(Array.from({ length: PODS }, (_, index) => connection.client.create(pods, pod(index))));
  try {
    return await residentMiB({ name: 'demand', kubeconfig: server.kubeconfig, entry, until: 'leading' });
  } finally {
    await connection.close();
    await server.stop();
  }
}
