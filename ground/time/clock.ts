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
  pause: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
  after: (ms, action) => {
    const timer = setTimeout(action, ms);
    return () => clearTimeout(timer);
  },
};
