import { setImmediate } from 'node:timers/promises';
import { onAbort } from '../../../ground/time/abort.ts';
import type { Clock } from '../../../ground/time/clock.ts';

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

interface Timer {
  readonly at: number;
  readonly action: () => void;
}

export function createVirtualClock({ pauses: mode = 'wait' }: { readonly pauses?: 'wait' | 'jump' } = {}): VirtualClock {
  const timers = new Set<Timer>();
  const pauses: number[] = [];
  let now = 0;

  const after = (ms: number, action: () => void): (() => void) => {
    const timer = { at: now + ms, action };
    timers.add(timer);
    return () => timers.delete(timer);
  };
  const due = (until: number): Timer | undefined => [...timers].filter(({ at }) => at <= until).sort((one, other) => one.at - other.at)[0];
  const advance = async (ms: number): Promise<void> => {
    await setImmediate(); // what is under way begins its waiting now, not later
    const end = now + ms;
    for (let timer = due(end); timer !== undefined; timer = due(end)) {
      now = Math.max(now, timer.at);
      timers.delete(timer);
      timer.action();
      await setImmediate();
    }
    now = end;
    await setImmediate();
  };
  const pause = (ms: number, signal: AbortSignal): Promise<void> => {
    pauses.push(ms);
    if (mode === 'jump') return setImmediate().then(() => advance(ms));
    return new Promise((resolve) => {
      const cancel = after(ms, () => {
        forget();
        resolve();
      });
      const forget = onAbort(signal, () => {
        cancel();
        resolve();
      });
    });
  };
  const waitingFor = async (ms: number): Promise<void> => {
    for (let turns = 0; ![...timers].some(({ at }) => at >= now + ms); turns++) {
      if (turns === 100_000) throw new Error(`nothing waits for ${ms} ms`);
      await setImmediate();
    }
  };
  return {
    now: () => now,
    pause,
    after,
    advance,
    pauses,
    get planned() {
      return timers.size;
    },
    waitingFor,
  };
}
