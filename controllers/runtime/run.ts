import { ApiError } from '../../kube/errors/api-error.ts';
import type { Client } from '../../kube/client/client.ts';
import type { Clock } from '../../ground/time/clock.ts';
import { standForElection, type CandidacyOptions } from './election/candidacy.ts';
import { createCollections } from './caches/collections.ts';
import { within } from '../../ground/time/within.ts';
import type { Controller, Reconcile } from './definition.ts';
import { LeaseLost, type Term } from './election/election.ts';
import { createEvents, type Events } from './tell/events.ts';
import type { FlagTable, Settings } from './flags/flags.ts';
import { describeError, type Log } from './tell/log.ts';
import type { RuntimeMetrics } from './tell/metrics.ts';
import { readOnlyOptions } from './only-reading.ts';
import { createOwnWrites, type OwnWrites } from './caches/own-writes.ts';
import type { Check } from './tell/probes.ts';
import { createQueue, type Queue, type QueueObserver } from './work/queue.ts';
import { serveTerm, type TermOptions } from './serve-term.ts';
import { createReconcileClient } from './caches/turn-client.ts';
import { createWorkers, type WorkObserver, type Workers } from './work/workers.ts';

/** Overdue for that long, a reconcile that ignores its deadline is reason to start the process anew. */
const STUCK_MS = 60_000;
/** The last Events are worth so much of a stop's time. */
const FAREWELL_MS = 2_000;

export interface RunOptions<Table extends FlagTable> extends CandidacyOptions, Pick<TermOptions, 'resyncMs' | 'drainMs'> {
  readonly controller: Controller<Table>;
  readonly settings: Settings<Table>;
  readonly client: Client;
  readonly workers: number;
  readonly deadlineMs: number;
  /** How long it counts as ready without a word from the API server. */
  readonly staleMs: number;
  readonly metrics: RuntimeMetrics;
  readonly wall: () => number;
}

export interface RunningController {
  readonly live: Check;
  readonly ready: Check;
  /** Works until `stop` aborts; then ends what is in hand, releases the lease, and resolves. */
  run(stop: AbortSignal): Promise<void>;
}

/** Puts a controller together with all that keeps it at work. */
export const createRunning = <Table extends FlagTable>(options: RunOptions<Table>): RunningController =>
  assemble(options.controller.readsOnly?.(options.settings) === true ? readOnlyOptions(options) : options);

function assemble<Table extends FlagTable>(options: RunOptions<Table>): RunningController {
  const { controller, settings, client, identity, metrics, log, clock, wall, random } = options;
  const observers = [metrics.queue];
  const queue = createQueue(clock, allOf(observers));
  metrics.watchQueue(queue);
  let term: Term | undefined;
  const settled = new AbortController();
  const settleIf = (yes: boolean) => yes && settled.abort();
  const events = createEvents({
    client,
    component: `civ8s-${controller.name}`,
    instance: identity,
    clock,
    wall,
    log,
    onDropped: () => metrics.eventDropped(),
  });
  // Without leading there is nothing to do with a key; the start of a term looks at everything.
  const wake = (keys: Iterable<string>, initial: boolean): void => {
    if (term !== undefined) addAll(queue, keys, initial, log);
  };
  const collections = createCollections(
    {
      client,
      clock,
      random,
      log,
      staleMs: options.staleMs,
      wake,
      onSettled: () => settleIf(collections.settled()),
      onRecovered: () => team.hasten(),
      onFailure: (resource) => metrics.reflectFailed(resource),
    },
    (resource, store) => metrics.watchStore(resource.plural, () => store.size),
  );
  const writes = createOwnWrites(collections.storesOf, clock);
  const always = new Set<string>();
  const besides: ((stop: AbortSignal) => Promise<void>)[] = [events.run];
  const reconcile = controller.setUp(
    {
      follow: (resource, followed) => collections.follow(resource, followed),
      wake: (key) => wake([key], false),
      always: (key) => void always.add(key),
      beside: (work) => void besides.push(work),
      tell: (about, event) => events.tell(about, event),
      log,
      clock,
      wall,
      metrics: metrics.registry,
      watchQueue: (observer) => void observers.push(observer),
    },
    settings,
  );
  settleIf(collections.settled());
  const assertLeading = (): void => {
    if (term?.holds() !== true) throw new LeaseLost('nothing is written: this process does not lead');
  };
  const team = teamOf(options, { queue, writes, reconcile, assertLeading });

  const lead = async (now: Term, stop: AbortSignal): Promise<void> => {
    term = now;
    metrics.leads(true);
    log.info({ identity }, 'leading');
    await serveTerm(
      { ...options, queue, workers: team, keys: () => [...always, ...collections.keys()], settled: settled.signal },
      now,
      stop,
    );
    if (stop.aborted) await sayFarewell(events, clock, log);
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
      const work = standForElection(options, stop, (now) => lead(now, stop)).finally(() => over.abort());
      await Promise.all([work, collections.run(over.signal), ...besides.map((each) => each(over.signal))]);
    },
  };
}

/** Each of them, and those that come later. */
const allOf = (observers: readonly QueueObserver[]): QueueObserver => ({
  added: () => observers.forEach(({ added }) => added()),
  taken: (waitedMs) => observers.forEach(({ taken }) => taken(waitedMs)),
  done: (workedMs) => observers.forEach(({ done }) => done(workedMs)),
});

interface Work {
  readonly queue: Queue;
  readonly writes: OwnWrites;
  readonly reconcile: Reconcile;
  readonly assertLeading: () => void;
}

const teamOf = <Table extends FlagTable>(
  { client, workers, deadlineMs, clock, metrics, log }: RunOptions<Table>,
  { queue, writes, reconcile, assertLeading }: Work,
): Workers =>
  createWorkers({
    queue,
    workers,
    deadlineMs,
    clock,
    reconcile: (key, signal) => reconcile(key, { signal, client: createReconcileClient(client, { key, signal, writes, assertLeading }) }),
    caughtUp: (key) => writes.seen(key),
    retryAfterMs: (error) => (ApiError.is(error) ? error.retryAfterMs : undefined),
    observer: observe(metrics, log),
  });

function addAll(queue: Queue, keys: Iterable<string>, initial: boolean, log: Log): void {
  for (const key of keys) {
    log.debug({ key, initial }, 'key added');
    queue.add(key, { priority: initial ? 'background' : 'live' });
  }
}

/** Writes the Events that wait, as far as the time allows. */
const sayFarewell = ({ finish }: Events, clock: Clock, log: Log): Promise<void> =>
  within(clock, FAREWELL_MS, new AbortController().signal, finish).catch(() => log.debug({}, 'not all Events were written'));

function observe(metrics: RuntimeMetrics, log: Log): WorkObserver {
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
