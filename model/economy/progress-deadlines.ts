import { firstStocks } from './first-stock.ts';
import { placeKey, type Realm } from '../realm.ts';
import { shelf } from './sharing.ts';
import { starting } from './starting.ts';
import { supplyGraph, type Need } from './supply-graph.ts';

/** Seconds that any shop is given; what has nothing to wait for needs far less. */
const LEAST = 600;
/** Others buy from the same suppliers, images are pulled, nodes are slow. */
const GENEROSITY = 3;
/** A Deployment counts its seconds in 32 bits. */
const MOST = 2 ** 31 - 1;

/**
 * Seconds that each shop may take until it first holds its minimum of all it makes, by `addressKey`. They follow from
 * the shop and from those that supply it, as if nobody else bought there: so another shop changes nobody's deadline.
 * Who never starts keeps the least.
 */
export function progressDeadlines(realm: Realm): ReadonlyMap<string, number> {
  const makers = supplyGraph(realm);
  const { order } = starting(makers);
  const able = new Float64Array(makers.length);
  const granted = (need: Need) => Math.min(shelf(need), ((able[need.seller.index] ?? 0) * need.seller.full) / need.full);
  for (const maker of order) able[maker.index] = maker.needs.reduce((least, need) => Math.min(least, granted(need)), 1);
  const stocked = firstStocks(order, { granted }, makers.length);
  const deadlines = new Map<string, number>();
  for (const { index, place } of makers) {
    const key = placeKey(place);
    deadlines.set(key, Math.max(deadlines.get(key) ?? LEAST, deadlineOf(stocked[index] ?? Infinity)));
  }
  return deadlines;
}

/** In whole minutes: nobody needs to know it better. */
const deadlineOf = (seconds: number): number =>
  Number.isFinite(seconds) ? Math.min(Math.ceil((seconds * GENEROSITY) / 60) * 60, MOST) : LEAST;
