import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../../ground/time/clock.ts';
import type { WorkerBooksPage } from '../../kube/books/worker-books.ts';
import type { PodAddress } from '../pod-address.ts';
import { shown } from '../shown-text.ts';
import type { AskBooks } from './ask-books.ts';
import { booksProblem, booksSource, type BooksSource } from './books-source.ts';
import { createMeasures, type MeasuredShop } from './measured-shop.ts';
import { booksReading, progressBetween, type BooksReading } from './progress.ts';
import { createOwners } from './books-owners.ts';
import { goRound, roundMs } from './worker-round.ts';

/** A worker that is to be asked, and whose it is. */
export interface AskedShopWorker {
  readonly shop: string;
  readonly address: PodAddress;
}

export interface BooksWatchOptions {
  readonly workers: () => readonly AskedShopWorker[];
  readonly ask: AskBooks;
  /** Over how long a shop is measured. */
  readonly windowOf: (shop: string) => number;
  readonly clock: Clock;
  readonly wall: () => number;
  /** What is measured of a shop, or how many answer at all, is not as it was. */
  readonly changed: (shop?: string) => void;
}

/** Reads the books of all workers, again and again, and says what moves. */
export interface BooksWatch {
  /** The same value for as long as it measures the same. */
  of(shop: string): MeasuredShop | undefined;
  readonly source: BooksSource;
  run(signal: AbortSignal): Promise<void>;
}

/** What is known of one worker. */
interface Known {
  readonly shop: string;
  reading?: BooksReading;
  /** Since it answered last. */
  failures: number;
  why: string;
  forbidden: boolean;
  problem: string;
  inDoubt: number;
  askedMs: number;
}

const MEASURE_MS = 5_000;
/** One that does not answer is asked more seldom: each question of it takes until its deadline. */
const FAILURES = 3;
const SELDOM_MS = 60_000;

export function createBooksWatch({ workers, ask, windowOf, clock, wall, changed }: BooksWatchOptions): BooksWatch {
  const known = new Map<string, Known>();
  const owners = createOwners();
  const measures = createMeasures();
  let shops = new Map<string, MeasuredShop>();
  let source: BooksSource = { state: 'loading', says: '' };

  const hear = (pod: string, worker: Known, page: WorkerBooksPage): void => {
    const reading = booksReading(page, clock.now(), wall());
    const before = worker.reading;
    Object.assign(worker, { reading, failures: 0, why: '', forbidden: false, ...booksProblem(page) });
    owners.claim(page.id, pod, worker.shop, clock.now());
    const progress = before === undefined ? undefined : progressBetween(before, reading, owners.shopOf);
    if (progress !== undefined) measures.add(worker.shop, progress, clock.now());
  };
  const askOne = async ({ shop, address }: AskedShopWorker): Promise<void> => {
    const pod = `${address.namespace}/${address.name}`;
    const worker = known.get(pod) ?? { shop, failures: 0, why: '', forbidden: false, problem: '', inDoubt: 0, askedMs: -Infinity };
    known.set(pod, worker);
    if (worker.failures >= FAILURES && clock.now() - worker.askedMs < SELDOM_MS) return;
    worker.askedMs = clock.now();
    const told = await ask(address);
    if ('books' in told) return hear(pod, worker, told.books);
    worker.failures += 1;
    worker.why = shown(told.why);
    worker.forbidden = told.forbidden;
  };
  const begin = (): readonly AskedShopWorker[] => {
    const all = workers();
    const pods = new Set(all.map(({ address }) => `${address.namespace}/${address.name}`));
    for (const pod of known.keys()) if (!pods.has(pod)) known.delete(pod);
    owners.forget(clock.now());
    return all;
  };
  const measure = (): void => {
    const byShop = Map.groupBy(known.values(), ({ shop }) => shop);
    const nowMs = clock.now();
    const fresh = nowMs - 4 * roundMs(known.size, ask.mostPerSecond);
    const next = new Map(
      [...byShop].map(([shop, its]): [string, MeasuredShop] => {
        const answering = its.filter(({ reading }) => (reading?.atMs ?? -Infinity) >= fresh).length;
        const problem = its.find((worker) => worker.problem !== '')?.problem ?? '';
        const inDoubt = its.reduce((sum, worker) => sum + worker.inDoubt, 0);
        const counts = { workers: its.length, answering, problem, inDoubt };
        const measured = measures.of(shop, { ...counts, nowMs, wallMs: wall(), windowMs: windowOf(shop) });
        const last = shops.get(shop);
        return [shop, isDeepStrictEqual(last, measured) && last !== undefined ? last : measured];
      }),
    );
    measures.keep(next);
    const before = shops;
    shops = next;
    for (const shop of new Set([...before.keys(), ...next.keys()])) if (before.get(shop) !== next.get(shop)) changed(shop);
    const told = booksSource([...known.values()], FAILURES, ask.remedy);
    if (isDeepStrictEqual(told, source)) return;
    source = told;
    changed();
  };
  return {
    of: (shop) => shops.get(shop),
    get source() {
      return source;
    },
    async run(signal) {
      const measuring = async (): Promise<void> => {
        while (!signal.aborted) {
          await clock.pause(MEASURE_MS, signal);
          if (!signal.aborted) measure();
        }
      };
      await Promise.all([goRound({ clock, workers: begin, mostPerSecond: ask.mostPerSecond, ask: askOne }, signal), measuring()]);
    },
  };
}
