import type { Rate } from '../limit-flags.ts';

/** A time in a record is known to the second, and its writer noted it a moment after it had asked. */
const SAME_MS = 2_000;

/**
 * Never more rolls than the rate, in any stretch of its time. Each that has to wait is told its own time, in the order of
 * asking, so that it need not ask again and again. Times are those of day: other processes' rolls count as well.
 */
export interface RollRate {
  /** 0: it may roll now. */
  waitMs(key: string, now: number): number;
  /** It rolls. */
  took(key: string, now: number): void;
  /** It was rolled then, by whomever. */
  saw(key: string, at: number, now: number): void;
  /** It is not to be rolled any more. */
  forget(key: string): void;
}

export function createRollRate({ count, perMs }: Rate): RollRate {
  /** The last rolls, the oldest first. */
  let rolled: { readonly key: string; readonly at: number }[] = [];
  /** When each may roll that waits. */
  const waiting = new Map<string, number>();
  /** The last times that were given out, those of rolls among them. */
  let given: number[] = [];

  const note = (key: string, at: number): void => {
    rolled.splice(rolled.findLastIndex((roll) => roll.at <= at) + 1, 0, { key, at });
    if (rolled.length > count) rolled.shift();
    if (waiting.size === 0) given = rolled.map((roll) => roll.at);
  };
  const giveTime = (now: number): number => {
    const at = Math.max(now, given.length < count ? now : (given.at(-count) ?? now) + perMs);
    given.push(at);
    if (given.length > count) given.shift();
    return at;
  };
  /** The clock was set back: the times that were given out would never come. */
  const startAgain = (now: number): void => {
    rolled = rolled.filter(({ at }) => at <= now);
    waiting.clear();
    given = rolled.map(({ at }) => at);
  };
  return {
    waitMs(key, now) {
      if ((rolled.at(-1)?.at ?? now) > now) startAgain(now);
      const at = waiting.get(key) ?? giveTime(now);
      waiting.set(key, at);
      const oldest = rolled.length < count ? undefined : rolled.at(-count);
      return Math.max(0, at - now, oldest === undefined ? 0 : oldest.at + perMs - now);
    },
    took(key, now) {
      waiting.delete(key);
      note(key, now);
    },
    saw(key, at, now) {
      if (at <= now - perMs || at > now || rolled.some((roll) => roll.key === key && roll.at >= at - SAME_MS)) return;
      note(key, at);
    },
    forget(key) {
      if (waiting.delete(key) && waiting.size === 0) given = rolled.map(({ at }) => at);
    },
  };
}
