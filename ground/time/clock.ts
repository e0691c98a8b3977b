import { setTimeout as sleep } from 'node:timers/promises';

/** Time as a parameter: milliseconds that never go back. */
export interface Clock {
  now(): number;
  /** Resolves after `ms`, or at once when `signal` aborts: it never rejects. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
  /** Calls `action` after `ms`, unless the answer is called before. */
  after(ms: number, action: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  pause: async (ms, signal) => {
    let left = ms;
    do {
      await sleep(timerMs(left), undefined, { signal }).catch(() => undefined);
      left -= LONGEST_TIMER_MS;
    } while (left > 0 && !signal.aborted);
  },
  after: (ms, action) => startTimer(ms, action),
};

/** The same, but what it is to do later keeps no process alive. */
export const backgroundClock: Clock = { ...systemClock, after: (ms, action) => startTimer(ms, action, (timer) => timer.unref()) };

function startTimer(ms: number, action: () => void, treat: (timer: NodeJS.Timeout) => unknown = () => {}): () => void {
  let timer: NodeJS.Timeout | undefined;
  const wait = (left: number): void => {
    const next = left > LONGEST_TIMER_MS ? () => wait(left - LONGEST_TIMER_MS) : action;
    timer = setTimeout(next, timerMs(left));
    treat(timer);
  };
  wait(ms);
  return () => clearTimeout(timer);
}

/** Node lets a timer that is longer go off at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** What is overdue is due now: of a negative time Node writes a warning into the log. */
const timerMs = (ms: number): number => Math.min(Math.max(ms, 0), LONGEST_TIMER_MS);
