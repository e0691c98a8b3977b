import { onAbort } from './abort.ts';

/** Waiting for something to become true of a state that someone else changes. */
export interface Conditions {
  /** Resolves when `condition` holds, or when `signal` aborts. */
  when(condition: () => boolean, signal: AbortSignal): Promise<void>;
  /** Resolves at the next change, or when `signal` aborts. */
  next(signal: AbortSignal): Promise<void>;
  /** The state has changed: all conditions are asked again. */
  changed(): void;
}

export function createConditions(): Conditions {
  const waiting = new Set<() => void>();
  let changes = 0;
  const when: Conditions['when'] = (condition, signal) =>
    new Promise((resolve) => {
      if (signal.aborted || condition()) return resolve();
      const leave = (): void => {
        waiting.delete(look);
        forget();
        resolve();
      };
      const look = (): void => {
        if (condition()) leave();
      };
      waiting.add(look);
      const forget = onAbort(signal, leave);
    });
  return {
    when,
    next(signal) {
      const before = changes;
      return when(() => changes !== before, signal);
    },
    changed() {
      changes += 1;
      for (const look of waiting) look();
    },
  };
}
