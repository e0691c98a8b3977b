import { createCollections } from './caches/collections.ts';
import { createOwnWrites } from './caches/own-writes.ts';
import { standForElection } from './election/candidacy.ts';
import { createLeadership } from './election/leadership.ts';
import type { FlagTable } from './flags/flags.ts';
import { lead } from './lead.ts';
import { readOnlyOptions } from './only-reading.ts';
import type { RunOptions } from './run-options.ts';
import { setUp } from './set-up.ts';
import { createEvents } from './tell/events.ts';
import type { Check } from './tell/probes.ts';
import { createFailures } from '../../ground/time/back-off.ts';
import { hasten } from './queue/hasten.ts';
import { createQueue } from './queue/queue.ts';
import { createQueueObservers } from './queue/queue-observers.ts';
import { createTeam } from './team.ts';
import { RETRIES } from './queue/workers.ts';
import { createWake } from './wake.ts';

/** Overdue for that long, a reconcile that ignores its deadline is reason to restart the process. */
const STUCK_MS = 60_000;

export interface RunningController {
  readonly live: Check;
  readonly ready: Check;
  /** Works until `stop` aborts; then ends what is in hand, releases the lease, and resolves. */
  run(stop: AbortSignal): Promise<void>;
}

/** Puts a controller together with all that keeps it at work. */
export const createRunning = <Table extends FlagTable>(options: RunOptions<Table>): RunningController =>
  assemble(options.controller.readsOnly?.(options.settings) === true ? readOnlyOptions(options) : options);

/** From the leaves up: each part needs only those above it. */
function assemble<Table extends FlagTable>(options: RunOptions<Table>): RunningController {
  const { controller, client, identity, metrics, log, clock, wall, rights } = options;
  const leadership = createLeadership();
  const failures = createFailures(RETRIES);
  const observers = createQueueObservers(metrics.queue);
  const queue = createQueue(clock, observers);
  metrics.watchQueue(queue);
  const wake = createWake(queue, leadership, log);
  const events = createEvents({
    client,
    component: `civ8s-${controller.name}`,
    instance: identity,
    clock,
    wall,
    log,
    onDropped: () => metrics.eventDropped(),
  });
  const retrySoon = (): void => hasten(queue, failures);
  const collections = createCollections({
    ...options,
    wake,
    onRecovered: retrySoon,
    onFailure: (resource) => metrics.reflectFailed(resource),
    onStore: (resource, store) => metrics.watchStore(resource.plural, () => store.size),
  });
  const writes = createOwnWrites(collections.storesOf, clock);
  const { reconcile, always, besides, duties, checks } = setUp(options, { collections, wake, events, observers });
  const team = createTeam({ ...options, queue, failures, writes, leadership, reconcile });
  const term = {
    ...options,
    leadership,
    events,
    queue,
    workers: team,
    keys: () => [...always, ...collections.keys()],
    settled: collections.settled,
    duties,
    assertLeading: leadership.assertHeld,
  };
  return {
    live: () => [
      ...(team.overrunMs() > STUCK_MS ? [`a reconcile has ignored its deadline for ${Math.round(team.overrunMs() / 1_000)} s`] : []),
      ...(rights?.hopeless() ?? []),
    ],
    ready: () => [...collections.problems(), ...checks.flatMap((check) => check()), ...(rights?.problems() ?? [])],
    async run(stop) {
      const over = new AbortController();
      const work = standForElection(options, stop, (now) => lead(term, now, stop)).finally(() => over.abort());
      await Promise.all([
        work,
        collections.run(over.signal),
        rights?.run(over.signal, retrySoon),
        ...besides.map((each) => each(over.signal)),
      ]);
    },
  };
}
