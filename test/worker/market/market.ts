import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Direction, DirectionInput } from '../../../model/directions.ts';
import { openBooks } from '../../../worker/books/books.ts';
import { renderBooks, type BooksPage } from '../../../worker/http/books-page.ts';
import { startWorker, type WorkerProcess } from '../worker-process.ts';
import { startFaultProxy, type FaultProxy, type MarketTarget } from './fault-proxy.ts';
import type { Seeded } from './seeded.ts';
import { until } from '../../until.ts';

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
  /** The pods that there are now. */
  readonly stalls: readonly Stall[];
  readonly proxies: readonly FaultProxy[];
  start(stall: Stall, mostBytes?: number): Promise<void>;
  kill(stall: Stall): Promise<void>;
  forgetBooks(stall: Stall): void;
  /** One pod more, which its store leads to as soon as it is ready. */
  grow(shop: string): Promise<Stall>;
  /** One pod less: its store leads to it no more, and it is asked to end. Answers how it ended. */
  retire(stall: Stall): Promise<number | string | null>;
  page(stall: Stall): Promise<BooksPage>;
  close(): Promise<void>;
}

const make = (product: string, amount: number, interval: number, productInputList?: readonly DirectionInput[]): Direction => ({
  product,
  amount,
  minimum: 1,
  interval,
  productInputList,
});

const SHOPS = { woodworker: 2, stoneworker: 1, ironworker: 1, craftsman: 1 };

/**
 * A pod's address is its own IP; what listens there is the network, and the worker is behind it,
 * on the same port of an IP that only the network knows.
 */
const behind = ({ ip, port }: Pick<Stall, 'ip' | 'port'>): MarketTarget => ({ host: ip.replace('127.0.1.', '127.0.2.'), port });

/**
 * The four shops of the sample with short intervals, the woodworker twice behind a store that balances;
 * all traffic goes through a network that can fail.
 */
export async function openMarket(random: Seeded): Promise<Market> {
  const folder = mkdtempSync(join(tmpdir(), 'civ-market-'));
  const stalls: Stall[] = [];
  const open = new Set<Stall>();
  const proxies: FaultProxy[] = [];
  const stores = new Map<string, string>();
  const network = async (host: string, targets: () => readonly MarketTarget[]): Promise<number> => {
    const proxy = await startFaultProxy(host, targets, random);
    proxy.rate = proxies[0]?.rate ?? 0;
    proxies.push(proxy);
    return proxy.port;
  };
  const leaving: WorkerProcess[] = [];
  let pods = 0;
  const place = async (shop: string): Promise<Stall> => {
    const [number, ip] = [(pods += 1), `127.0.1.${pods}`];
    const port: number = await network(ip, () => [behind({ ip, port })]);
    return { name: `${shop}-${number}`, shop, ip, port, running: undefined };
  };
  for (const [shop, count] of Object.entries(SHOPS)) {
    for (let replica = 0; replica < count; replica += 1) stalls.push(await place(shop));
    const port = await network('127.0.1.100', () => [...open].filter((stall) => stall.shop === shop).map(behind));
    stores.set(shop, `http://127.0.1.100:${port}`);
  }
  for (const stall of stalls) open.add(stall);
  const directions = directionsOf((shop) => stores.get(shop) ?? '');
  const page = async (stall: Stall) =>
    (await (await fetch(`${urlOf(stall)}/books`, { signal: AbortSignal.timeout(5_000) })).json()) as BooksPage;
  const start = async (stall: Stall, mostBytes?: number): Promise<void> => {
    const env = { POD_IP: stall.ip, HOST: behind(stall).host, PORT: String(stall.port), STORE: stores.get(stall.shop) ?? '' };
    stall.running = startWorker({ folder, name: stall.name, directions: directions[stall.shop] ?? [], env, mostBytes });
    if ((await stall.running.opened()) === undefined && mostBytes === undefined)
      throw new Error(`${stall.name} did not start: ${stall.running.errors()}`);
  };
  return {
    folder,
    stalls,
    proxies,
    start,
    page,
    async kill(stall) {
      await stall.running?.end('SIGKILL');
      stall.running = undefined;
    },
    forgetBooks: (stall) => rmSync(join(folder, stall.name), { recursive: true, force: true }),
    async grow(shop) {
      const stall = await place(shop);
      stalls.push(stall);
      await start(stall);
      await untilReady(stall);
      open.add(stall);
      return stall;
    },
    async retire(stall) {
      open.delete(stall);
      stalls.splice(stalls.indexOf(stall), 1);
      if (stall.running) leaving.push(stall.running);
      return stall.running?.end('SIGTERM') ?? null;
    },
    async close() {
      await Promise.all([...stalls.map(({ running }) => running), ...leaving].map(async (worker) => worker?.end('SIGKILL')));
      await Promise.all(proxies.map((proxy) => proxy.close()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function directionsOf(storeOf: (shop: string) => string): Readonly<Record<string, readonly Direction[]>> {
  const from = (shop: string, product: string, amount: number): DirectionInput => ({ product, amount, store: storeOf(shop) });
  return {
    woodworker: [make('wood', 10, 0.15)],
    stoneworker: [make('stone', 3, 0.15)],
    // Beside the sample's own goods small ones, each with a clock of its own: more trade for the same number of processes.
    ironworker: [
      make('iron', 1, 0.15, [from('stoneworker', 'stone', 3), from('woodworker', 'wood', 10)]),
      ...['nail', 'hinge', 'ring'].map((good) => make(good, 1, 0.12, [from('stoneworker', 'stone', 1)])),
    ],
    craftsman: [
      make('axe', 1, 0.2, [from('woodworker', 'wood', 8), from('ironworker', 'iron', 4)]),
      ...['ladder', 'spoon', 'bowl'].map((good) => make(good, 1, 0.12, [from('woodworker', 'wood', 2)])),
    ],
  };
}

const urlOf = (stall: Stall): string => `http://${behind(stall).host}:${stall.port}`;

const untilReady = (stall: Stall) =>
  until(`${stall.name} to be ready`, async () => (await fetch(`${urlOf(stall)}/ready`, { signal: AbortSignal.timeout(5_000) })).ok);

/** A pod's books as they are on disk, whoever wrote them last. */
export function readBooks(folder: string, { name }: Stall): BooksPage {
  const books = openBooks({ folder: join(folder, name) });
  const page = renderBooks(books, { pod: name, directions: [] });
  books.close();
  return page;
}
