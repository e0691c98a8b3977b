import type { Direction } from '../../model/directions.ts';
import type { Books } from '../books/books.ts';
import type { Totals } from '../books/ledger.ts';

/** `GET /books`: what an audit needs of one shop, in one consistent reading. */
export interface BooksPage {
  readonly version: 1;
  readonly id: string;
  readonly since: string;
  readonly pod: string;
  readonly goods: Readonly<Record<string, Totals & { readonly inDoubt: number; readonly balances: boolean }>>;
  /** By the other side's books and good: what was sold to it, bought from it, and of purchases from it not yet settled. */
  readonly with: Readonly<Record<string, Readonly<Record<string, Readonly<Partner>>>>>;
}

interface Partner {
  sold: number;
  bought: number;
  open: number;
}

const NOTHING: Totals = { produced: 0, bought: 0, consumed: 0, sold: 0, stock: 0 };

export function renderBooks(books: Books, pod: string, directions: readonly Direction[]): BooksPage {
  return books.read((reading) => {
    const held = reading.goods();
    const intents = reading.intents();
    const doubts = new Map<string, number>();
    for (const { good, quantity, doubt } of intents) if (doubt !== null) doubts.set(good, (doubts.get(good) ?? 0) + quantity);

    const goods = [...new Set([...directions.map(({ product }) => product), ...held.keys(), ...doubts.keys()])].sort().map((good) => {
      const totals = held.get(good) ?? NOTHING;
      const balances = totals.produced + totals.bought - totals.consumed - totals.sold === totals.stock;
      return [good, { ...totals, inDoubt: doubts.get(good) ?? 0, balances }] as const;
    });

    const partners = new Map<string, Map<string, Partner>>();
    const entry = (id: string, good: string): Partner => {
      const partner = partners.get(id) ?? new Map<string, Partner>();
      partners.set(id, partner);
      const found = partner.get(good) ?? { sold: 0, bought: 0, open: 0 };
      partner.set(good, found);
      return found;
    };
    for (const dealing of reading.dealings())
      Object.assign(entry(dealing.books, dealing.good), { sold: dealing.sold, bought: dealing.bought });
    for (const { seller, good, quantity } of intents) if (seller !== null) entry(seller, good).open += quantity;
    const dealings = [...partners].map(([id, byGood]) => [id, Object.fromEntries(byGood)] as const);
    return { version: 1, id: books.id, since: books.since, pod, goods: Object.fromEntries(goods), with: Object.fromEntries(dealings) };
  });
}
