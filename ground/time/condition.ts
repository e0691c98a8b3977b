/** Waiting for something to become true of a state that someone else changes. */
export interface Conditions {
  /** Resolves when `condition` holds, or when `signal` aborts. */
  when(condition: () => boolean, signal: AbortSignal): Promise<void>;
  /** The state has changed: all conditions are asked again. */
  changed(): void;
}

export function createConditions(): Conditions {
  const waiting = new Set<() => void>();
  return {
    when: (condition, signal) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!condition() && !signal.aborted) return;
          waiting.delete(look);
          signal.removeEventListener('abort', look);
          resolve();
        };
        waiting.add(look);
        signal.addEventListener('abort', look);
        look();
      }),
    changed: () => {
      for (const look of waiting) look();
    },
  };
}
