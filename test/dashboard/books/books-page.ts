import type { GoodBooks, WorkerBooksPage } from '../../../kube/books/worker-books.ts';

export interface BooksFacts {
  readonly id?: string;
  readonly sales?: number;
  readonly goods?: Readonly<Record<string, Partial<GoodBooks>>>;
  /** What was bought, by the seller's books, then by good. */
  readonly bought?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly next?: string;
}

/** The first page of a worker's books, as it is read: stock is what the other counts make of it, where it is not named. */
export function booksPage({ id = 'a', sales, goods = {}, bought = {}, next }: BooksFacts): WorkerBooksPage {
  const counts = Object.entries(goods).map(([good, given]): [string, GoodBooks] => {
    const its = { produced: 0, bought: 0, consumed: 0, sold: 0, inDoubt: 0, ...given };
    return [good, { stock: its.produced + its.bought - its.consumed - its.sold, ...its }];
  });
  const partners = Object.entries(bought).map(([partner, trades]) => {
    const trade = Object.entries(trades).map(([good, count]) => [good, { sold: 0, bought: count, open: 0 }] as const);
    return [partner, new Map(trade)] as const;
  });
  return { id, pod: 'p', sales, goods: new Map(counts), with: new Map(partners), others: new Map(), next };
}
