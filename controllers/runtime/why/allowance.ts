/** What may be spent on remembering, so that a flood of turns costs no more than a few: so much in a time, and a little more at once. */
export interface Allowance {
  /** Is there some left? Whoever asks knows the time: in a flood, to look at the clock would cost more than all else that is done here. */
  has(now: number): boolean;
  spend(amount: number): void;
}

export interface AllowanceOptions {
  readonly perMs: number;
  readonly most: number;
  /** When it begins. */
  readonly from: number;
}

export function createAllowance({ perMs, most, from }: AllowanceOptions): Allowance {
  let [left, since] = [most, Math.floor(from)];
  return {
    has(now) {
      // Whole milliseconds: most turns of a flood end in that of the one before, and V8 makes an object of every fraction that is kept.
      const ms = Math.floor(now);
      if (ms !== since) left = Math.min(most, left + (ms - since) * perMs);
      since = ms;
      return left > 0;
    },
    spend: (amount) => void (left -= amount),
  };
}
