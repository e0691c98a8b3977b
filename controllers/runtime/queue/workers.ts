import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../../ground/time/clock.ts';
import { onAbort } from '../../../ground/time/abort.ts';
import type { BackOff, Failures } from '../../../ground/time/back-off.ts';
import { within } from '../../../ground/time/within.ts';
import { outcomeProblem, type Outcome } from './outcome.ts';
import type { Queue } from './queue.ts';

/**
 * How a turn of a key ended. `stale`: it was not begun, since the cache has not seen the key's own last write yet.
 * `cut`: all work was ended while it ran.
 */
export type ReconcileResult = 'success' | 'requeue_after' | 'error' | 'stale' | 'cut';

/** Of a key that fails: 5 ms, doubled each time, up to 1,000 s. */
export const RETRIES: BackOff = { firstMs: 5, longestMs: 1_000_000 };

/** A key that is to be looked at again at once: timers, a stop among them, have their turn before. */
const AT_ONCE_MS = 1;

/** After so many turns the event loop has its own: keys that always wake each other would keep timers, a stop among them, from theirs. */
const TURNS_IN_A_ROW = 1_000;

/** Not an error, whose stack would take longer to write down than all else that the queue does for a turn. */
const ENDED = 'the reconcile has ended';

/** How long a reconcile may take to end after its signal has aborted. */
const OBEY_MS = 1_000;

export interface WorkObserver {
  began(): void;
  ended(key: string, result: ReconcileResult, tookMs: number, now: number): void;
  /** A failure, and when the key is tried again. */
  failed(key: string, error: unknown, retryMs: number): void;
  /** A reconcile did not end at its deadline though its signal has aborted. Its key rests until it does. */
  overran(key: string): void;
}

export interface WorkOptions {
  readonly queue: Queue;
  readonly failures: Failures;
  readonly reconcile: (key: string, signal: AbortSignal) => Promise<Outcome>;
  /** Has the cache seen all that was written for the key? */
  readonly caughtUp: (key: string) => boolean;
  readonly workers: number;
  readonly deadlineMs: number;
  readonly clock: Clock;
  readonly observer: WorkObserver;
  /** How long the server asked to wait, if the error says so. */
  readonly retryAfterMs: (error: unknown) => number | undefined;
}

export interface Workers {
  /** Works on keys until `stop` aborts, and then to the end of what is in work. `cut` ends that too, at once. */
  run(stop: AbortSignal, cut: AbortSignal): Promise<void>;
  /** How long the reconcile has overrun its deadline that did so by most. */
  overrunMs(): number;
}

export function createWorkers(options: WorkOptions): Workers {
  const { queue, failures, workers, clock } = options;
  const overdue = new Map<string, number>();
  const settle = settling(options);
  const turn = turning(options, settle, (key, ended) => {
    overdue.set(key, clock.now());
    onAbort(ended, () => overdue.delete(key));
  });
  const worker = async (stop: AbortSignal, cut: AbortSignal): Promise<void> => {
    let turns = 0;
    for (let key = await queue.next(stop); key !== undefined; key = await queue.next(stop)) {
      await turn(key, cut);
      turns += 1;
      if (turns % TURNS_IN_A_ROW === 0) await setImmediate();
    }
  };
  return {
    async run(stop, cut) {
      const end = AbortSignal.any([stop, cut]);
      await Promise.all(Array.from({ length: workers }, () => worker(end, cut)));
      failures.clear();
    },
    overrunMs: () => Math.max(0, ...[...overdue.values()].map((since) => clock.now() - since)),
  };
}

type Ended = { readonly outcome: Outcome } | { readonly error: unknown } | 'stale';
type Settle = (key: string, ended: Ended) => ReconcileResult;

/** The one place where the end of a turn becomes a queue call. */
const settling =
  ({ queue, failures, retryAfterMs, observer }: WorkOptions): Settle =>
  (key, ended) => {
    if (ended === 'stale') {
      queue.add(key, { afterMs: failures.add(key) });
      return 'stale';
    }
    if ('error' in ended) {
      const retryMs = Math.max(failures.add(key), retryAfterMs(ended.error) ?? 0);
      queue.add(key, { afterMs: retryMs, reason: 'it is tried again after a failure' });
      observer.failed(key, ended.error, retryMs);
      return 'error';
    }
    failures.forget(key);
    if (ended.outcome === 'on-change') return 'success';
    const { afterMs } = ended.outcome;
    queue.add(key, { afterMs: Math.max(AT_ONCE_MS, afterMs), reason: `it asked for this turn: { afterMs: ${afterMs} }` });
    return 'requeue_after';
  };

/** One turn of a key. It ends with its reconcile, or soon after the deadline; then the key stays with the reconcile that ignores it. */
const turning =
  (
    { queue, reconcile, caughtUp, deadlineMs, clock, observer }: WorkOptions,
    settle: Settle,
    overran: (key: string, ended: AbortSignal) => void,
  ) =>
  async (key: string, cut: AbortSignal): Promise<void> => {
    const began = clock.now();
    observer.began();
    const end = (result: ReconcileResult): void => {
      const now = clock.now();
      observer.ended(key, result, now - began, now);
    };
    if (!caughtUp(key)) {
      end(settle(key, 'stale'));
      queue.done(key);
      return;
    }
    // Also what a reconcile throws before its first await is a rejection.
    const start = async (signal: AbortSignal): Promise<Outcome> => reconcile(key, signal);
    const ended = new AbortController();
    try {
      const outcome = await within(clock, deadlineMs, cut, (signal) => start(signal).finally(() => ended.abort(ENDED)));
      const problem = outcomeProblem(outcome);
      if (problem !== undefined) throw new TypeError(problem);
      end(settle(key, { outcome }));
    } catch (error) {
      end(cut.aborted ? 'cut' : settle(key, { error }));
      await clock.pause(OBEY_MS, ended.signal);
    }
    if (!ended.signal.aborted) {
      observer.overran(key);
      overran(key, ended.signal);
    }
    onAbort(ended.signal, () => queue.done(key));
  };
