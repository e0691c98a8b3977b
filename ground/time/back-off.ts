import type { Clock } from './clock.ts';

/** How long to wait between tries that fail: `firstMs` after the first, twice as long after each more, up to `longestMs`. */
export interface BackOff {
  readonly firstMs: number;
  readonly longestMs: number;
  /** What a wait is multiplied by, at random from the one to the other. @default [1, 1]: nothing is left to chance */
  readonly spread?: readonly [from: number, to: number];
}

/** The wait after that many failures in a row; none after none. */
export function waitMs({ firstMs, longestMs, spread: [from, to] = [1, 1] }: BackOff, failures: number, random = Math.random): number {
  if (failures === 0) return 0;
  return Math.min(longestMs, firstMs * 2 ** (failures - 1)) * (from + (to - from) * random());
}

/** The waits of one thing that is tried over and over, and that does not say when it has recovered. */
export interface Waits {
  nextMs(): number;
}

/** After more than `forgetAfterMs` without a failure the next one is a first one again. */
export function createWaits(backOff: BackOff & { readonly forgetAfterMs: number }, clock: Clock, random: () => number): Waits {
  let failures = 0;
  let last = -Infinity;
  return {
    nextMs() {
      const now = clock.now();
      failures = now - last > backOff.forgetAfterMs ? 1 : failures + 1;
      last = now;
      return waitMs(backOff, failures, random);
    },
  };
}

/** The failures in a row of each key. */
export interface Failures {
  /** One more. Returns how long to wait before the next try. */
  add(key: string): number;
  forget(key: string): void;
  keys(): Iterable<string>;
  clear(): void;
}

export function createFailures(backOff: BackOff, random?: () => number): Failures {
  const inARow = new Map<string, number>();
  return {
    add(key) {
      const failures = (inARow.get(key) ?? 0) + 1;
      inARow.set(key, failures);
      return waitMs(backOff, failures, random);
    },
    forget: (key) => void inARow.delete(key),
    keys: () => inARow.keys(),
    clear: () => inARow.clear(),
  };
}
