import type { Clock } from '../../ground/time/clock.ts';

/** Does something soon after it was wanted: at once after a quiet time, and never more often than every `everyMs`. */
export interface ChangePace {
  want(): void;
  stop(): void;
}

export function createPace(clock: Clock, everyMs: number, act: () => void): ChangePace {
  let cancel: (() => void) | undefined;
  let last = Number.NEGATIVE_INFINITY;
  return {
    want() {
      cancel ??= clock.after(Math.max(0, last + everyMs - clock.now()), () => {
        cancel = undefined;
        last = clock.now();
        act();
      });
    },
    stop() {
      cancel?.();
      cancel = undefined;
    },
  };
}
