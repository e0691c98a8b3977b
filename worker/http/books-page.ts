import type { Direction } from '../../model/directions.ts';
import type { Books } from '../books/books.ts';
import type { Intent } from '../books/intent.ts';
import type { LedgerReader, Totals } from '../books/ledger.ts';
import type { Trade } from '../books/partners.ts';

/** `GET /books`: what an audit needs of one shop, each page in one consistent reading. */
export interface BooksPage {
  readonly version: 1;
  readonly id: string;
  readonly since: string;
  readonly pod: string;
  /** How often anything was sold. */
  readonly sales: number;
  readonly goods: Readonly<Record<string, Totals & { readonly inDoubt: number; readonly balances: boolean }>>;
  /** By the other side's books and good: what was sold to it, bought from it, and of purchases from it not yet settled. */
  readonly with: Readonly<Record<string, Readonly<Record<string, Partner>>>>;
  /** There are more partners: `?after=` shows those after this one. */
  readonly next?: string;
  /** On the last page, by good: partners that are no longer kept apart. */
  readonly others?: Readonly<Record<string, Partner>>;
}

interface Partner {
  readonly sold: number;
  readonly bought: number;
  readonly open: number;
}

/** So many partners go on one page. */
export const PARTNERS_A_PAGE = 500;

const NOTHING: Totals = { produced: 0, bought: 0, consumed: 0, sold: 0, stock: 0 };

export interface RenderBooks {
  readonly pod: string;
  readonly directions: readonly Direction[];
  /** The last partner of the page before. @default the first page */
  readonly after?: string;
  readonly most?: number;
}

export function renderBooks(books: Books, { pod, directions, after = '', most = PARTNERS_A_PAGE }: RenderBooks): BooksPage {
  return books.read((reading) => {
    const partners = partnersOf(reading, after, most);
    const ids = [...partners.keys()].sort();
    const next = ids.length > most ? ids[most - 1] : undefined;
    const shown = ids.slice(0, most).map((id) => [id, Object.fromEntries(partners.get(id) ?? [])] as const);
    const end = next === undefined ? othersOf(reading) : { next };
    const goods = goodsOf(reading, directions);
    const sales = reading.sales();
    return { version: 1, id: books.id, since: books.since, pod, sales, goods, with: Object.fromEntries(shown), ...end };
  });
}

function goodsOf(reading: LedgerReader, directions: readonly Direction[]): BooksPage['goods'] {
  const [held, doubts] = [reading.goods(), reading.doubts()];
  const names = [...new Set([...directions.map(({ product }) => product), ...held.keys(), ...doubts.keys()])].sort();
  const goods = names.map((good) => {
    const totals = held.get(good) ?? NOTHING;
    const balances = totals.produced + totals.bought - totals.consumed - totals.sold === totals.stock;
    return [good, { ...totals, inDoubt: doubts.get(good) ?? 0, balances }] as const;
  });
  return Object.fromEntries(goods);
}

/** By id and good; one more than `most`, if there are so many, and then perhaps some that come later still. */
function partnersOf(reading: LedgerReader, after: string, most: number): Map<string, Map<string, Partner>> {
  const dealings = reading.dealings(after, most + 1);
  const intents = reading.intents().filter((intent): intent is Intent & { seller: string } => (intent.seller ?? '') > after);
  const partners = new Map<string, Map<string, Partner>>();
  const add = (id: string, good: string, more: Partner) => {
    const partner = partners.get(id) ?? new Map<string, Partner>();
    const { sold, bought, open } = partner.get(good) ?? { sold: 0, bought: 0, open: 0 };
    partners.set(id, partner.set(good, { sold: sold + more.sold, bought: bought + more.bought, open: open + more.open }));
  };
  for (const { books, good, ...trade } of dealings) add(books, good, partnerOf(trade));
  for (const { seller, good, quantity } of intents) add(seller, good, { sold: 0, bought: 0, open: quantity });
  return partners;
}

function othersOf(reading: LedgerReader): Pick<BooksPage, 'others'> {
  const others = [...reading.others()].map(([good, trade]) => [good, partnerOf(trade)] as const);
  return others.length === 0 ? {} : { others: Object.fromEntries(others) };
}

/** What is in doubt stays open between the two: it may have been sold, and never will be credited. */
const partnerOf = ({ sold, bought, doubted }: Trade): Partner => ({ sold, bought, open: doubted });
