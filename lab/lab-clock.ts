import { onAbort } from '../ground/time/abort.ts';
import type { Clock } from '../ground/time/clock.ts';

/** Time that passes only when a test says so: one for all processes of a lab, and for the dates of its server. */
export interface LabClock extends Clock {
  /** When each timer is due, in no order. */
  due(): readonly number[];
  /** Moves on to that time, at most, and lets the first timer go off that is due by then. False where there is none. */
  step(until: number): boolean;
}

interface Timer {
  readonly at: number;
  readonly action: () => void;
}

export function createLabClock(): LabClock {
  const timers = new Set<Timer>();
  let now = 0;
  const next = (): Timer | undefined => {
    let first: Timer | undefined;
    for (const timer of timers) if (first === undefined || timer.at < first.at) first = timer;
    return first;
  };
  const after = (ms: number, action: () => void): (() => void) => {
    const timer = { at: now + Math.max(0, ms), action };
    timers.add(timer);
    return () => timers.delete(timer);
  };
  return {
    now: () => now,
    after,
    pause: (ms, signal) =>
      new Promise((resolve) => {
        const cancel = after(ms, () => {
          forget();
          resolve();
        });
        const forget = onAbort(signal, () => {
          cancel();
          resolve();
        });
      }),
    due: () => Array.from(timers, ({ at }) => at),
    step(until) {
      const timer = next();
      if (timer === undefined || timer.at > until) {
        now = Math.max(now, until);
        return false;
      }
      timers.delete(timer);
      now = Math.max(now, timer.at);
      timer.action();
      return true;
    },
  };
}

/** The same time for one process: once it is dead, nothing of it goes off any more. */
export const clockOf = (clock: Clock, isDead: () => boolean): Clock => ({
  now: () => clock.now(),
  after: (ms, action) => clock.after(ms, () => (isDead() ? undefined : action())),
  pause: async (ms, signal) => {
    await clock.pause(ms, signal);
    if (isDead()) await new Promise(() => {});
  },
});
