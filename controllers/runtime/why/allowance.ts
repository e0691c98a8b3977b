import type { Clock } from '../../../ground/time/clock.ts';

/** What may be spent on remembering, so that a flood of turns costs no more than a few: so much in a time, and a little more at once. */
export interface Allowance {
  /** Is there some left? */
  has(): boolean;
  spend(amount: number): void;
}

export function createAllowance(clock: Clock, { perMs, most }: { readonly perMs: number; readonly most: number }): Allowance {
  let [left, since] = [most, clock.now()];
  return {
    has() {
      const now = clock.now();
      left = Math.min(most, left + (now - since) * perMs);
      since = now;
      return left > 0;
    },
    spend: (amount) => void (left -= amount),
  };
}
