import { waitMs } from '../../../ground/time/back-off.ts';
import type { Clock } from '../../../ground/time/clock.ts';
import { PROBES } from './retries.ts';

/** Does the bus take messages? */
export interface Availability {
  /** It takes none: one message at a time finds out when it does again. */
  readonly isAway: boolean;
  /** How long until the next attempt; 0: now. */
  waitMs(): number;
  /** The next attempt is now, and those after it follow as if it was the first. */
  hurry(): void;
  /** An attempt begins; what came of it is to be told to what this answers. */
  attempt(): PublishAttempt;
  /** When the bus was last known to be there, in the clock's time. */
  readonly answeredAt: number | undefined;
}

export interface PublishAttempt {
  answered(): void;
  /** Nothing was taken. Answers how long to wait, `leastMs` at least. */
  failed(leastMs: number): number;
}

export function createAvailability(clock: Clock, random: () => number, onRecovered: () => void): Availability {
  let failures = 0;
  let until = -Infinity;
  let answeredAt: number | undefined;
  const left = (): number => Math.max(0, until - clock.now());
  return {
    get isAway() {
      return failures > 0;
    },
    waitMs: left,
    hurry() {
      [failures, until] = [Math.min(failures, 1), -Infinity];
    },
    attempt() {
      const before = failures;
      return {
        answered() {
          const wasAway = failures > 0;
          [failures, until, answeredAt] = [0, -Infinity, clock.now()];
          if (wasAway) onRecovered();
        },
        // Several batches may be in flight when a bus goes away: that is one failure, not as many.
        failed(leastMs) {
          if (failures > before) return left();
          failures += 1;
          until = clock.now() + Math.max(leastMs, waitMs(PROBES, failures, random));
          return left();
        },
      };
    },
    get answeredAt() {
      return answeredAt;
    },
  };
}
