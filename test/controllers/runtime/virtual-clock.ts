import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../../../kube/clock.ts';

/** A clock that stands still until a test moves it. */
export interface VirtualClock extends Clock {
  /** Lets so much time pass: each action at its moment, and what it sets going, in order. */
  advance(ms: number): Promise<void>;
  /** Lets everything end that waits for no time. */
  settle(): Promise<void>;
  /** Actions that are still to come. */
  readonly planned: number;
}

export function virtualClock(): VirtualClock {
  let now = 1_000;
  const plan = new Set<{ readonly at: number; readonly action: () => void }>();
  const after = (ms: number, action: () => void) => {
    const entry = { at: now + ms, action };
    plan.add(entry);
    return () => void plan.delete(entry);
  };
  const settle = async () => {
    for (let i = 0; i < 3; i++) await turn();
  };
  return {
    now: () => now,
    after,
    pause: (ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) {
          resolve();
          return;
        }
        const end = () => {
          cancel();
          signal.removeEventListener('abort', end);
          resolve();
        };
        const cancel = after(ms, end);
        signal.addEventListener('abort', end);
      }),
    async advance(ms) {
      await settle();
      for (const end = now + ms; ; ) {
        const next = [...plan].filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)[0];
        if (next === undefined) {
          now = end;
          break;
        }
        now = next.at;
        plan.delete(next);
        next.action();
        await settle();
      }
      await settle();
    },
    settle,
    get planned() {
      return plan.size;
    },
  };
}
