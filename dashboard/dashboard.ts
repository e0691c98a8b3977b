import type { Server } from 'node:http';
import { nodeHttp } from '../ground/node-http.ts';
import type { Clock } from '../ground/time/clock.ts';
import type { Client } from '../kube/client/client.ts';
import { createReadOnlyClient } from '../kube/client/read-only.ts';
import { MOST_KINGDOMS_ALONE } from '../model/most-kingdoms-alone.ts';
import { askAtAddress, type AskBooks } from './books/ask-books.ts';
import { createBooksWatch, type BooksWatch, type BooksWatchOptions } from './books/books-watch.ts';
import { windowMs } from './books/window.ts';
import { createHistory } from './history/history.ts';
import { createPlanner, type Planner } from './plan/planner.ts';
import { followApiServer } from './read/api-heartbeat.ts';
import { askedWorkers } from './read/asked-workers.ts';
import { observedShops } from './read/observed-shops.ts';
import { createPace } from './read/pace.ts';
import { createRealmBoard } from './read/realm-board.ts';
import { createRealmReader, type RealmReader } from './read/realm-reader.ts';
import { ownSourcePictures } from './read/own-sources.ts';
import type { Watched } from './read/watched.ts';
import { createDashboardApp } from './serve/app.ts';
import type { PageFiles } from './serve/page-files.ts';
import { createRealmAnswers } from './serve/realm-answer.ts';
import { createViewers } from './serve/viewers.ts';
import { metricsAtAddress, type AskMetrics } from './system/ask-metrics.ts';
import { createSystemReader } from './system/system-reader.ts';
import { createRealmTroubles } from './trouble/realm-troubles.ts';
import type { SourcePicture } from './wire/realm.ts';

export interface DashboardOptions {
  readonly client: Client;
  readonly page: PageFiles;
  /** Only these; none named: all that there are. */
  readonly kingdoms: readonly string[];
  /** What may be read of all namespaces at once; the rest is read in each kingdom by itself. */
  readonly clusterWide: ReadonlySet<Watched>;
  /** So many kingdoms are read by themselves. @default as many as a pod has memory for */
  readonly mostAlone?: number;
  /** Names by which it may be asked for, beside addresses and `localhost`. */
  readonly hosts: readonly string[];
  /** How workers are asked for their books. @default at the addresses of their pods */
  readonly askBooks?: AskBooks;
  /** How controllers are asked for their metrics. @default at the addresses of their pods */
  readonly askMetrics?: AskMetrics;
  /** The file in which the past is kept when the process ends. @default in memory only */
  readonly historyFile?: string | undefined;
  readonly clock: Clock;
  readonly wall: () => number;
  readonly random: () => number;
}

export interface RunningDashboard {
  /** Its HTTP face; whoever has it lets it listen. */
  readonly server: Server;
  /** What speaks against being ready. */
  problems(): readonly string[];
  /** Reads, and tells viewers, until `signal` aborts. */
  run(signal: AbortSignal): Promise<void>;
}

/** No more than five changes a second: a person sees no more, and a large realm changes all the time. */
const CHANGE_MS = 200;
const BEAT_MS = 5_000;

/** Puts reading and serving together. It only ever reads: the client that it hands on refuses what would write. */
export function createDashboard(options: DashboardOptions): RunningDashboard {
  const { page, kingdoms, clusterWide, mostAlone = MOST_KINGDOMS_ALONE, hosts, historyFile, clock, wall, random } = options;
  const { askBooks = askAtAddress(), askMetrics = metricsAtAddress } = options;
  const around = { client: createReadOnlyClient(options.client), clock, random, wall };
  const tell = (): void => {
    const change = board.look();
    if (change === undefined) return;
    viewers.change(change);
    troubles.see(change);
  };
  const pace = createPace(clock, CHANGE_MS, tell);
  const isShop = (key: string): boolean => reader.table.get(key) !== undefined;
  const troubles = createRealmTroubles({ isShop, shows: (kingdom) => reader.shows(kingdom), wall, changed: pace.want });
  let planned = 0;
  const reader = createRealmReader({
    ...around,
    kingdoms,
    clusterWide,
    mostAlone,
    changed(shop) {
      if (shop !== undefined) board.touch(shop);
      if (reader.table.revision !== planned) planner.changed();
      planned = reader.table.revision;
      pace.want();
    },
    onEvent(delta) {
      system.onEvent(delta);
      troubles.onEvent(delta);
    },
  });
  const system = createSystemReader({
    ...around,
    sources: reader.sources,
    askMetrics,
    hearsAllEvents: clusterWide.has('events'),
    shows: reader.shows,
  });
  const planner = planRealm(reader, clock, pace.want);
  const changed = (shop?: string): void => {
    if (shop !== undefined) {
      board.touch(shop);
      troubles.doubt(shop, books.of(shop)?.inDoubt ?? 0);
    }
    pace.want();
  };
  const books = watchBooks(reader, planner, { ask: askBooks, clock, wall, changed });
  const sources = ownSourcePictures(wall, { books: () => books.source, history: () => history.source });
  const board = createRealmBoard(reader, {
    build: page.build,
    wall,
    plan: () => planner.latest,
    measured: books.of,
    sources,
    troubles: troubles.log,
  });
  const history = createHistory({ picture: () => board.picture, troubles: troubles.log, file: historyFile, clock, wall });
  const [viewers, realm] = [createViewers(clock, board.picture.seq), createRealmAnswers(() => board.picture)];
  const app = createDashboardApp({ page, viewers, history, troubles: troubles.log, wall, hosts, realm, controllers: system.picture });
  const beat = (): void => {
    tell(); // what was to open by now may be late
    viewers.beat({ at: new Date(wall()).toISOString(), build: page.build, seq: board.picture.seq, sources: board.picture.sources });
  };
  return {
    server: nodeHttp.createServer({ maxHeaderSize: 16_384 }, app),
    problems: () => reader.sources.pictures().flatMap(notListed),
    async run(signal) {
      await Promise.all([
        reader.run(signal),
        followApiServer(around, reader.sources.add('api', ''), signal),
        every(clock, BEAT_MS, beat, signal),
        books.run(signal),
        history.run(signal),
        system.run(signal),
      ]);
      pace.stop();
      await planner.stop();
      viewers.close();
    },
  };
}

function planRealm(reader: RealmReader, clock: Clock, onPlan: () => void): Planner {
  const tell = reader.sources.add('plan', '');
  return createPlanner({
    shops: () => observedShops(reader.table, reader.shows),
    clock,
    onPlan() {
      tell({ is: 'listed' });
      onPlan();
    },
    onError: (error) => tell({ is: 'failed', error }),
  });
}

const watchBooks = (reader: RealmReader, planner: Planner, options: Omit<BooksWatchOptions, 'workers' | 'windowOf'>): BooksWatch =>
  createBooksWatch({
    ...options,
    workers: () => askedWorkers(reader),
    windowOf: (shop) => windowMs(planner.latest?.plan.shops.get(shop)?.makes ?? []),
  });

/** What has not been listed yet speaks against being ready. */
function notListed({ name, kingdom, state, says }: SourcePicture): readonly string[] {
  const title = kingdom === '' ? name : `${name} in ${kingdom}`;
  return state === 'loading' ? [`${title}: not listed yet${says === '' ? '' : `: ${says}`}`] : [];
}

async function every(clock: Clock, ms: number, act: () => void, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await clock.pause(ms, signal);
    act();
  }
}
