import { inSeconds } from '../duration.ts';
import type { PlacedShop } from '../realm.ts';
import type { Sharing } from './sharing.ts';
import type { Maker } from './supply-graph.ts';

/**
 * Seconds until each maker holds more than its minimum, by index, when all shops start empty: its sellers first, then
 * its own turns, as slow as the shares it gets. Infinity for those that never start.
 */
export function firstStocks(order: readonly Maker[], { granted }: Pick<Sharing, 'granted'>, size: number): Float64Array {
  const stocked = new Float64Array(size).fill(Infinity);
  const opens = new Map<PlacedShop, number>();
  for (const maker of order) {
    const { amount, minimum, every } = maker.making;
    const begins = Math.max(
      0,
      ...maker.needs.map(({ seller }) => Math.max(stocked[seller.index] ?? Infinity, opens.get(seller.place) ?? 0)),
    );
    const part = Math.min(1, ...maker.needs.map(granted));
    const after = (units: number) => begins + (Math.ceil(units / amount) * inSeconds(every)) / part;
    stocked[maker.index] = after(minimum + 1);
    opens.set(maker.place, Math.max(opens.get(maker.place) ?? 0, after(minimum)));
  }
  return stocked;
}
