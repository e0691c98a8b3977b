import type { Logger } from 'pino';
import { systemClock, type Clock } from '../ground/time/clock.ts';
import type { Direction, DirectionInput } from '../model/directions.ts';
import { packageVersion } from '../model/package-version.ts';
import type { Books } from './books/books.ts';
import { openMemory, type Memory } from './books/memory.ts';
import type { WorkerEvent, Announce } from './chronicle.ts';
import { inventory } from './http/app.ts';
import { signature } from './http/face.ts';
import { listen } from './http/listen.ts';
import { createListener } from './http/listener.ts';
import { logHappenings } from './log.ts';
import { createWorkerMetrics } from './metrics.ts';
import { produce } from './production/produce.ts';
import { waitsText } from './production/waits.ts';
import type { WorkerSettings } from './settings.ts';
import { createPodSign } from './sign/put-up.ts';
import { annotationsOf } from './sign/sign.ts';
import { createSteadyRates } from './sign/steady-rates.ts';
import { createAsk } from './trade/ask.ts';
import { createAskedOfLate } from './trade/asked-of-late.ts';
import { bequeath } from './trade/bequest.ts';
import { createBuyer } from './trade/buyer.ts';
import { createInherit } from './trade/inherit.ts';
import { createSeller } from './trade/seller.ts';
import { addressOf, reachOf, renderWhereabouts } from './trade/whereabouts.ts';

export interface WorkerOptions {
  readonly directions: readonly Direction[];
  /** Closed with the worker. */
  readonly books: Books;
  readonly settings: WorkerSettings;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Logger;
  readonly clock?: Clock;
  readonly random?: () => number;
}

export interface Worker {
  readonly port: number;
  /** Ends trade in good order: within ten seconds, with every request answered and every movement on disk. */
  close(): Promise<void>;
}

/** Traffic goes on arriving for a while after a pod is told to stop, until everybody has heard of it. */
const SERVE_ON_MS = 3_000;
/** Until then open purchases may still be settled; those that are not stay in the books. */
const SETTLE_MS = 4_500;
/** So long heirs are sought and served. On a busy machine an answer takes its time; others are asked meanwhile. */
const BEQUEATH_MS = 5_000;
const HEIR_ANSWERS_MS = 3_000;
const LAST_ANSWERS_MS = 1_500;
const LAST_SIGN_MS = 1_500;
const NEVER = new AbortController().signal;

/** One shop's worker, put together and running. */
export async function openWorker({
  directions,
  books,
  settings,
  env,
  log,
  clock = systemClock,
  random = Math.random,
}: WorkerOptions): Promise<Worker> {
  const [turns, settling, signing] = [new AbortController(), new AbortController(), new AbortController()];
  const closing = () => turns.signal.aborted;
  const metrics = createWorkerMetrics(books, packageVersion());
  const logged = logHappenings(log, () => clock.now());
  const asked = createAskedOfLate(directions, () => clock.now());
  const announce: Announce = (happening: WorkerEvent) => {
    metrics.announce(happening);
    if (happening.is === 'asked') asked.add(happening.good, happening.units);
    logged(happening);
  };
  const memory = openMemory(books);
  const heirs = new Set<string>();
  const seller = createSeller({ books, memory, directions, closing, heirs, announce });
  const reach = reachOf(settings.podIp);
  const ask = createAsk({ env });
  const buyer = createBuyer({ books, ask, announce, clock, date: Date.now, random, reach, signal: settling.signal });
  const lacks = new Map<string, readonly DirectionInput[]>();

  let pod = '';
  const inherit = createInherit(buyer, directions);
  const face = { books, memory, seller, directions, closing, inherit, reach, announce, pod: () => pod, metrics: () => metrics.page() };
  const listening = await listen(createListener(face), { ...settings, headers: () => signature(face) });
  const { port } = listening;
  pod = renderWhereabouts({ name: settings.podName, address: addressOf(settings.podIp, port) });
  log.info({ pod, port, books: books.id, since: books.since }, 'open');

  const remembering = remember(memory, clock, announce, settling.signal);
  const production = buyer
    .resume()
    .then(() =>
      Promise.all(
        directions.map((direction) =>
          produce(direction, { books, buyer, announce, clock, random, lacks: (good, missing) => lacks.set(good, missing) }, turns.signal),
        ),
      ),
    );
  const steady = createSteadyRates(asked.rates);
  const wanted = () =>
    annotationsOf({ inventory: inventory(books, directions), waits: waitsText([...lacks.values()].flat()), asked: steady() });
  const sign = createPodSign({ settings, env, log, options: { wanted, announce, clock, random }, signal: signing.signal });

  return {
    port,
    async close() {
      turns.abort();
      let isSettled = false;
      const settled = Promise.race([production.then(() => buyer.idle()), clock.pause(SETTLE_MS, NEVER)]).then(() => (isSettled = true));
      const bequest = bequeath({
        books,
        pod,
        reach,
        clock,
        heirs,
        store: settings.store,
        ask: createAsk({ env, deadlineMs: HEIR_ANSWERS_MS }),
        mostMs: BEQUEATH_MS,
        settled: () => isSettled,
        tell: (heir) => log.info({ heir: heir.books, at: heir.address }, 'another worker of the shop comes for what is left'),
      });
      const [why] = await Promise.all([bequest, clock.pause(SERVE_ON_MS, NEVER), settled]);
      settling.abort();
      await listening.close(LAST_ANSWERS_MS);
      await Promise.all([production, buyer.idle(), remembering]);
      signing.abort();
      await (await sign).finish(AbortSignal.timeout(LAST_SIGN_MS));
      sayClosed(log, books, why);
      books.close();
    },
  };
}

function sayClosed(log: Logger, books: Books, why = 'nobody fetched all of it in time'): void {
  const totals = books.read((reading) => reading.goods());
  const left = [...totals].flatMap(([good, { stock }]) => (stock > 0 ? [[good, stock] as const] : []));
  const said = { books: books.id, goods: Object.fromEntries(totals) };
  log.info(left.length === 0 ? said : { ...said, left: Object.fromEntries(left), why }, 'closed');
}

/** Lets the books' own time pass, a second at a time. */
async function remember(memory: Memory, clock: Clock, announce: Announce, signal: AbortSignal): Promise<void> {
  for (let last = clock.now(); ;) {
    await clock.pause(1_000, signal);
    if (signal.aborted) return;
    const now = clock.now();
    await memory.tick(now - last).catch((error: unknown) => announce({ is: 'failed', what: 'memory', error }));
    last = now;
  }
}
