import type { WorkerBooks, GoodBooks } from '../../../kube/books/worker-books.ts';
import { until } from '../../until.ts';
import type { ClosedBooks, Shops } from './shops.ts';

/** All that ever moved in a realm, good by good, over the books of the living and of all that have gone. */
export interface Account {
  readonly produced: number;
  readonly consumed: number;
  /** Of the living. */
  readonly stock: number;
  /** By outsiders. */
  readonly bought: number;
  /** Produced, and neither consumed, nor in a store, nor with an outsider. */
  readonly lost: number;
}

export function accountOf(
  living: readonly WorkerBooks[],
  closed: readonly ClosedBooks[],
  outsiders: ReadonlyMap<string, number>,
): ReadonlyMap<string, Account> {
  const all = [...living, ...closed].map(({ goods }) => goods);
  const sum = (books: readonly ReadonlyMap<string, GoodBooks>[], good: string, what: 'produced' | 'consumed' | 'stock') =>
    books.reduce((total, goods) => total + (goods.get(good)?.[what] ?? 0), 0);
  return new Map(
    [...new Set(all.flatMap((goods) => [...goods.keys()]))].sort().map((good) => {
      const [produced, consumed] = [sum(all, good, 'produced'), sum(all, good, 'consumed')];
      const stock = sum(
        living.map(({ goods }) => goods),
        good,
        'stock',
      );
      const bought = outsiders.get(good) ?? 0;
      return [good, { produced, consumed, stock, bought, lost: produced - consumed - stock - bought }];
    }),
  );
}

/** The books of the living once nothing moves any more: all stores are full, and nothing is open. */
export async function booksAtRest(shops: Shops): Promise<readonly WorkerBooks[]> {
  let before = '';
  return until(
    'a realm at rest',
    async () => {
      const books = await Promise.all((await shops.pods()).map((pod) => shops.booksOf(pod)));
      const now = JSON.stringify(
        books.map(({ id, goods, with: partners }) => [id, [...goods], [...partners].map(([other, trades]) => [other, [...trades]])]),
      );
      const isAtRest =
        now === before &&
        books.every(({ with: partners }) => [...partners.values()].every((trades) => [...trades.values()].every(({ open }) => open === 0)));
      before = now;
      return isAtRest ? books : undefined;
    },
    { seconds: 120, everyMs: 1_500 },
  );
}
