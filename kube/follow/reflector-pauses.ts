import { createWaits, type BackOff } from '../../ground/time/back-off.ts';
import type { Clock } from '../../ground/time/clock.ts';

/** How long a reflector waits before it asks again. */
export interface ReflectorPauses {
  nextMs(): number;
  /** The same for what is new and may go at once: it does, though not more than twice in ten seconds. */
  hurriedMs(): number;
  /** Between two lists of what may not be watched. */
  pollMs(): number;
}

const FAILURES: BackOff & { readonly forgetAfterMs: number } = { firstMs: 800, longestMs: 30_000, spread: [1, 2], forgetAfterMs: 120_000 };
const HURRY_MS = 10_000;
const MOST_HURRIES = 2;
const POLL_MS = 10_000;

export function createReflectorPauses(clock: Clock, random: () => number): ReflectorPauses {
  const { nextMs } = createWaits(FAILURES, clock, random);
  let hurries: readonly number[] = [];
  return {
    nextMs,
    hurriedMs() {
      const now = clock.now();
      hurries = hurries.filter((at) => now - at < HURRY_MS);
      if (hurries.length === MOST_HURRIES) return nextMs();
      hurries = [...hurries, now];
      return 0;
    },
    pollMs: () => POLL_MS * (1 + 0.1 * random()),
  };
}
