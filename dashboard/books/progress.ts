import type { WorkerBooksPage } from '../../kube/books/worker-books.ts';
import { shown } from '../shown-text.ts';

/** What one worker's books said when they were read: all that has to be kept to tell what moves until they are read again. */
export interface BooksReading {
  /** Of a clock that never goes back, and the time of day: where the two disagree, nobody can tell how long it was. */
  readonly atMs: number;
  readonly wallMs: number;
  readonly id: string;
  readonly sales: number | undefined;
  readonly goods: ReadonlyMap<string, GoodCounts>;
  /** What was bought of partners, by their ids, then by good. */
  readonly bought: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Partners after this one are not among them. */
  readonly until: string | undefined;
}

interface GoodCounts {
  readonly produced: number;
  readonly consumed: number;
  readonly bought: number;
}

/** More goods than these no worker deals in. */
const MOST_GOODS = 256;

export function booksReading(page: WorkerBooksPage, atMs: number, wallMs: number): BooksReading {
  const bought = [...page.with].flatMap(([id, trades]) => {
    const counts = [...trades]
      .filter(([, trade]) => trade.bought > 0)
      .map(([good, trade]): [string, number] => [shown(good), trade.bought]);
    return counts.length === 0 ? [] : [[id, new Map(counts)] as const];
  });
  const goods = [...page.goods]
    .slice(0, MOST_GOODS)
    .map(([good, { produced, consumed, bought: all }]): [string, GoodCounts] => [shown(good), { produced, consumed, bought: all }]);
  return { atMs, wallMs, id: page.id, sales: page.sales, goods: new Map(goods), bought: new Map(bought), until: page.next };
}

/** What has moved, by what it is about (`moveKey`), in so many seconds of one worker. */
export interface BooksProgress {
  readonly seconds: number;
  readonly moves: ReadonlyMap<string, number>;
}

export const moveKey = (kind: 'made' | 'used' | 'bought' | 'sales', good = '', from = ''): string => [kind, good, from].join('\n');
/** Bought of somebody, and nobody can tell of whom. */
export const ANYBODY = '?';

/** Clocks drift; a machine that slept, or was set, is further off. */
const MOST_DRIFT_MS = 5_000;

/**
 * What has moved between two readings of one worker. Undefined where they cannot be compared: other books begin again at
 * nothing, counts that have gone down are not the same counts, and a clock that was set does not say how long it was. So
 * nothing is ever less than nothing, and a restart is never a spike.
 */
export function progressBetween(
  before: BooksReading,
  now: BooksReading,
  shopOf: (books: string) => string | undefined,
): BooksProgress | undefined {
  const passed = now.atMs - before.atMs;
  if (before.id !== now.id || passed <= 0 || Math.abs(now.wallMs - before.wallMs - passed) > MOST_DRIFT_MS) return undefined;
  const moves = new Map<string, number>();
  const add = (key: string, count: number): void => void (count !== 0 && moves.set(key, (moves.get(key) ?? 0) + count));
  for (const [good, counts] of now.goods) {
    const was = before.goods.get(good) ?? { produced: 0, consumed: 0, bought: 0 };
    add(moveKey('made', good), counts.produced - was.produced);
    add(moveKey('used', good), counts.consumed - was.consumed);
    let left = counts.bought - was.bought;
    for (const [shop, count] of boughtSince(before, now, good, shopOf)) {
      const known = Math.min(Math.max(0, left), count);
      add(moveKey('bought', good, shop), known);
      left -= known;
    }
    add(moveKey('bought', good, ANYBODY), left);
  }
  if (before.sales !== undefined && now.sales !== undefined) add(moveKey('sales'), now.sales - before.sales);
  return [...moves.values()].some((count) => count < 0) ? undefined : { seconds: passed / 1_000, moves };
}

function* boughtSince(
  before: BooksReading,
  now: BooksReading,
  good: string,
  shopOf: (books: string) => string | undefined,
): Generator<readonly [shop: string, count: number]> {
  for (const [id, goods] of now.bought) {
    const shop = shopOf(id);
    const count = goods.get(good);
    if (shop === undefined || count === undefined) continue;
    const was = before.bought.get(id)?.get(good) ?? (before.until === undefined || id <= before.until ? 0 : count);
    yield [shop, Math.max(0, count - was)];
  }
}
