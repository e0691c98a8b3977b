import type { Registry } from 'prom-client';
import type { Follower } from './caches/collections.ts';
import type { Duty, Parts, Reconcile } from './definition.ts';
import { UsageError } from './flags/flags.ts';
import type { ConfiguredController, RunOptions } from './run-options.ts';
import type { Events } from './tell/events.ts';
import type { Check } from './tell/probes.ts';
import type { QueueObservers } from './queue/queue-observers.ts';
import { createOwns } from './owning/owns.ts';
import { createDeclaredRights } from './rights/declared-rights.ts';
import type { NeededRight } from './rights/needed-right.ts';
import type { Wake } from './wake.ts';

/** What a controller turned out to be made of. */
export interface Made {
  readonly reconcile: Reconcile;
  /** Keys that are looked at whenever everything is. */
  readonly always: ReadonlySet<string>;
  /** Work that goes on for as long as the process lives. */
  readonly besides: readonly ((stop: AbortSignal) => Promise<void>)[];
  /** Work that goes on for as long as the process leads. */
  readonly duties: readonly ((duty: Duty) => Promise<void>)[];
  /** What else speaks against being ready. */
  readonly checks: readonly Check[];
  /** All rights that it needs. */
  readonly rights: readonly NeededRight[];
}

/** What a controller is set up with. */
export interface SetUpKit extends Pick<RunOptions, 'program' | 'client' | 'log' | 'clock' | 'wall'> {
  readonly metrics: { readonly registry: Registry };
  readonly follower: Pick<Follower, 'follow' | 'listens' | 'problems'>;
  readonly wake: Wake;
  readonly events: Pick<Events, 'record'>;
  readonly observers: Pick<QueueObservers, 'add'>;
}

/** Has a controller declare what it follows and does. */
export function setUp(
  { controller, settings, prepared, namespace = '' }: ConfiguredController,
  { program, client, log, clock, wall, metrics, follower, wake, events, observers }: SetUpKit,
): Made {
  const always = new Set<string>();
  const besides: ((stop: AbortSignal) => Promise<void>)[] = [];
  const duties: ((duty: Duty) => Promise<void>)[] = [];
  const checks: Check[] = [];
  const declared = createDeclaredRights();
  const follow: Parts['follow'] = (resource, { without, vitalFor, ...followed }) => {
    declared.follow(resource, { ...followed, without, vitalFor });
    return follower.follow(resource, followed);
  };
  const recordEvent: Parts['recordEvent'] = (about, event) => events.record(about, event);
  const reconcile = controller.setUp(
    {
      owns: createOwns({ follow, recordEvent, wall, name: controller.name, manager: program, declare: declared.owns }),
      follow,
      wake: (key) => wake([key], 'the controller wakes it'),
      always: (key) => void always.add(key),
      beside: (work) => void besides.push(work),
      whileLeading: (work) => void duties.push(work),
      outOfDate: () => follower.problems(),
      alsoReady: (check) => void checks.push(check),
      client,
      recordEvent,
      log,
      clock,
      wall,
      metrics: metrics.registry,
      watchQueue: (observer) => observers.add(observer),
    },
    settings,
    prepared,
  );
  // `wake` is called by work that goes on beside, and that began with `beside` or `whileLeading`.
  const isIdle = !follower.listens && always.size === 0 && besides.length === 0 && duties.length === 0;
  if (isIdle && controller.webhooks === undefined)
    throw new UsageError(
      `nothing could ever wake a key of ${controller.name}: give the keys of what it follows, as in follow(pods, { keys: ({ object }) => [keyOf(object)] })`,
    );
  return { reconcile, always, besides, duties, checks, rights: declared.all(controller, settings, namespace) };
}
