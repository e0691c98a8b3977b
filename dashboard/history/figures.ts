import type { RealmPicture } from '../wire/realm.ts';

/** What a line of figures is about. Without a shop: of all shops together. `stock` without a good: of all goods. */
interface SeriesName {
  readonly shop: string;
  readonly good: string;
  readonly what: 'stock' | 'made' | 'used' | 'trades';
}

/** A line of figures that has a number. */
export interface NumberedSeries extends SeriesName {
  /** What stood at its number before that was of another line. */
  readonly sinceMs: number;
}

/** The lines of figures that there are, each with its number: of a moment, only the figures are kept. */
export interface SeriesNumbers {
  /** By number; NaN where nobody can tell. */
  figuresOf(picture: RealmPicture, atMs: number): Float32Array;
  /** By number. */
  readonly names: readonly NumberedSeries[];
  /** Names as they were numbered before. */
  take(names: readonly NumberedSeries[]): void;
}

/** A thousand shops have some four thousand. Once there are so many, another takes the place of the one that was not told for longest. */
const MOST_SERIES = 10_000;

type ToldFigure = readonly [name: SeriesName, value: number | null];

export function createSeriesNumbers(): SeriesNumbers {
  const names: NumberedSeries[] = [];
  const numbers = new Map<string, number>();
  /** When each was told last, by number. */
  const toldMs: number[] = [];

  /** The number of a new line; undefined where there is no place for it. */
  const begin = (name: SeriesName, atMs: number, unused: () => number | undefined): number | undefined => {
    const number = names.length < MOST_SERIES ? names.length : unused();
    if (number === undefined) return undefined;
    const before = names[number];
    if (before !== undefined) numbers.delete(keyOf(before));
    names[number] = { ...name, sinceMs: atMs };
    numbers.set(keyOf(name), number);
    toldMs[number] = atMs;
    return number;
  };
  return {
    names,
    take(known) {
      for (const name of known) begin(name, name.sinceMs, () => undefined);
    },
    figuresOf(picture, atMs) {
      const told = figuresIn(picture);
      for (const [name] of told) {
        const number = numbers.get(keyOf(name));
        if (number !== undefined) toldMs[number] = atMs;
      }
      let idle: number[] | undefined;
      const unused = (): number | undefined => (idle ??= idleAt(toldMs, atMs)).pop();
      const figures = new Map<number, number>();
      for (const [name, value] of told) {
        const number = numbers.get(keyOf(name)) ?? begin(name, atMs, unused);
        if (number !== undefined && value !== null) figures.set(number, value);
      }
      const all = new Float32Array(names.length).fill(Number.NaN);
      for (const [number, value] of figures) all[number] = value;
      return all;
    },
  };
}

const keyOf = ({ shop, good, what }: SeriesName): string => [shop, good, what].join('\n');

/** The numbers that are not told now, the one that was told longest ago at the end. */
const idleAt = (toldMs: readonly number[], atMs: number): number[] =>
  [...toldMs.keys()].filter((number) => toldMs[number] !== atMs).sort((a, b) => (toldMs[b] ?? 0) - (toldMs[a] ?? 0));

function figuresIn({ shops, goods, trades }: RealmPicture): readonly ToldFigure[] {
  const told: ToldFigure[] = [[{ shop: '', good: '', what: 'trades' }, trades]];
  for (const { good, stock, now, used } of goods)
    told.push(
      [{ shop: '', good, what: 'stock' }, stock],
      [{ shop: '', good, what: 'made' }, now],
      [{ shop: '', good, what: 'used' }, used],
    );
  for (const { key: shop, stock, makes } of shops) {
    told.push([{ shop, good: '', what: 'stock' }, stock.reduce((sum, { count }) => sum + count, 0)]);
    for (const { good, count } of stock) told.push([{ shop, good, what: 'stock' }, count]);
    for (const { good, now } of makes) told.push([{ shop, good, what: 'made' }, now]);
  }
  return told;
}
