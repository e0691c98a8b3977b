import { systemClock, type Clock } from '../../../ground/time/clock.ts';

/** The system's time, of which a test may skip some: what is due in it happens at once. */
export interface SkippingClock extends Clock {
  skip(ms: number): void;
}

export function createSkippingClock(): SkippingClock {
  let skipped = 0;
  const now = (): number => systemClock.now() + skipped;
  const waiting = new Map<() => void, number>();
  return {
    now,
    pause: systemClock.pause,
    after(ms, action) {
      const run = (): void => {
        cancel();
        action();
      };
      const cancelTimer = systemClock.after(ms, run);
      const cancel = (): void => {
        waiting.delete(run);
        cancelTimer();
      };
      waiting.set(run, now() + ms);
      return cancel;
    },
    skip(ms) {
      skipped += ms;
      for (const [run, at] of waiting) if (at <= now()) run();
    },
  };
}
