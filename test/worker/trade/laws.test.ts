import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Direction } from '../../../model/directions.ts';
import { openBooks, type Books } from '../../../worker/books/books.ts';
import { openMemory } from '../../../worker/books/memory.ts';
import { planTurn } from '../../../worker/production/rules.ts';
import { isDefinite, type Order, type SaleReply } from '../../../worker/trade/sale.ts';
import { createSeller, type Seller } from '../../../worker/trade/seller.ts';

const DIRECTIONS: readonly Direction[] = [
  { product: 'wood', amount: 3, minimum: 1, interval: 1 },
  {
    product: 'iron',
    amount: 1,
    minimum: 0,
    interval: 1,
    productInputList: [
      { product: 'stone', store: 'http://s', amount: 2 },
      { product: 'wood', store: 'http://w', amount: 1 },
    ],
  },
];
const [count, key, good] = [fc.integer({ min: 1, max: 6 }), fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom('wood', 'iron', 'gold')];
const happening = fc.oneof(
  fc.record({ is: fc.constant('turn' as const), direction: fc.constantFrom(...DIRECTIONS) }),
  fc.record({ is: fc.constant('bought' as const), good: fc.constantFrom('stone', 'wood'), count }),
  fc.record({ is: fc.constant('sale' as const), key, good, count, least: fc.option(fc.constant(1)), buyer: fc.constantFrom('x', 'y') }),
  fc.record({ is: fc.constant('unkeyed' as const), good, count }),
  fc.record({ is: fc.constant('cancellation' as const), key }),
  fc.constant({ is: 'restart' as const }),
);

/** A shop whose process may end at any time: what is not in its folder is forgotten. */
function openShop(folder: string) {
  let books: Books;
  let seller: Seller;
  const open = () => {
    books = openBooks({ folder, synchronous: 'NORMAL' });
    seller = createSeller({ books, memory: openMemory(books), directions: DIRECTIONS, closing: () => false });
  };
  open();
  return {
    books: () => books,
    seller: () => seller,
    restart() {
      books.close();
      open();
    },
  };
}

const turn = (books: Books, direction: Direction) =>
  books.commit((ledger) => {
    const plan = planTurn(direction, (name) => ledger.stock(name));
    if (plan.do !== 'make') return;
    for (const { product, amount } of plan.consume) ledger.move(product, { consumed: amount });
    ledger.move(direction.product, { produced: plan.produce });
  });

describe('whatever happens to a shop, in whatever order', () => {
  it('each good balances, nothing is negative or below what is kept, and no key has two effects', () =>
    fc.assert(
      fc.asyncProperty(fc.array(happening, { maxLength: 40 }), async (happenings) => {
        const folder = mkdtempSync(join(tmpdir(), 'civ-laws-'));
        const shop = openShop(folder);
        const answers = new Map<string, { readonly order: Order; readonly reply: SaleReply }>();
        const sold = new Map<string, number>();
        const add = (name: string, more: number) => sold.set(name, (sold.get(name) ?? 0) + more);
        for (const event of happenings) {
          if (event.is === 'restart') shop.restart();
          if (event.is === 'turn') await turn(shop.books(), event.direction);
          if (event.is === 'bought') await shop.books().commit((ledger) => ledger.move(event.good, { bought: event.count }));
          if (event.is === 'cancellation') {
            const { reply } = answers.get(event.key) ?? {};
            expect(await shop.seller().cancel({ key: event.key, buyer: null })).toEqual({
              is: 'sold',
              sold: reply?.is === 'sold' ? reply.sold : 0,
            });
            if (reply === undefined)
              answers.set(event.key, {
                order: { buyer: null, good: '', quantity: 0, least: null },
                reply: { is: 'refused', refusal: 'cancelled' },
              });
          }
          if (event.is === 'unkeyed') {
            const outcome = await shop.seller().sellOnce({ buyer: null, good: event.good, quantity: event.count, least: null });
            if (typeof outcome === 'number') add(event.good, outcome);
          }
          if (event.is === 'sale') {
            const order: Order = { buyer: event.buyer, good: event.good, quantity: event.count, least: event.least };
            const known = answers.get(event.key);
            const reply = await shop.seller().sell({ key: event.key }, order);
            if (known === undefined) {
              if (isDefinite(reply)) answers.set(event.key, { order, reply });
              if (reply.is === 'sold') add(event.good, reply.sold);
            } else if (known.order.good === '' || JSON.stringify(known.order) === JSON.stringify(order)) expect(reply).toEqual(known.reply);
            else expect(reply).toEqual({ is: 'refused', refusal: 'another-order' });
          }
          for (const [name, totals] of shop.books().read((reading) => reading.goods())) {
            expect(totals.produced + totals.bought - totals.consumed - totals.sold).toBe(totals.stock);
            expect(Math.min(...Object.values(totals))).toBeGreaterThanOrEqual(0);
            expect(totals.sold).toBe(sold.get(name) ?? 0);
          }
        }
        shop.books().close();
        rmSync(folder, { recursive: true });
      }),
      { numRuns: 60 },
    ));
});
