import type { Controller, Parts } from '../controllers/runtime/definition.ts';
import { LEASE_TIMES } from '../controllers/runtime/election/lease.ts';
import { createRunning } from '../controllers/runtime/run.ts';
import { createLog } from '../controllers/runtime/tell/log.ts';
import { createMetrics } from '../controllers/runtime/tell/metrics.ts';
import { createWhy } from '../controllers/runtime/why/why.ts';
import { systemClock } from '../ground/time/clock.ts';
import { configMaps } from '../kube/objects/built-in.ts';
import { keyOf } from '../kube/objects/resource.ts';
import { fakeCluster } from '../test/controllers/runtime/fake-cluster.ts';
import { percentile, show } from './figure.ts';

const KEYS = 20_000;
const ROUNDS = 8;
/** Who remembers. Sides that are alike differ by a few percent, by when they were made: each half has every place as often. */
const REMEMBERS = [false, true, true, false, true, false, false, true];
const NAMES = Array.from({ length: KEYS }, (_, at) => `map-${at}`);
const LABELS = { app: 'shop', 'app.kubernetes.io/part-of': 'realm' };

/** What it costs to remember why, in time of the processor: controllers do the same work by turns, of which half remember. */
export async function why(print: (line: string) => void): Promise<void> {
  const sides: Side[] = [];
  try {
    for (const remembers of REMEMBERS) sides.push(await startSide(remembers));
    for (const what of ['wakes', 'changes'] as const) {
      const took = new Map(sides.map((side) => [side, [] as number[]]));
      for (let round = 0; round < ROUNDS; round += 1) for (const side of shuffled(sides)) took.get(side)?.push(await side[what](round));
      // What else the machine does only adds: the fast rounds are closest to what the work takes.
      const perTurn = (side: Side): number => (percentile(took.get(side) ?? [], 0.2) * 1_000) / KEYS;
      const mean = (remembers: boolean): number => {
        const alike = sides.filter((_, at) => REMEMBERS[at] === remembers);
        return alike.reduce((sum, side) => sum + perTurn(side), 0) / alike.length;
      };
      const [without, remembered] = [mean(false), mean(true)];
      print(show({ what: `a turn of ${what}, nothing remembered`, value: without, unit: 'µs' }));
      print(show({ what: `a turn of ${what}, its reasons remembered`, value: remembered, unit: 'µs' }));
      const cost = (remembered / without - 1) * 100;
      print(show({ what: `what it costs of the throughput of ${what}`, value: cost, unit: '%', bar: { atMost: 2 } }));
    }
  } finally {
    await Promise.all(sides.map((side) => side.stop()));
  }
}

const shuffled = <T>(all: readonly T[]): readonly T[] =>
  all
    .map((one) => ({ one, at: Math.random() }))
    .sort((first, second) => first.at - second.at)
    .map(({ one }) => one);

/** One controller at work. */
interface Side {
  /** Wakes every key, and answers how long it took until each had its turn. */
  wakes(): Promise<number>;
  /** The same by a change of every object. */
  changes(round: number): Promise<number>;
  stop(): Promise<void>;
}

async function startSide(remembers: boolean): Promise<Side> {
  const cluster = fakeCluster();
  const put = (name: string, round: string) =>
    cluster.put(configMaps, { metadata: { namespace: 'shop', name, labels: LABELS }, data: { round, page: 'the same', color: 'blue' } });
  for (const name of NAMES) put(name, 'none');
  let left = KEYS;
  let done = Promise.withResolvers<void>();
  let parts: Parts | undefined;
  const controller: Controller = {
    name: 'counting',
    summary: 'counts',
    flags: {},
    setUp(made) {
      parts = made;
      made.follow(configMaps, { keys: ({ object }) => [keyOf(object)] });
      return async () => {
        left -= 1;
        if (left === 0) done.resolve();
        return 'on-change';
      };
    },
  };
  const log = createLog({ level: 'info', format: 'json', out: { write: () => {} } });
  const running = createRunning({
    members: [{ controller, settings: {} }],
    program: 'counting',
    client: cluster.client,
    leadAlone: false,
    identity: 'me',
    times: LEASE_TIMES,
    workers: 16,
    deadlineMs: 60_000,
    resyncMs: 0,
    drainMs: 20_000,
    staleMs: 15_000,
    metrics: createMetrics({ lease: 'counting', ofProcess: false }),
    log,
    clock: systemClock,
    wall: Date.now,
    random: Math.random,
    ...(remembers && { why: (options) => createWhy({ ...options, clock: systemClock, wall: Date.now, log }) }),
  });
  const stop = new AbortController();
  const ended = running.run(stop.signal);
  await done.promise;

  const timed = async (begin: () => void): Promise<number> => {
    left = KEYS;
    done = Promise.withResolvers<void>();
    const began = process.threadCpuUsage();
    begin();
    await done.promise;
    const { user, system } = process.threadCpuUsage(began);
    return (user + system) / 1_000;
  };
  return {
    wakes: () =>
      timed(() => {
        for (const name of NAMES) parts?.wake(`shop/${name}`);
      }),
    changes(round) {
      const release = cluster.holdEvents();
      for (const name of NAMES) put(name, String(round));
      return timed(release);
    },
    async stop() {
      stop.abort();
      await ended;
    },
  };
}
