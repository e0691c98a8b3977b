import { createServer, type Server } from 'node:http';
import type { Clock } from '../ground/time/clock.ts';
import type { Client } from '../kube/client/client.ts';
import { createReadOnlyClient } from '../kube/client/read-only.ts';
import { askAtAddress, type AskBooks } from './books/ask-books.ts';
import { createBooksWatch } from './books/books-watch.ts';
import { windowMs } from './books/window.ts';
import { createPlanner } from './plan/planner.ts';
import { followApiServer } from './read/api-heartbeat.ts';
import { askedWorkers } from './read/asked-workers.ts';
import { observedShops } from './read/observed-shops.ts';
import { createPace } from './read/pace.ts';
import { createRealmBoard } from './read/realm-board.ts';
import { createRealmReader } from './read/realm-reader.ts';
import { ownSourcePictures } from './read/own-sources.ts';
import { createDashboardApp } from './serve/app.ts';
import type { PageFiles } from './serve/page-files.ts';
import { createRealmAnswers } from './serve/realm-answer.ts';
import { createViewers } from './serve/viewers.ts';

export interface DashboardOptions {
  readonly client: Client;
  readonly page: PageFiles;
  /** Only these; none named: all that there are. */
  readonly kingdoms: readonly string[];
  readonly scope: 'cluster' | 'kingdoms';
  /** Names by which it may be asked for, beside addresses and `localhost`. */
  readonly hosts: readonly string[];
  /** How workers are asked for their books. @default at the addresses of their pods */
  readonly askBooks?: AskBooks;
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
  const { page, kingdoms, scope, hosts, askBooks = askAtAddress(), clock, wall, random } = options;
  const client = createReadOnlyClient(options.client);
  const tell = (): void => {
    const change = board.look();
    if (change !== undefined) viewers.change(change);
  };
  const pace = createPace(clock, CHANGE_MS, tell);
  let planned = 0;
  const reader = createRealmReader({
    client,
    clock,
    random,
    wall,
    kingdoms,
    scope,
    changed(shop) {
      if (shop !== undefined) board.touch(shop);
      if (reader.table.revision !== planned) planner.changed();
      planned = reader.table.revision;
      pace.want();
    },
  });
  const tellPlan = reader.sources.add('plan', '');
  const planner = createPlanner({
    shops: () => observedShops(reader.table, reader.shows),
    clock,
    onPlan() {
      tellPlan({ is: 'listed' });
      pace.want();
    },
    onError: (error) => tellPlan({ is: 'failed', error }),
  });
  const books = createBooksWatch({
    workers: () => askedWorkers(reader),
    ask: askBooks,
    windowOf: (shop) => windowMs(planner.latest?.plan.shops.get(shop)?.makes ?? []),
    clock,
    wall,
    changed: pace.want,
  });
  const ownSources = ownSourcePictures(wall, [['books', () => books.source]]);
  const board = createRealmBoard(reader, {
    build: page.build,
    wall,
    plan: () => planner.latest,
    measured: books.of,
    sources: ownSources,
  });
  const viewers = createViewers(clock, board.picture.seq);
  const app = createDashboardApp({ page, viewers, hosts, realm: createRealmAnswers(() => board.picture) });
  const beats = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      await clock.pause(BEAT_MS, signal);
      tell(); // what was to open by now may be late
      viewers.beat({ at: new Date(wall()).toISOString(), build: page.build, seq: board.picture.seq, sources: board.picture.sources });
    }
  };
  return {
    server: createServer({ maxHeaderSize: 16_384 }, app),
    problems: () =>
      reader.sources.pictures().flatMap(({ name, kingdom, state, says }) => {
        const title = kingdom === '' ? name : `${name} in ${kingdom}`;
        return state === 'loading' ? [`${title}: not listed yet${says === '' ? '' : `: ${says}`}`] : [];
      }),
    async run(signal) {
      await Promise.all([
        reader.run(signal),
        followApiServer({ client, clock, random }, reader.sources.add('api', ''), signal),
        beats(signal),
        books.run(signal),
      ]);
      pace.stop();
      await planner.stop();
      viewers.close();
    },
  };
}
