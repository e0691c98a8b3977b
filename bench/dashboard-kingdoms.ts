import { readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { sideBySide } from '../ground/time/side-by-side.ts';
import type { Client } from '../kube/client/client.ts';
import { connect } from '../kube/connect.ts';
import { configMaps, deployments, namespaces, pods } from '../kube/objects/built-in.ts';
import { KINGDOM_LABEL } from '../model/keys.ts';
import { startController } from '../test/controllers/runtime/controller-process.ts';
import { startRealApiServer } from '../test/real/kube-apiserver.ts';
import { until } from '../test/until.ts';
import { deployedEnvironment } from './deployed-environment.ts';
import { show } from './figure.ts';
import { imageEntry } from './image.ts';
import { cpuSeconds, memoryMiB } from './process-cost.ts';

/** The last is of more than it reads one by one. */
const SIZES = [10, 50, 250, 2_500];
const SHOPS = 4;
/** So many kingdoms have shops; those beyond cost what a kingdom costs. */
const SETTLED = 250;
const AT_ONCE = 32;

/** What it costs the dashboard to follow each kingdom by rights in that kingdom alone, beside rights in all at once; on a real server. */
export async function dashboardKingdoms(print: (line: string) => void): Promise<void> {
  const entry = imageEntry();
  const server = await startRealApiServer();
  const connection = await connect({ env: {}, kubeconfig: server.kubeconfig, concurrency: 64 });
  try {
    let there = 0;
    for (const size of SIZES) {
      const indexes = Array.from({ length: size - there }, (_, index) => there + index);
      await sideBySide(indexes, AT_ONCE, (index) => createKingdom(connection.client, `kingdom-${index}`, index < SETTLED ? SHOPS : 0));
      there = size;
      for (const args of [[], ['--cluster-wide']])
        await costOf({ entry, kubeconfig: server.kubeconfig, args, what: `${size} kingdoms, ${args[0] ?? 'each by itself'}`, print });
    }
  } finally {
    await connection.close();
    await server.stop();
  }
}

async function createKingdom(client: Client, namespace: string, shops: number): Promise<void> {
  await client.create(namespaces, { metadata: { name: namespace, labels: { [KINGDOM_LABEL]: namespace } } });
  for (let index = 0; index < shops; index += 1) {
    const labels = { shop: `shop-${index}`, town: 'town' };
    const metadata = { name: `shop-${index}`, namespace, labels };
    const spec = { containers: [{ name: 'worker', image: 'civ8s:0' }] };
    const directions = [{ product: `good-${index}`, amount: 1, interval: 5 }];
    await client.create(configMaps, { metadata, data: { 'directions.json': JSON.stringify(directions) } });
    await client.create(deployments, { metadata, spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec } } });
    await client.create(pods, { metadata, spec });
  }
}

interface Costed {
  readonly entry: string;
  readonly kubeconfig: string;
  readonly args: readonly string[];
  readonly what: string;
  readonly print: (line: string) => void;
}

async function costOf({ entry, kubeconfig, args, what, print }: Costed): Promise<void> {
  const began = performance.now();
  const env = deployedEnvironment('dashboard');
  const own = startController({ name: 'dashboard', kubeconfig, entry, env, args: ['--page-addr=127.0.0.1:0', ...args] });
  try {
    await until('it to be ready', async () => (await own.get('/readyz'))[0] === 200, { seconds: 120, everyMs: 20 });
    const seconds = (performance.now() - began) / 1_000;
    await until('it to rest', () => rests(own.pid), { seconds: 120, everyMs: 1 });
    const tell = (of: string, value: number, unit: string): void => print(show({ what: `${what}: ${of}`, value, unit }));
    tell('until it is ready', seconds, 's');
    tell('processor time until it rests', cpuSeconds(own.pid), 's');
    tell('memory at rest', memoryMiB(own.pid), 'MiB');
    tell('connections', socketsOf(own.pid), '');
  } finally {
    own.kill('SIGKILL');
    await own.ended;
  }
}

/** For five seconds it has used next to nothing. */
async function rests(pid: number | undefined): Promise<boolean> {
  const before = cpuSeconds(pid);
  await pause(5_000);
  return cpuSeconds(pid) - before < 0.25;
}

/** Files that are closed meanwhile are none. */
function socketsOf(pid: number | undefined): number {
  const folder = `/proc/${pid}/fd`;
  const targets = readdirSync(folder).map((name) => {
    try {
      return readlinkSync(`${folder}/${name}`);
    } catch {
      return '';
    }
  });
  return targets.filter((target) => target.startsWith('socket:')).length;
}
