import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Direction, DirectionInput } from '../../../model/directions.ts';
import type { BooksPage } from '../../../worker/http/books-page.ts';
import { startWorker, type WorkerProcess } from '../worker-process.ts';
import { startFaultProxy, type FaultProxy } from './fault-proxy.ts';
import type { Seeded } from './seeded.ts';

/** One pod: its process, and the network in front of its address. */
export interface Stall {
  readonly name: string;
  readonly shop: string;
  port: number;
  ip: string;
  running: WorkerProcess | undefined;
}

export interface Market {
  readonly folder: string;
  readonly stalls: readonly Stall[];
  readonly proxies: readonly FaultProxy[];
  start(stall: Stall, mostBytes?: number): Promise<void>;
  kill(stall: Stall): Promise<void>;
  forgetBooks(stall: Stall): void;
  page(stall: Stall): Promise<BooksPage>;
  close(): Promise<void>;
}

const make = (product: string, amount: number, interval: number, productInputList?: readonly DirectionInput[]): Direction => ({ product, amount, minimum: 1, interval, productInputList });

/** The four shops of the sample with short intervals, the woodworker twice behind a store that balances; all traffic goes through a network that can fail. */
export async function openMarket(random: Seeded): Promise<Market> {
  const folder = mkdtempSync(join(tmpdir(), 'civ-market-'));
  const pods = [['wood-1', 'woodworker'], ['wood-2', 'woodworker'], ['stone-1', 'stoneworker'], ['iron-1', 'ironworker'], ['craft-1', 'craftsman']] as const;
  const stalls: Stall[] = pods.map(([name, shop], index) => ({ name, shop, ip: `127.0.1.${index + 1}`, port: 0, running: undefined }));
  const proxies: FaultProxy[] = [];
  // A pod's address is its own IP; what listens there is the network, and the worker is behind it, on the same port of 127.0.0.1.
  for (const stall of stalls) {
    const proxy = await startFaultProxy(stall.ip, () => [proxy.port], random);
    stall.port = proxy.port;
    proxies.push(proxy);
  }
  const stores = new Map<string, string>();
  for (const shop of new Set(stalls.map((stall) => stall.shop))) {
    const proxy = await startFaultProxy('127.0.1.100', () => stalls.filter((stall) => stall.shop === shop).map(({ port }) => port), random);
    stores.set(shop, `http://127.0.1.100:${proxy.port}`);
    proxies.push(proxy);
  }
  const from = (shop: string, product: string, amount: number): DirectionInput => ({ product, amount, store: stores.get(shop) ?? '' });
  const directions: Readonly<Record<string, readonly Direction[]>> = {
    woodworker: [make('wood', 10, 0.1)],
    stoneworker: [make('stone', 3, 0.1)],
    // Beside the sample's own goods small ones, each with a clock of its own: more trade for the same number of processes.
    ironworker: [
      make('iron', 1, 0.1, [from('stoneworker', 'stone', 3), from('woodworker', 'wood', 10)]),
      ...['nail', 'hinge', 'ring'].map((good) => make(good, 1, 0.07, [from('stoneworker', 'stone', 1)])),
    ],
    craftsman: [
      make('axe', 1, 0.2, [from('woodworker', 'wood', 8), from('ironworker', 'iron', 4)]),
      ...['ladder', 'spoon', 'bowl'].map((good) => make(good, 1, 0.07, [from('woodworker', 'wood', 2)])),
    ],
  };
  return {
    folder,
    stalls,
    proxies,
    async start(stall, mostBytes) {
      const env = { POD_IP: stall.ip, HOST: '127.0.0.1', PORT: String(stall.port) };
      stall.running = startWorker({ folder, name: stall.name, directions: directions[stall.shop] ?? [], env, mostBytes });
      if ((await stall.running.opened()) === undefined && mostBytes === undefined) throw new Error(`${stall.name} did not start: ${stall.running.errors()}`);
    },
    async kill(stall) {
      await stall.running?.end('SIGKILL');
      stall.running = undefined;
    },
    forgetBooks: (stall) => rmSync(join(folder, stall.name), { recursive: true, force: true }),
    page: async (stall) => (await (await fetch(`http://127.0.0.1:${stall.port}/books`, { signal: AbortSignal.timeout(5_000) })).json()) as BooksPage,
    async close() {
      await Promise.all(stalls.map(async (stall) => stall.running?.end('SIGKILL')));
      await Promise.all(proxies.map((proxy) => proxy.close()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
