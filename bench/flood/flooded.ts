import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { createLog } from '../../controllers/runtime/tell/log.ts';
import { createMetrics } from '../../controllers/runtime/tell/metrics.ts';
import { LEASE_TIMES } from '../../controllers/runtime/election/lease.ts';
import { createRunning } from '../../controllers/runtime/run.ts';
import type { Controller } from '../../controllers/runtime/definition.ts';
import { pods } from '../../kube/objects/built-in.ts';
import { systemClock } from '../../ground/time/clock.ts';
import { connectTo } from '../../kube/connect.ts';
import { keyOf } from '../../kube/objects/resource.ts';

/**
 * A process of its own with a controller on our runtime, whose reconcile only takes its time.
 * It answers messages by what it has seen since the last one.
 */
export interface Seen {
  /** How often a key was begun that was being worked on. */
  readonly together: number;
  /** Reconciles of changes, and how long each had been under way. */
  readonly liveMs: readonly number[];
  /** Reconciles of what the first list brought. */
  readonly initial: number;
  readonly loopP99Ms: number;
  readonly rss: number;
  readonly cpuMs: number;
}

const RECONCILE_MS = 5;
const WORKERS = 4;

const [server = ''] = process.argv.slice(2);
const working = new Set<string>();
let [together, initial]: [number, number] = [0, 0];
let liveMs: number[] = [];
let cpu = process.cpuUsage();
const loop = monitorEventLoopDelay({ resolution: 5 });
loop.enable();

const flooded: Controller = {
  name: 'flooded',
  summary: 'takes its time',
  flags: {},
  setUp({ follow }) {
    const store = follow(pods, { keys: ({ object }) => [keyOf(object)] });
    return async (key) => {
      if (working.has(key)) together += 1;
      working.add(key);
      const sent = Number(store.get(key)?.metadata?.annotations?.['goods.civ8s.dev/wood']);
      if (sent > 0) liveMs.push(performance.timeOrigin + performance.now() - sent);
      else initial += 1;
      await pause(RECONCILE_MS);
      working.delete(key);
      return 'on-change';
    };
  },
};

process.once('SIGINT', () => process.exit());
process.on('message', () => {
  const { user, system } = process.cpuUsage(cpu);
  process.send?.({
    together,
    liveMs,
    initial,
    loopP99Ms: loop.percentile(99) / 1e6,
    rss: process.memoryUsage.rss(),
    cpuMs: (user + system) / 1_000,
  } satisfies Seen);
  [together, initial, liveMs] = [0, 0, []];
  cpu = process.cpuUsage();
  loop.reset();
});

const { client } = connectTo({ name: 'bench', namespace: 'default', cluster: { server }, user: {} }, { env: {} });
await createRunning({
  members: [{ controller: flooded, settings: {} }],
  program: 'bench',
  client,
  leadAlone: true,
  identity: 'bench',
  times: LEASE_TIMES,
  log: createLog({ level: 'error', format: 'text', out: process.stderr }),
  metrics: createMetrics({ lease: '' }),
  workers: WORKERS,
  deadlineMs: 60_000,
  resyncMs: 0,
  drainMs: 5_000,
  staleMs: 15_000,
  clock: systemClock,
  wall: Date.now,
  random: Math.random,
}).run(new AbortController().signal);
