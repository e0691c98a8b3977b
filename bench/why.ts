import { collector } from '../controllers/runtime/collect-garbage.ts';
import type { Controller, Parts } from '../controllers/runtime/definition.ts';
import { LEASE_TIMES } from '../controllers/runtime/election/lease.ts';
import { createRunning } from '../controllers/runtime/run.ts';
import { createLog } from '../controllers/runtime/tell/log.ts';
import { createMetrics } from '../controllers/runtime/tell/metrics.ts';
import type { ChangeReason } from '../controllers/runtime/queue/wake-reason.ts';
import { createWhy, type WhyMemory } from '../controllers/runtime/why/why.ts';
import { systemClock, type Clock } from '../ground/time/clock.ts';
import { configMaps } from '../kube/objects/built-in.ts';
import { keyOf } from '../kube/objects/resource.ts';
import { fakeCluster } from '../test/controllers/runtime/fake-cluster.ts';
import { percentile, show } from './figure.ts';

const KEYS = 5_000;
const PAIRS = { wakes: 300, changes: 400 };
const NAMES = Array.from({ length: KEYS }, (_, at) => `map-${at}`);
const LABELS = { app: 'shop', 'app.kubernetes.io/part-of': 'realm' };

/**
 * What it costs to remember why, in time of the processor: a controller does the same work again and again, and remembers every other
 * time. It is one and the same, since two that are alike differ by more than this.
 */
export async function why(print: (line: string) => void): Promise<void> {
  const work = await startWork();
  try {
    for (const what of ['wakes', 'changes'] as const) {
      const pairs: { readonly without: number; readonly with: number }[] = [];
      for (let pair = 0; pair < PAIRS[what]; pair += 1) {
        const took = { without: 0, with: 0 };
        for (const how of Math.random() < 0.5 ? (['without', 'with'] as const) : (['with', 'without'] as const)) {
          work.remember(how === 'with');
          took[how] = await work[what]();
        }
        pairs.push(took);
      }
      const perTurn = (how: 'without' | 'with'): number => (median(pairs.map((pair) => pair[how])) * 1_000) / KEYS;
      print(show({ what: `a turn of ${what}, nothing remembered`, value: perTurn('without'), unit: 'µs' }));
      print(show({ what: `a turn of ${what}, its reasons remembered`, value: perTurn('with'), unit: 'µs' }));
      const cost = (median(pairs.map((pair) => pair.with / pair.without)) - 1) * 100;
      print(show({ what: `what it costs of the throughput of ${what}`, value: cost, unit: '%', bar: { atMost: 2 } }));
    }
  } finally {
    await work.stop();
  }
}

const median = (values: readonly number[]): number => percentile(values, 0.5);

/**
 * Time that passes only in rounds that remember. There is an allowance for what is remembered in a time: a flood that goes on has that of
 * its own time, and not what was saved up while nothing was to be remembered.
 */
function createFloodClock() {
  let lost = 0;
  let stoppedAt: number | undefined = systemClock.now();
  const clock: Clock = { ...systemClock, now: () => (stoppedAt ?? systemClock.now()) - lost };
  return {
    clock,
    lostMs: () => lost,
    goOn() {
      lost += systemClock.now() - (stoppedAt ?? systemClock.now());
      stoppedAt = undefined;
    },
    stop: () => void (stoppedAt ??= systemClock.now()),
  };
}

/** A controller at work. */
interface Work {
  remember(does: boolean): void;
  /** Wakes every key, and answers how long it took until each had its turn. */
  wakes(): Promise<number>;
  /** The same by a change of every object. */
  changes(): Promise<number>;
  stop(): Promise<void>;
}

const NO_REASON: ChangeReason = { resource: '', namespace: '', name: '', uid: '', version: '', what: '', leaves: false };

/** A memory that can be switched off: then nothing of it is at work. */
function switched({ changes, ended, ...memory }: WhyMemory, isOn: () => boolean, lostMs: () => number): WhyMemory {
  return {
    ...memory,
    changes: { ...changes, of: (resource, delta, now) => (isOn() ? changes.of(resource, delta, now - lostMs()) : NO_REASON) },
    ended: (key, result, tookMs, now) => isOn() && ended(key, result, tookMs, now - lostMs()),
  };
}

async function startWork(): Promise<Work> {
  const collect = collector();
  /** Each round pays for what it has thrown away: a collection of V8's own would fall into some of them. */
  const collectYoung = (): void => collect({ type: 'minor' });
  const flood = createFloodClock();
  let remembers = true;
  let rounds = 0;
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
    why: (options) => switched(createWhy({ ...options, clock: flood.clock, wall: Date.now, log }), () => remembers, flood.lostMs),
  });
  const stop = new AbortController();
  const ended = running.run(stop.signal);
  await done.promise;

  const timed = async (begin: () => void): Promise<number> => {
    left = KEYS;
    done = Promise.withResolvers<void>();
    collectYoung();
    if (remembers) flood.goOn();
    const began = process.threadCpuUsage();
    begin();
    await done.promise;
    collectYoung();
    const { user, system } = process.threadCpuUsage(began);
    flood.stop();
    return (user + system) / 1_000;
  };
  return {
    remember: (does) => void (remembers = does),
    wakes: () =>
      timed(() => {
        for (const name of NAMES) parts?.wake(`shop/${name}`);
      }),
    changes() {
      rounds += 1;
      const release = cluster.holdEvents();
      for (const name of NAMES) put(name, String(rounds));
      return timed(release);
    },
    async stop() {
      stop.abort();
      await ended;
    },
  };
}
