import { ApiError } from '../../kube/api-error.ts';
import type { Client } from '../../kube/client.ts';
import type { Clock } from '../../kube/clock.ts';
import { createCollections } from './collections.ts';
import { within } from './deadline.ts';
import type { Controller } from './definition.ts';
import { elect, LeaseLost, type LeaseStore, type Term } from './election.ts';
import { createEvents } from './events.ts';
import type { FlagTable, Settings } from './flags.ts';
import type { LeaseTimes } from './lease.ts';
import { describeError, type Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { createOwnWrites } from './own-writes.ts';
import type { Check } from './probes.ts';
import { createQueue, type Queue } from './queue.ts';
import { turnClient } from './turn-client.ts';
import { createWorkers, type Workers } from './workers.ts';

/** Overdue for that long, a reconcile that ignores its deadline is reason to start the process anew. */
const STUCK_MS = 60_000;
/** The last Events are worth so much of a stop's time. */
const FAREWELL_MS = 2_000;

export interface RunOptions<Table extends FlagTable> {
  readonly controller: Controller<Table>;
  readonly settings: Settings<Table>;
  readonly client: Client;
  /** Absent: it leads without asking. */
  readonly leases?: LeaseStore;
  readonly identity: string;
  readonly times: LeaseTimes;
  /** Does the cluster's refusal of a lease mean to lead without one? */
  readonly leadAlone: boolean;
  readonly workers: number;
  readonly deadlineMs: number;
  /** 0: never. */
  readonly resyncMs: number;
  readonly drainMs: number;
  /** How long it counts as ready without a word from the API server. */
  readonly staleMs: number;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly clock: Clock;
  readonly wall: () => number;
  readonly random: () => number;
}

export interface Running {
  readonly live: Check;
  readonly ready: Check;
  /** Works until `stop` aborts; then ends what is in hand, releases the lease, and resolves. */
  run(stop: AbortSignal): Promise<void>;
}

/** Puts a controller together with all that keeps it at work. */
export function createRunning<Table extends FlagTable>(options: RunOptions<Table>): Running {
  const { controller, settings, client, identity, workers, deadlineMs, metrics, log, clock, wall, random } = options;
  const queue = createQueue(clock, metrics.queue);
  metrics.watchQueue(queue);
  let term: Term | undefined;
  const settled = new AbortController();
  const events = createEvents({ client, component: `civ8s-${controller.name}`, instance: identity, clock, wall, log, onDropped: () => metrics.eventDropped() });
  // Without leading there is nothing to do with a key; the start of a term looks at everything.
  const wake = (keys: Iterable<string>, initial: boolean): void => {
    if (term !== undefined) addAll(queue, keys, initial, log);
  };
  const collections = createCollections(
    {
      client, clock, random, log, staleMs: options.staleMs,
      wake,
      onSettled: () => {
        if (collections.settled()) settled.abort();
      },
      onRecovered: () => team.hasten(),
      onFailure: (resource) => metrics.reflectFailed(resource),
    },
    (resource, store) => metrics.watchStore(resource.plural, () => store.size),
  );
  const writes = createOwnWrites(collections.storesOf, clock);
  const reconcile = controller.setUp({ follow: (resource, followed) => collections.follow(resource, followed), wake: (key) => wake([key], false), tell: (about, event) => events.tell(about, event), log, clock, wall, metrics: metrics.registry }, settings);
  if (collections.settled()) settled.abort();
  const assertLeading = (): void => {
    if (term?.holds() !== true) throw new LeaseLost('nothing is written: this process does not lead');
  };
  const team = createWorkers({
    queue, workers, deadlineMs, clock,
    reconcile: (key, signal) => reconcile(key, { signal, client: turnClient(client, { key, signal, writes, assertLeading }) }),
    caughtUp: (key) => writes.seen(key),
    retryAfterMs: (error) => (error instanceof ApiError ? error.retryAfterMs : undefined),
    observer: observe(metrics, log),
  });

  const lead = async (now: Term, stop: AbortSignal): Promise<void> => {
    term = now;
    metrics.leads(true);
    log.info({ identity }, 'leading');
    await serve(options, () => collections.keys(), { queue, team, settled: settled.signal, term: now, stop });
    if (stop.aborted) await within(clock, FAREWELL_MS, new AbortController().signal, (limit) => events.finish(limit)).catch(() => log.debug({}, 'not all Events were written'));
    term = undefined;
    queue.clear();
    metrics.leads(false);
    log.info(now.signal.aborted ? { reason: describeError(now.signal.reason) } : {}, 'leading no more');
  };
  return {
    live: () => (team.overrunMs() > STUCK_MS ? [`a reconcile has ignored its deadline for ${Math.round(team.overrunMs() / 1_000)} s`] : []),
    ready: () => collections.problems(),
    async run(stop) {
      const over = new AbortController();
      const work = candidacy(options, stop, lead).finally(() => over.abort());
      await Promise.all([work, collections.run(over.signal), events.run(over.signal)]);
    },
  };
}

function addAll(queue: Queue, keys: Iterable<string>, initial: boolean, log: Log): void {
  for (const key of keys) {
    log.debug({ key, initial }, 'key added');
    queue.add(key, { priority: initial ? 'background' : 'live' });
  }
}

interface Duty {
  readonly queue: Queue;
  readonly team: Workers;
  readonly settled: AbortSignal;
  readonly term: Term;
  readonly stop: AbortSignal;
}

/** The work of one term. */
async function serve({ clock, random, resyncMs, drainMs }: Pick<RunOptions<FlagTable>, 'clock' | 'random' | 'resyncMs' | 'drainMs'>, all: () => Iterable<string>, { queue, team, settled, term, stop }: Duty): Promise<void> {
  const lookAtAll = () => {
    for (const key of all()) queue.add(key, { priority: 'background' });
  };
  const over = new AbortController();
  const ended = AbortSignal.any([term.signal, stop, over.signal]);
  // Nothing is decided before each collection is there, or is known not to come.
  await abortOf(AbortSignal.any([settled, ended]));
  lookAtAll();
  const resync = async () => {
    for (;;) {
      await clock.pause(resyncMs * (0.9 + 0.2 * random()), ended);
      if (ended.aborted) return;
      lookAtAll();
    }
  };
  const cut = new AbortController();
  const drain = () => void clock.pause(drainMs, over.signal).then(() => cut.abort(stop.reason));
  if (stop.aborted) drain();
  else stop.addEventListener('abort', drain, { once: true });
  const resyncing = resyncMs > 0 ? resync() : undefined;
  await team.run(stop, AbortSignal.any([term.signal, cut.signal]));
  over.abort();
  stop.removeEventListener('abort', drain);
  await resyncing;
}

/** Leads whenever it may: with a lease, or without asking for one. */
function candidacy({ leases, leadAlone, identity, times, clock, random, log }: RunOptions<FlagTable>, stop: AbortSignal, lead: (term: Term, stop: AbortSignal) => Promise<void>): Promise<void> {
  if (leases === undefined) return lead({ signal: new AbortController().signal, holds: () => true }, stop);
  // Each once, until a term begins: candidates try every two seconds.
  let refused = false;
  let failed = false;
  return elect(
    {
      leases, identity, times, clock, random, signal: stop,
      onRefusal(error) {
        if (!leadAlone || !ApiError.is(error, 'forbidden')) return 'retry';
        if (!refused) log.warn({ error }, 'leading without a Lease, as the cluster grants none: run one replica only, or grant it');
        refused = true;
        return 'lead-alone';
      },
      onError(error) {
        const race = ApiError.is(error, 'conflict', 'already-exists');
        if (race || failed) return log.debug({ error }, 'Lease not written');
        log.warn({ error }, 'the Lease cannot be had now');
        failed = true;
      },
    },
    (term) => {
      failed = false;
      return lead(term, stop);
    },
  );
}

function observe(metrics: Metrics, log: Log): Parameters<typeof createWorkers>[0]['observer'] {
  return {
    began: () => metrics.reconcileBegan(),
    ended: (_, result, tookMs) => metrics.reconcileEnded(result, tookMs),
    failed(key, error, retryMs) {
      metrics.retried();
      // Somebody else was faster: the next look at the object settles it.
      const race = ApiError.is(error, 'conflict', 'already-exists');
      log[race ? 'debug' : 'warn']({ key, error, retryMs }, 'reconcile failed');
    },
    overran: (key) => log.error({ key }, 'reconcile ignores its deadline'),
  };
}

const abortOf = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
