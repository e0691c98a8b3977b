import type { RealmPicture } from '../wire/realm.ts';

/** What a line of figures is about. Without a shop: of all shops together. `stock` without a good: of all goods. */
export interface SeriesName {
  readonly shop: string;
  readonly good: string;
  readonly what: 'stock' | 'made' | 'used' | 'trades';
}

/** The lines of figures that there are, each with its number: of a moment, only the figures are kept. */
export interface SeriesNumbers {
  /** NaN where nobody can tell. */
  figuresOf(picture: RealmPicture): Float32Array;
  readonly names: readonly SeriesName[];
  /** Names as they were numbered before. */
  take(names: readonly SeriesName[]): void;
}

/** A thousand shops have some four thousand; beyond these none begins. */
const MOST_SERIES = 10_000;

export function createSeriesNumbers(): SeriesNumbers {
  const names: SeriesName[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (shop: string, good: string, what: SeriesName['what']): number | undefined => {
    const key = [shop, good, what].join('\n');
    const known = numbers.get(key);
    if (known !== undefined || names.length >= MOST_SERIES) return known;
    numbers.set(key, names.length);
    return names.push({ shop, good, what }) - 1;
  };
  return {
    names,
    take: (known) => known.forEach(({ shop, good, what }) => numberOf(shop, good, what)),
    figuresOf({ shops, goods, trades }) {
      const figures = new Map<number, number>();
      const set = (shop: string, good: string, what: SeriesName['what'], value: number | null): void => {
        const number = numberOf(shop, good, what);
        if (number !== undefined && value !== null) figures.set(number, value);
      };
      set('', '', 'trades', trades);
      for (const { good, stock, now, used } of goods) {
        set('', good, 'stock', stock);
        set('', good, 'made', now);
        set('', good, 'used', used);
      }
      for (const { key, stock, makes } of shops) {
        set(
          key,
          '',
          'stock',
          stock.reduce((sum, { count }) => sum + count, 0),
        );
        for (const { good, count } of stock) set(key, good, 'stock', count);
        for (const { good, now } of makes) set(key, good, 'made', now);
      }
      const all = new Float32Array(names.length).fill(Number.NaN);
      for (const [number, value] of figures) all[number] = value;
      return all;
    },
  };
}
