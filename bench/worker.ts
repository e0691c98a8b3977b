import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fsyncSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deployedEnvironment } from './deployed-environment.ts';
import { cpuSeconds, memoryMiB } from './process-cost.ts';
import { percentile, show } from './figure.ts';
import { tellHotPath } from './hot-paths.ts';
import { imageEntry } from './image.ts';
import { endSignal } from './profile/profiling.ts';
import { bareSqliteMicroseconds } from './worker/bare-sqlite.ts';
import { buyFor } from './worker/buyers.ts';
import { until } from '../test/until.ts';

const CONNECTIONS = 16;
const MEASURED_MS = 6_000;
const READS = 500;

/** What one worker sells, with an API server that takes its sign, and each sale on disk before its answer. */
export async function worker(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'civ-bench-'));
  const serve = [imageEntry(), 'serve', join(folder, 'directions.json')];
  const apiServer = await countPatches(folder);
  try {
    print(show({ what: 'the disk: writes of 4 KiB with fsync, one after another', value: syncsPerSecond(folder), unit: '/s' }));
    writeFileSync(join(folder, 'directions.json'), JSON.stringify([{ product: 'wood', amount: 1_000_000, minimum: 1, interval: 0.05 }]));
    await measureStart(folder, 'warm', serve); // the files are read from the disk once
    const starts: number[] = [];
    const bareStarts: number[] = [];
    for (let start = 0; start < 5; start += 1) {
      starts.push(await measureStart(folder, `start-${start}`, serve));
      bareStarts.push(await measureStart(folder, `bare-${start}`, BARE));
    }
    tellHotPath(print, {
      path: 'worker: from its start to /live',
      value: percentile(starts, 0.5),
      unit: 'ms',
      bar: { atMost: 150 },
      beside: { what: 'Node alone that answers HTTP', value: percentile(bareStarts, 0.5) },
    });

    const full = await startWorker(folder, 'full', {}, serve);
    apiServer.patches.length = 0;
    const least = await startWorker(folder, 'least', {}, ['bench/worker/bare-memory.cjs']);
    tellHotPath(print, {
      path: 'worker: resident memory, idle',
      value: memoryMiB(full.process.pid),
      unit: 'MiB',
      bar: { atMost: 64 },
      beside: { what: 'Node alone with TLS and SQLite, its compilers awake', value: memoryMiB(least.process.pid) },
    });
    await end(least.process);
    const saleMicroseconds = await measureSales('on disk before the answer (FULL)', full, print, { least: 15_000, slowest: 20 });
    await measureReads(full, print);
    print(show({ what: 'PATCHes of the sign meanwhile', value: perSecond(apiServer.patches), unit: '/s', bar: { atMost: 2 } }));
    print(show({ what: 'resident memory after it', value: memoryMiB(full.process.pid), unit: 'MiB', bar: { atMost: 85 } }));
    await end(full.process);

    const relaxed = await startWorker(folder, 'relaxed', {}, ['bench/worker/serve-relaxed.ts']);
    await measureSales('synchronous NORMAL, beside it', relaxed, print);
    await end(relaxed.process);
    const inMemory = await startWorker(folder, 'memory', { BOOKS: '' }, serve);
    await measureSales('books in memory, beside it: what is left is HTTP', inMemory, print);
    await end(inMemory.process);
    const bare = await startWorker(folder, 'bare', { PORT: '0' }, BARE);
    const bareIdleMiB = memoryMiB(bare.process.pid);
    const bareMicroseconds = await measureSales('none at all, beside it: bare HTTP', bare, print);
    print(show({ what: 'by so much its resident memory has grown', value: memoryMiB(bare.process.pid) - bareIdleMiB, unit: 'MiB' }));
    await end(bare.process);
    tellHotPath(print, {
      path: 'worker: a keyed sale on disk, of the processor',
      value: saleMicroseconds,
      unit: 'us',
      bar: { atMost: 55 },
      beside: { what: 'bare HTTP, and bare SQLite that writes two rows', value: bareMicroseconds + bareSqliteMicroseconds(folder) },
    });
  } finally {
    await apiServer.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const BARE = ['bench/worker/bare-server.cjs'];

interface Started {
  readonly process: ChildProcess;
  readonly port: number;
}

async function measureSales(
  what: string,
  { port, process: seller }: Started,
  print: (line: string) => void,
  bar?: { readonly least: number; readonly slowest: number },
): Promise<number> {
  await until('a ready worker', async () => (await fetch(`http://127.0.0.1:${port}/ready`)).ok);
  await buyFor(port, CONNECTIONS, 1_000); // the code gets compiled
  const before = cpuSeconds(seller.pid);
  const bought = await buyFor(port, CONNECTIONS, MEASURED_MS);
  const microseconds = ((cpuSeconds(seller.pid) - before) * 1e6) / bought.sales;
  print(show({ what: `keyed sales, ${what}`, value: bought.sales / bought.seconds, unit: '/s', bar: bar && { atLeast: bar.least } }));
  print(show({ what: '  p50', value: percentile(bought.latencies, 0.5), unit: 'ms' }));
  print(show({ what: '  p99', value: percentile(bought.latencies, 0.99), unit: 'ms', bar: bar && { atMost: bar.slowest } }));
  print(show({ what: '  of the processor, a sale', value: microseconds, unit: 'us' }));
  return microseconds;
}

/** What it costs a worker that the dashboard reads its books every five seconds: so much less it can sell. */
async function measureReads({ port, process: seller }: Started, print: (line: string) => void): Promise<void> {
  const read = async (times: number): Promise<void> => {
    for (let time = 0; time < times; time += 1) await (await fetch(`http://127.0.0.1:${port}/books`)).text();
  };
  await read(READS);
  const before = cpuSeconds(seller.pid);
  await read(READS);
  const each = (cpuSeconds(seller.pid) - before) / READS;
  print(show({ what: 'of the processor, one reading of its books', value: each * 1e3, unit: 'ms', bar: { atMost: 1 } }));
  print(show({ what: 'of its sales, its books read every 5 s', value: (each / 5) * 100, unit: '%', bar: { atMost: 2 } }));
}

function spawnWorker(folder: string, name: string, env: Readonly<Record<string, string>>, command: readonly string[]): ChildProcess {
  return spawn(process.execPath, [...command], {
    env: {
      PATH: process.env['PATH'],
      ...deployedEnvironment('woodworker', 'kingdom-of-foobar'),
      POD_NAME: name,
      POD_NAMESPACE: 'bench',
      POD_IP: '127.0.0.1',
      PORT: '0',
      BOOKS: join(folder, name),
      KUBECONFIG: join(folder, 'kubeconfig'),
      NODE_DISABLE_COMPILE_CACHE: '1',
      ...env, // as on a read-only file system
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function startWorker(
  folder: string,
  name: string,
  env: Readonly<Record<string, string>>,
  command: readonly string[],
): Promise<Started> {
  mkdirSync(join(folder, name), { recursive: true });
  const child = spawnWorker(folder, name, env, command);
  let text = '';
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    const port = /"port":(?<port>\d+)/.exec(text)?.groups?.['port'];
    if (port !== undefined) {
      child.stdout?.resume();
      return { process: child, port: Number(port) };
    }
  }
  throw new Error(`the worker did not start: ${text}`);
}

/** From spawn to the first answer of /live, asked for every 2 ms. */
async function measureStart(folder: string, name: string, serve: readonly string[]): Promise<number> {
  const port = await freePort();
  const began = performance.now();
  const child = spawnWorker(folder, name, { PORT: String(port), LOG_LEVEL: 'silent' }, serve);
  await until('a live worker', async () => (await fetch(`http://127.0.0.1:${port}/live`)).ok, { everyMs: 2 });
  const ms = performance.now() - began;
  await end(child);
  return ms;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill(endSignal());
  await ended;
}

function syncsPerSecond(folder: string): number {
  const file = openSync(join(folder, 'sync'), 'w');
  const page = Buffer.alloc(4_096, 1);
  const began = performance.now();
  let syncs = 0;
  for (; performance.now() - began < 1_000; syncs += 1) {
    writeSync(file, page);
    fsyncSync(file);
  }
  closeSync(file);
  return syncs / ((performance.now() - began) / 1_000);
}

/** Between the first and the last: what stands at the edges of a measurement counts for neither side. */
const perSecond = (times: readonly number[]): number => ((times.length - 1) * 1_000) / ((times.at(-1) ?? NaN) - (times[0] ?? NaN));

/** An API server as far as a sign needs one. */
async function countPatches(folder: string) {
  const patches: number[] = [];
  const server = createServer((request, response) => {
    patches.push(performance.now());
    request.resume().once('end', () => response.end('{"kind":"Pod"}'));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  writeFileSync(
    join(folder, 'kubeconfig'),
    JSON.stringify({
      'current-context': 'bench',
      clusters: [{ name: 'bench', cluster: { server: `http://127.0.0.1:${port}` } }],
      contexts: [{ name: 'bench', context: { cluster: 'bench' } }],
    }),
  );
  return { patches, close: async () => void server.close() };
}
