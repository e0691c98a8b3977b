import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../../ground/time/clock.ts';
import { createLabClock } from '../../../lab/lab-clock.ts';

/** Time that passes only when a test says so, or, where `pauses` is `jump`, whenever somebody pauses. */
export interface VirtualClock extends Clock {
  /** How long each pause was. */
  readonly pauses: readonly number[];
  /** Lets `ms` pass: everything that is due happens in its order, and what follows from it before what is due later. */
  advance(ms: number): Promise<void>;
  /** Actions that are still to come. */
  readonly planned: number;
  /** Resolves when something waits for time to pass, `ms` or longer from now. */
  waitingFor(ms: number): Promise<void>;
}

export function createVirtualClock({ pauses: mode = 'wait' }: { readonly pauses?: 'wait' | 'jump' } = {}): VirtualClock {
  const clock = createLabClock();
  const pauses: number[] = [];
  const advance = async (ms: number): Promise<void> => {
    await setImmediate(); // what is under way begins its waiting now, not later
    const end = clock.now() + ms;
    while (clock.step(end)) await setImmediate();
    await setImmediate();
  };
  return {
    ...clock,
    advance,
    pauses,
    pause(ms, signal) {
      pauses.push(ms);
      return mode === 'jump' ? setImmediate().then(() => advance(ms)) : clock.pause(ms, signal);
    },
    get planned() {
      return clock.due().length;
    },
    async waitingFor(ms) {
      for (let turns = 0; !clock.due().some((at) => at >= clock.now() + ms); turns++) {
        if (turns === 100_000) throw new Error(`nothing waits for ${ms} ms`);
        await setImmediate();
      }
    },
  };
}
