import { createFailures } from '../../ground/time/back-off.ts';
import type { Collections } from './caches/collections.ts';
import { createOwnWrites } from './caches/own-writes.ts';
import type { Reconcile } from './definition.ts';
import type { Leadership } from './election/leadership.ts';
import { hasten } from './queue/hasten.ts';
import { createQueue } from './queue/queue.ts';
import { createQueueObservers } from './queue/queue-observers.ts';
import { RETRIES } from './queue/workers.ts';
import type { ConfiguredController, RunOptions } from './run-options.ts';
import { RESYNC, type TermOptions } from './serve-term.ts';
import { setUp, type Made } from './set-up.ts';
import { createTeam } from './team.ts';
import { createEvents, type Events } from './tell/events.ts';
import { createWake } from './wake.ts';
import type { RememberedController } from './why/page.ts';

/** What the controllers of a process share. */
export interface ControllerContext extends RunOptions {
  readonly collections: Collections;
  readonly leadership: Leadership;
}

/** One of the controllers of a process: its queue and its workers. */
export interface ControllerAtWork extends Pick<Made, 'besides' | 'checks' | 'rights'> {
  /** What it does while it leads. */
  readonly term: TermOptions;
  readonly events: Events;
  /** How long the reconcile has overrun its deadline that did so by most. */
  overrunMs(): number;
  /** Why it is not at rest, a reason each. */
  restless(): readonly string[];
  /** What it wrote and its stores do not show yet, a sentence each. */
  unseen(): readonly string[];
  /** Looks at everything again, as a resync does. */
  lookAgain(): void;
  /** When the next key is due that waits for its time. */
  nextAt(): number | undefined;
  /** What it remembers of its keys, if it does. */
  readonly remembered: readonly RememberedController[];
  /** Tries what has failed again at once: what it failed on may have come back. */
  retrySoon(): void;
}

export function createControllerAtWork(member: ConfiguredController, context: ControllerContext): ControllerAtWork {
  const { collections, leadership, clock, log, wall } = context;
  const metrics = context.metrics.of(member.controller.name, context.workers);
  const failures = createFailures(RETRIES);
  const observers = createQueueObservers(metrics.queue);
  const queue = createQueue(clock, observers);
  metrics.watchQueue(queue);
  const events = createEvents({
    client: context.client,
    component: member.component ?? context.program,
    instance: context.identity,
    clock,
    wall,
    log,
    onDropped: () => context.metrics.eventDropped(),
  });
  const why = context.why?.({ controller: member.controller.name, kept: collections.kept, reasonsOf: queue.reasons });
  const wake = createWake({ queue, leadership, clock, log, reasons: why?.changes });
  const writes = createOwnWrites(collections.storesOf, clock);
  /** Keys whose turn came before the cache had seen their last write. */
  const early = new Set<string>();
  const follower = collections.follower(wake, () => {
    for (const key of early) {
      if (!writes.seen(key)) continue;
      early.delete(key);
      queue.add(key, { reason: 'what it wrote is seen now' });
    }
  });
  const { reconcile, always, besides, duties, checks, rights } = setUp(member, { ...context, follower, wake, events, observers });
  const traced = why?.traced(reconcile) ?? reconcile;
  const counted: Reconcile = (key, turn) => {
    context.onTurn?.(key);
    return traced(key, turn);
  };
  const team = createTeam({
    ...context,
    metrics,
    queue,
    failures,
    writes,
    leadership,
    why,
    reconcile: counted,
    onEarly: (key) => early.add(key),
  });
  const keys = () => [...always, ...follower.keys()];
  return {
    besides: [events.run, ...besides],
    checks,
    rights,
    events,
    term: { ...context, queue, workers: team, keys, settled: follower.settled, duties, assertLeading: leadership.assertHeld },
    overrunMs: () => team.overrunMs(),
    restless: () => [
      ...queue.active().map((key) => `${key} waits for a worker, or is in work`),
      ...(events.waiting() > 0 ? [`${events.waiting()} Events wait to be written`] : []),
    ],
    unseen: () => writes.pending().map((key) => `what was written for ${key} has not been seen yet`),
    lookAgain() {
      for (const key of keys()) queue.add(key, { priority: 'background', reason: RESYNC });
    },
    nextAt: () => queue.nextAt(),
    remembered: why === undefined ? [] : [{ controller: member.controller.name, looks: why.looks }],
    retrySoon: () => hasten(queue, failures),
  };
}
