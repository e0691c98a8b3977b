import { waitMs } from '../../ground/time/back-off.ts';
import type { Clock } from '../../ground/time/clock.ts';
import type { Received } from '../buses/bus.ts';
import { createHand } from './hand.ts';

/** A message in hand, and what is to be done with it. */
export interface Task {
  readonly key: string;
  readonly id: string;
  readonly received: Received;
  /** Its message is acknowledged when this resolves; when it rejects, it is handed back to the bus after a pause. */
  perform(): Promise<void>;
  /** It was not done, for the time so many in a row. */
  failed(error: unknown, failures: number, againMs: number): void;
}

export interface LanesOptions {
  /** How many are performed at a time. */
  readonly concurrency: number;
  readonly clock: Clock;
  /** The bus did not take an answer: what is not acknowledged comes again. */
  readonly unanswered: (error: unknown) => void;
}

/**
 * One at a time per key, in the order in which they came; keys side by side. What failed goes back to the bus, so that the bus can
 * count and give it up, and the others of its key wait until it has come again: in hand, for they would change places otherwise.
 */
export interface Lanes {
  take(task: Task): void;
  /** Resolves when more may be taken. */
  room(): Promise<void>;
  /** Begins nothing more, hands back what was not begun, and resolves when the rest has ended. */
  end(): Promise<void>;
}

/** So many messages are in hand at most, begun or not. */
const MOST_IN_HAND = 1_000;
/** Of what failed: how long until it is handed back. */
const BACK_OFF = { firstMs: 100, longestMs: 10_000 };
/** How long the others of its key wait for what was handed back: the bus may have given it up. */
const PATIENCE_MS = 60_000;

interface Held extends Task {
  /** The same message, as often as it came while it was in hand. */
  readonly copies: Received[];
  /** How often it was handed back before. */
  readonly failures: number;
}

interface Lane {
  readonly waiting: Held[];
  /** Being performed, or pausing after it failed. */
  current?: Held;
  /** What was handed back, and is to come first. */
  missing?: { readonly id: string; readonly failures: number; readonly stopWaiting: () => void };
}

export function createLanes({ concurrency, clock, unanswered }: LanesOptions): Lanes {
  const hand = createHand(unanswered);
  const lanes = new Map<string, Lane>();
  const ready = new Set<string>();
  const ending = new AbortController();
  let performing = 0;

  /** Begins what may begin. */
  const begin = (): void => {
    for (const key of ready) {
      if (performing >= concurrency || ending.signal.aborted) return;
      ready.delete(key);
      const lane = lanes.get(key);
      const held = lane?.waiting.shift();
      if (lane !== undefined && held !== undefined) void perform(lane, held);
    }
  };
  const goOn = (key: string, lane: Lane): void => {
    if (lane.current !== undefined || lane.missing !== undefined) return;
    if (lane.waiting.length > 0) ready.add(key);
    else lanes.delete(key);
    begin();
  };

  const perform = async (lane: Lane, held: Held): Promise<void> => {
    lane.current = held;
    performing += 1;
    try {
      await held.perform();
    } catch (error) {
      performing -= 1;
      begin();
      await handBack(lane, held, error);
      return;
    }
    performing -= 1;
    lane.current = undefined; // a copy that comes from now on is a message of its own
    goOn(held.key, lane);
    await hand.answer(held.copies, 'ack');
  };

  const handBack = async (lane: Lane, { key, id, copies, failed, failures: before }: Held, error: unknown): Promise<void> => {
    const failures = before + 1;
    const againMs = waitMs(BACK_OFF, failures);
    failed(error, failures, againMs);
    await clock.pause(againMs, ending.signal);
    const giveUp = (): void => {
      lane.missing = undefined;
      goOn(key, lane);
    };
    // Before it is handed back: it may come again at once.
    lane.current = undefined;
    if (!ending.signal.aborted) lane.missing = { id, failures, stopWaiting: clock.after(PATIENCE_MS, giveUp) };
    await hand.answer(copies, 'nack');
  };

  return {
    take(task) {
      hand.add();
      if (ending.signal.aborted) return void hand.answer([task.received], 'nack');
      const lane = lanes.get(task.key) ?? { waiting: [] };
      lanes.set(task.key, lane);
      if (enter(task, lane)) goOn(task.key, lane);
      else hand.join();
    },
    async room() {
      while (hand.size >= MOST_IN_HAND && !ending.signal.aborted) await hand.fewer();
    },
    async end() {
      ending.abort();
      for (const { missing, waiting } of lanes.values()) {
        missing?.stopWaiting();
        for (const { copies } of waiting.splice(0)) void hand.answer(copies, 'nack');
      }
      while (hand.size > 0) await hand.fewer();
    },
  };
}

/** Puts it where its turn is; false where it is in hand already, and is only one copy more. */
function enter(task: Task, lane: Lane): boolean {
  const { id, received } = task;
  const same = [lane.current, ...lane.waiting].find((other) => other?.id === id);
  if (same !== undefined) {
    same.copies.push(received);
    return false;
  }
  if (lane.missing?.id === id) {
    lane.missing.stopWaiting();
    lane.waiting.unshift({ ...task, copies: [received], failures: lane.missing.failures });
    lane.missing = undefined;
  } else lane.waiting.push({ ...task, copies: [received], failures: 0 });
  return true;
}
