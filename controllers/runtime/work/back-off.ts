const FIRST_MS = 5;
const LONGEST_MS = 1_000_000;

/** How long an item waits after it failed that many times in a row: 5 ms, doubled each time, up to 1,000 s. */
export const backOffMs = (failures: number): number => Math.min(FIRST_MS * 2 ** Math.max(0, failures - 1), LONGEST_MS);

/** The failures in a row of each key. */
export interface Failures {
  /** One more. Answers how long to wait before the next try. */
  add(key: string): number;
  forget(key: string): void;
  keys(): Iterable<string>;
  clear(): void;
}

export function createFailures(): Failures {
  const inARow = new Map<string, number>();
  return {
    add(key) {
      const failures = (inARow.get(key) ?? 0) + 1;
      inARow.set(key, failures);
      return backOffMs(failures);
    },
    forget: (key) => void inARow.delete(key),
    keys: () => inARow.keys(),
    clear: () => inARow.clear(),
  };
}
