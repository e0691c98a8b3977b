import type { Clock } from './clock.ts';

/** Waits between tries, longer each time, until it has been quiet for a while. */
export interface Backoff {
  /** How long to wait now. */
  nextMs(): number;
}

/** 0.8 s, twice as long each time up to 30 s, each up to twice that by chance; from the start again after two quiet minutes. */
export function createBackoff(clock: Clock, random: () => number): Backoff {
  let stepMs = FIRST_MS;
  let last = -Infinity;
  return {
    nextMs: () => {
      const now = clock.now();
      if (now - last > QUIET_MS) stepMs = FIRST_MS;
      last = now;
      const waitMs = stepMs * (1 + random());
      stepMs = Math.min(stepMs * 2, LONGEST_MS);
      return waitMs;
    },
  };
}

const FIRST_MS = 800;
const LONGEST_MS = 30_000;
const QUIET_MS = 120_000;
