import { onAbort } from '../../../ground/time/abort.ts';
import type { Clock } from '../../../ground/time/clock.ts';
import { copiedReasons, reasonsIn, withReason, type HeldReasons, type TurnReasons, type WakeReason } from './wake-reason.ts';
import { createReadyKeys, type Priority } from './ready-keys.ts';

export interface QueueObserver {
  added(): void;
  /** A worker took a key that had been ready for so long. */
  taken(waitedMs: number): void;
  done(workedMs: number): void;
}

interface AddOptions {
  readonly priority?: Priority;
  readonly afterMs?: number;
  readonly reason?: WakeReason;
  /** For who knows it. @default what the clock says */
  readonly now?: number;
}

/**
 * Keys that wait for a worker. A key waits at most once, however often it is added; what was promised to any of its additions holds:
 * the highest priority, the soonest time; and their reasons are put together. A key that is being worked on is not handed out again until
 * `done`, and then again if it was added meanwhile.
 */
export interface Queue {
  /** Without a reason, a key in work is added for the reasons of that turn: it could not be had. */
  add(key: string, options?: AddOptions): void;
  /** The next key, as soon as there is one; undefined once `signal` aborts. Each key that is taken needs a `done`. */
  next(signal: AbortSignal): Promise<string | undefined>;
  done(key: string): void;
  /** Why a key that is in work was added. */
  reasons(key: string): TurnReasons;
  /** Forgets every key that waits. Those being worked on stay theirs. */
  clear(): void;
  /** Keys that are ready and have no worker yet, by priority. */
  depth(): Readonly<Record<Priority, number>>;
  /** How long each key in work has been there. */
  workedMs(): number[];
  /** Keys that are ready or in work. */
  active(): readonly string[];
  /** When the next of those is ready that wait for their time. */
  nextAt(): number | undefined;
}

interface Waiting {
  priority: Priority;
  /** When it may be worked on, or since when it can be. */
  readyAt: number;
  reasons?: HeldReasons | undefined;
  /** Calls off the timer of a key whose time has not come. */
  cancel?: () => void;
}

interface Working {
  readonly since: number;
  readonly reasons: HeldReasons | undefined;
}

type Taker = (key: string | undefined) => void;

export function createQueue(clock: Clock, observer?: QueueObserver): Queue {
  /** Every key that waits: for its time, for the end of its own work, or, being also in `ready`, for a worker. */
  const waiting = new Map<string, Waiting>();
  const ready = createReadyKeys();
  /** Keys that a worker holds, since when, and why. Never in `ready`. */
  const working = new Map<string, Working>();
  /** Workers that wait for a key. Empty while there is one in `ready`. */
  const idle = new Set<Taker>();

  const take = (): string | undefined => {
    const key = ready.shift();
    if (key === undefined) return undefined;
    const since = clock.now();
    const { readyAt = since, reasons } = waiting.get(key) ?? {};
    observer?.taken(since - readyAt);
    waiting.delete(key);
    working.set(key, { since, reasons });
    return key;
  };
  const offer = (key: string, { priority }: Waiting): void => {
    if (working.has(key)) return;
    ready.push(key, priority);
    const [first] = idle;
    first?.(take());
  };
  const schedule = (key: string, item: Waiting, afterMs: number, now = clock.now()): void => {
    item.readyAt = now + afterMs;
    item.cancel = afterMs > 0 ? clock.after(afterMs, () => schedule(key, item, 0)) : undefined;
    if (item.cancel === undefined) offer(key, item);
  };

  return {
    add(key, { priority = 'live', afterMs = 0, reason, now } = {}) {
      observer?.added();
      const known = waiting.get(key);
      const item: Waiting = known ?? { priority, readyAt: 0 };
      item.reasons = reason === undefined ? (item.reasons ?? copiedReasons(working.get(key)?.reasons)) : withReason(item.reasons, reason);
      if (priority === 'live' && item.priority !== 'live') {
        item.priority = 'live';
        ready.raise(key);
      }
      const sooner = known?.cancel !== undefined && (now ?? clock.now()) + afterMs < known.readyAt;
      if (sooner) known.cancel?.();
      waiting.set(key, item);
      if (known === undefined || sooner) schedule(key, item, afterMs, now);
    },
    next(signal) {
      const key = signal.aborted ? undefined : take();
      return key !== undefined || signal.aborted ? Promise.resolve(key) : turnOf(idle, signal);
    },
    done(key) {
      const ended = working.get(key);
      if (ended === undefined) return;
      working.delete(key);
      observer?.done(clock.now() - ended.since);
      const again = waiting.get(key);
      if (again !== undefined && again.cancel === undefined) offer(key, again);
    },
    reasons: (key) => reasonsIn(working.get(key)?.reasons),
    clear() {
      for (const { cancel } of waiting.values()) cancel?.();
      waiting.clear();
      ready.clear();
    },
    depth: () => ready.depth(),
    workedMs: () => [...working.values()].map(({ since }) => clock.now() - since),
    active: () => [...new Set([...working.keys(), ...[...waiting].flatMap(([key, { cancel }]) => (cancel === undefined ? [key] : []))])],
    nextAt() {
      let next: number | undefined;
      for (const { cancel, readyAt } of waiting.values()) if (cancel !== undefined && readyAt < (next ?? Infinity)) next = readyAt;
      return next;
    },
  };
}

/** Stands in the line of takers until one's turn comes, or `signal` aborts. */
function turnOf(idle: Set<Taker>, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    const taker: Taker = (key) => {
      idle.delete(taker);
      forget();
      resolve(key);
    };
    idle.add(taker);
    const forget = onAbort(signal, () => taker(undefined));
  });
}
