import type { Direction, DirectionInput } from '../../model/directions.ts';

/** What a shop may do, as functions of its stock: no clock, no books, no network. A simulation runs on the same rules as the worker. */
export type Stock = (good: string) => number;

export type Turn =
  /** A batch would bring the stock above the maximum. */
  | { readonly do: 'rest' }
  /** Inputs are missing: each by `amount`. */
  | { readonly do: 'buy'; readonly missing: readonly DirectionInput[] }
  | { readonly do: 'make'; readonly consume: readonly DirectionInput[]; readonly produce: number };

/** One turn of a direction: rest, buy all that is short of one batch, or make one. */
export function planTurn({ product, amount, maximum, productInputList: inputs = [] }: Direction, stock: Stock): Turn {
  if (maximum !== undefined && stock(product) + amount > maximum) return { do: 'rest' };
  const missing = inputs.map((input) => ({ ...input, amount: input.amount - stock(input.product) })).filter((input) => input.amount > 0);
  return missing.length > 0 ? { do: 'buy', missing } : { do: 'make', consume: inputs, produce: amount };
}

/**
 * When the next turn is due: `first + n * interval`, after `now`. Turns that were slept through are not made up for,
 * and a late one does not delay those after it.
 */
export const nextTurn = (first: number, interval: number, now: number): number =>
  now < first ? first : first + (Math.floor((now - first) / interval) + 1) * interval;

/**
 * When a turn is taken that is due, given a chance from 0 to 1. Who digs is punctual; who buys comes up to half an interval
 * sooner or later, never the first time. With the same interval, buyers would else visit a scarce store in the same order
 * for ever, and who comes just after its batch would leave nothing to the others.
 */
export function takenAt(
  due: number,
  { first, interval, buys }: { readonly first: number; readonly interval: number; readonly buys: boolean },
  chance: number,
): number {
  return buys && due > first ? due + (chance - 0.5) * interval : due;
}

/** How many a shop sells of what it holds: all that is wanted, or, above its minimum, at least `least` of it; else none. */
export function saleOf(
  { quantity, least }: { readonly quantity: number; readonly least: number | null },
  stock: number,
  minimum: number,
): number {
  const spare = Math.max(0, stock - minimum);
  if (spare >= quantity) return quantity;
  return least !== null && spare >= least ? spare : 0;
}

/** A shop is open for trade once it holds the minimum of all that it makes. */
export const isReady = (directions: readonly Direction[], stock: Stock): boolean =>
  directions.every(({ product, minimum }) => stock(product) >= minimum);
