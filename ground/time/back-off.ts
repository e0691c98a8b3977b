import type { Clock } from './clock.ts';

/** Waits between tries, longer each time, until it has been quiet for a while. */
export interface Backoff {
  /** How long to wait now. */
  nextMs(): number;
  /** The same for what is new and may go at once: it does, though not more than twice in ten seconds. */
  hurriedMs(): number;
}

/** 0.8 s, twice as long each time up to 30 s, each up to twice that by chance; from the start again after two quiet minutes. */
export function createBackoff(clock: Clock, random: () => number): Backoff {
  let stepMs = FIRST_MS;
  let last = -Infinity;
  let hurries: readonly number[] = [];
  const nextMs = (): number => {
    const now = clock.now();
    if (now - last > QUIET_MS) stepMs = FIRST_MS;
    last = now;
    const waitMs = stepMs * (1 + random());
    stepMs = Math.min(stepMs * 2, LONGEST_MS);
    return waitMs;
  };
  return {
    nextMs,
    hurriedMs: () => {
      const now = clock.now();
      hurries = hurries.filter((at) => now - at < HURRY_MS);
      if (hurries.length === MOST_HURRIES) return nextMs();
      hurries = [...hurries, now];
      return 0;
    },
  };
}

const FIRST_MS = 800;
const LONGEST_MS = 30_000;
const QUIET_MS = 120_000;
const HURRY_MS = 10_000;
const MOST_HURRIES = 2;
