import type { Direction } from '../../model/directions.ts';
import { BooksError } from '../books/books-error.ts';
import type { Books } from '../books/books.ts';
import type { Ledger, LedgerReader, SaleRecord } from '../books/ledger.ts';
import { mayBeForgotten, type Memory } from '../books/memory.ts';
import type { Announce } from '../chronicle.ts';
import { STRANGERS, type Shares } from '../books/shares.ts';
import { sell, step, type KeyEvent, type KeyState, type Order, type Refusal, type SaleReply, type Shelf, type SaleStep } from './sale.ts';

/** A question about a key: which one, and when, by the running time of these books, its buyer had found them. */
interface Asked {
  readonly key: string;
  readonly asked?: number;
  /** The buyer's books, where they are told. */
  readonly buyer: string | null;
}

export interface Seller {
  /** A sale without a key: it happens at most once, and nobody can ask about it later. */
  sellOnce(order: Order): Promise<number | Refusal>;
  /** `asHeir`: the buyer says that it was asked to come for what a closing shop leaves. */
  sell(asked: Omit<Asked, 'buyer'>, order: Order, asHeir?: boolean): Promise<SaleReply>;
  cancel(asked: Asked): Promise<SaleReply>;
  saleOf(asked: Omit<Asked, 'buyer'>): SaleReply;
}

export interface SellerOptions {
  readonly books: Books;
  readonly memory: Memory;
  readonly directions: readonly Direction[];
  readonly closing: () => boolean;
  /** The books that a closing shop has asked to come for its stock. @default none */
  readonly heirs?: ReadonlySet<string>;
  /** Told of what outsiders ask. @default nobody is */
  readonly announce?: Announce;
}

export function createSeller({ books, memory, directions, closing, heirs = new Set(), announce = () => undefined }: SellerOptions): Seller {
  const minimums = new Map(directions.map(({ product, minimum }) => [product, minimum]));
  const shelf = (reading: LedgerReader, good: string): Shelf => ({
    closing: closing(),
    stock: reading.stock(good),
    minimum: minimums.get(good),
  });
  /** For an heir everything is for sale, to the last unit, also what was bought here and is not made here. */
  const shelfFor = (reading: LedgerReader, { good, buyer }: Order, asHeir: boolean): Shelf =>
    asHeir && closing() && buyer !== null && heirs.has(buyer)
      ? { closing: false, stock: reading.stock(good), minimum: 0 }
      : shelf(reading, good);

  const tellAsked = ({ buyer, good, quantity }: Order) => {
    if (buyer === null) announce({ is: 'asked', good, units: quantity });
  };
  const sellOnce = async (order: Order) => {
    const outcome = await books.commit((ledger) => {
      const sold = sell(order, shelf(ledger, order.good));
      if (typeof sold === 'number') ledger.move(order.good, { sold });
      return sold;
    });
    if (outcome !== 'unknown-good') tellAsked(order);
    return outcome;
  };
  const keyed = async (asked: Asked, event: KeyEvent, asHeir = false) => {
    const { reply, taken } = await books.commit((ledger) => {
      const { reply: said, next } = step(
        stateOf(ledger, asked),
        event,
        event.is === 'sale' ? shelfFor(ledger, event.order, asHeir) : shelf(ledger, ''),
      );
      if (next === undefined) return { reply: said };
      const { key, buyer } = asked;
      const kept = { holder: holderOf(next, buyer, ledger, memory.shares), length: key.length };
      const problem = memory.shares.problem(kept.holder, kept.length);
      if (problem !== undefined) throw new BooksError('full', problem);
      write(ledger, asked, next, { at: memory.now(), strange: kept.holder === STRANGERS });
      return { reply: said, taken: kept };
    });
    if (taken) memory.shares.take(taken);
    // Recorded just now, so it was the first under its key. A retry finds the record, and asks for nothing more.
    if (taken && event.is === 'sale') tellAsked(event.order);
    return reply;
  };
  return {
    sellOnce,
    sell: (asked, order, asHeir) => keyed({ ...asked, buyer: order.buyer }, { is: 'sale', order }, asHeir),
    cancel: (asked) => keyed(asked, { is: 'cancellation' }),
    saleOf: (asked) => books.read((reading) => step(stateOf(reading, asked), { is: 'question' }, shelf(reading, '')).reply),
  };
}

function stateOf(reading: LedgerReader, { key, asked }: Omit<Asked, 'buyer'>): KeyState {
  const record = reading.sale(key);
  if (record === undefined) return { is: mayBeForgotten(reading, asked) ? 'forgotten' : 'unseen' };
  const { buyer, good, quantity, least, sold, refusal } = record;
  if (good === null || quantity === null) return { is: 'cancelled' };
  const order = { buyer, good, quantity, least };
  return refusal === null ? { is: 'sold', order, sold } : { is: 'refused', order, refusal: refusal as Refusal };
}

/**
 * Whose share of the room a key takes up. An id costs nothing, but what is bought in its name does: so refusals and cancellations
 * of all that were never sold anything count together, and none of them can hold off a buyer whose purchase succeeds.
 */
function holderOf(next: NonNullable<SaleStep['next']>, buyer: string | null, reading: LedgerReader, shares: Shares): string {
  if (buyer === null || !shares.mayHold(buyer)) return STRANGERS;
  return next.is === 'sold' || reading.hasSoldTo(buyer) ? buyer : STRANGERS;
}

interface Kept {
  readonly at: number;
  readonly strange: boolean;
}

function write(ledger: Ledger, { key, buyer }: Asked, next: NonNullable<SaleStep['next']>, { at, strange }: Kept): void {
  const unordered: Omit<SaleRecord, 'refusal'> = { key, buyer, good: null, quantity: null, least: null, sold: 0 };
  switch (next.is) {
    case 'cancelled':
      return ledger.recordSale({ ...unordered, refusal: 'cancelled' }, at, strange);
    case 'refused':
      return ledger.recordSale({ key, ...next.order, sold: 0, refusal: next.refusal }, at, strange);
    case 'sold':
      ledger.recordSale({ key, ...next.order, sold: next.sold, refusal: null }, at, strange);
      ledger.move(next.order.good, { sold: next.sold });
      if (next.order.buyer !== null) ledger.deal(next.order.buyer, next.order.good, { sold: next.sold });
  }
}
