import type { Direction } from '../../model/directions.ts';
import { BooksError } from '../books/books-error.ts';
import type { Books } from '../books/books.ts';
import type { Ledger, LedgerReader, SaleRecord } from '../books/ledger.ts';
import { mayBeForgotten, MOST_KEYS, type Memory } from '../books/memory.ts';
import { sell, step, type KeyEvent, type KeyState, type Order, type Refusal, type SaleReply, type Shelf, type SaleStep } from './sale.ts';

/** A question about a key: which one, and when, by the running time of these books, its buyer had found them. */
interface Asked {
  readonly key: string;
  readonly asked?: number;
}

export interface Seller {
  /** A sale without a key: it happens at most once, and nobody can ask about it later. */
  sellOnce(order: Order): Promise<number | Refusal>;
  sell(asked: Asked, order: Order): Promise<SaleReply>;
  cancel(asked: Asked): Promise<SaleReply>;
  tell(asked: Asked): SaleReply;
}

export interface SellerOptions {
  readonly books: Books;
  readonly memory: Memory;
  readonly directions: readonly Direction[];
  readonly closing: () => boolean;
  readonly mostKeys?: number;
}

export function createSeller({ books, memory, directions, closing, mostKeys = MOST_KEYS }: SellerOptions): Seller {
  const minimums = new Map(directions.map(({ product, minimum }) => [product, minimum]));
  const shelf = (reading: LedgerReader, item: string): Shelf => ({
    closing: closing(),
    stock: reading.stock(item),
    minimum: minimums.get(item),
  });

  const sellOnce = (order: Order) =>
    books.commit((ledger) => {
      const sold = sell(order, shelf(ledger, order.item));
      if (typeof sold === 'number') ledger.move(order.item, { sold });
      return sold;
    });
  const keyed = (asked: Asked, event: KeyEvent) =>
    books.commit((ledger) => {
      const { reply, next } = step(stateOf(ledger, asked), event, shelf(ledger, event.is === 'sale' ? event.order.item : ''));
      if (next) {
        if (ledger.countSales() >= mostKeys) throw new BooksError('full', `${mostKeys} keys are kept already`);
        write(ledger, asked.key, next, memory.now());
      }
      return reply;
    });
  return {
    sellOnce,
    sell: (asked, order) => keyed(asked, { is: 'sale', order }),
    cancel: (asked) => keyed(asked, { is: 'cancellation' }),
    tell: (asked) => books.read((reading) => step(stateOf(reading, asked), { is: 'question' }, shelf(reading, '')).reply),
  };
}

function stateOf(reading: LedgerReader, { key, asked }: Asked): KeyState {
  const record = reading.sale(key);
  if (record === undefined) return { is: mayBeForgotten(reading, asked) ? 'forgotten' : 'unseen' };
  const { buyer, item, quantity, least, sold, refusal } = record;
  if (item === null || quantity === null) return { is: 'cancelled' };
  const order = { buyer, item, quantity, least };
  return refusal === null ? { is: 'sold', order, sold } : { is: 'refused', order, refusal: refusal as Refusal };
}

function write(ledger: Ledger, key: string, next: NonNullable<SaleStep['next']>, at: number): void {
  const nobody: Omit<SaleRecord, 'refusal'> = { key, buyer: null, item: null, quantity: null, least: null, sold: 0 };
  switch (next.is) {
    case 'cancelled':
      return ledger.recordSale({ ...nobody, refusal: 'cancelled' }, at);
    case 'refused':
      return ledger.recordSale({ key, ...next.order, sold: 0, refusal: next.refusal }, at);
    case 'sold':
      ledger.recordSale({ key, ...next.order, sold: next.sold, refusal: null }, at);
      ledger.move(next.order.item, { sold: next.sold });
      if (next.order.buyer !== null) ledger.deal(next.order.buyer, next.order.item, { sold: next.sold });
  }
}
