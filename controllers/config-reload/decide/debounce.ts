import type { Clock } from '../../../ground/time/clock.ts';

/** A workload whose sources never come to rest is rolled after so many windows. */
const PATIENCE_WINDOWS = 10;

/** Waits until what is wanted of a key has not changed for a while, so that many changes make one rollout. */
export interface Debounce {
  /** How long to wait before doing `wanted`; 0: now. */
  waitMs(key: string, wanted: string): number;
  /** There is nothing to wait for any more. */
  forget(key: string): void;
}

export function createDebounce(clock: Clock, windowMs: number): Debounce {
  const waiting = new Map<string, { readonly since: number; last: number; wanted: string }>();
  return {
    waitMs(key, wanted) {
      if (windowMs === 0) return 0;
      const now = clock.now();
      const known = waiting.get(key) ?? { since: now, last: now, wanted };
      if (known.wanted !== wanted) Object.assign(known, { last: now, wanted });
      waiting.set(key, known);
      return Math.max(0, Math.min(known.last + windowMs, known.since + PATIENCE_WINDOWS * windowMs) - now);
    },
    forget: (key) => void waiting.delete(key),
  };
}
