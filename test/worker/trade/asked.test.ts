import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { openBooks } from '../../../worker/books/books.ts';
import { openMemory } from '../../../worker/books/memory.ts';
import type { WorkerEvent } from '../../../worker/chronicle.ts';
import { createSeller, type Seller } from '../../../worker/trade/seller.ts';
import { wood } from '../shop.ts';

const BOOKS = 'b'.repeat(24);
const order = (unlike: object = {}) => ({ buyer: null, good: 'wood', quantity: 5, least: null, ...unlike });

/** A shop with ten of its wood to sell, and what it was told that outsiders ask. */
async function openShop({ mostKeys = 100 } = {}) {
  const books = openBooks();
  const directions = [wood({ minimum: 0 }), wood({ product: 'stone', minimum: 0 })];
  const told: WorkerEvent[] = [];
  const options = { directions, closing: () => false, announce: (happening: WorkerEvent) => void told.push(happening) };
  const memory = () => openMemory(books, { shares: { mostKeys, mostBytes: 1_000_000, mostHolders: 10 } });
  await books.commit((ledger) => ledger.move('wood', { produced: 10 }));
  const asked = () =>
    told.reduce(
      (sum, event) => (event.is === 'asked' ? sum.set(event.good, (sum.get(event.good) ?? 0) + event.units) : sum),
      new Map<string, number>(),
    );
  const open = (): Seller => createSeller({ ...options, books, memory: memory() });
  return { books, asked, open };
}

describe('what outsiders ask', () => {
  it('is what they are sold and what they are refused', async () => {
    const { open, asked } = await openShop();
    await open().sellOnce(order({ quantity: 7 }));
    await open().sellOnce(order({ quantity: 7 }));
    await open().sell({ key: 'a' }, order({ quantity: 4, least: 1 }));
    expect([...asked()]).toEqual([['wood', 18]]);
  });

  it('is not what a worker buys, under a key or without', async () => {
    const { open, asked } = await openShop();
    await open().sell({ key: 'a' }, order({ buyer: BOOKS }));
    await open().sell({ key: 'b' }, order({ buyer: BOOKS, quantity: 100 }));
    await open().sellOnce(order({ buyer: BOOKS }));
    expect([...asked()]).toEqual([]);
  });

  it('is not what the shop does not make', async () => {
    const { open, asked } = await openShop();
    await open().sellOnce(order({ good: 'gold' }));
    await open().sell({ key: 'a' }, order({ good: 'gold' }));
    expect([...asked()]).toEqual([]);
  });

  it.each([
    ['sold', 5],
    ['refused', 50],
  ])('counts once where it is retried under its key, %s, even after a restart', async (_, quantity) => {
    const { open, asked } = await openShop();
    const first = open();
    await Promise.all([first.sell({ key: 'a' }, order({ quantity })), first.sell({ key: 'a' }, order({ quantity }))]);
    await open().sell({ key: 'a' }, order({ quantity }));
    expect([...asked()]).toEqual([['wood', quantity]]);
  });

  it('counts once there is room for the key, and only then: until that it was not answered', async () => {
    const { open, asked } = await openShop({ mostKeys: 0 });
    await expect(open().sell({ key: 'a' }, order())).rejects.toThrow('keys are kept already');
    expect([...asked()]).toEqual([]);
  });

  it('is not what was cancelled before it came', async () => {
    const { open, asked } = await openShop();
    await open().cancel({ key: 'a', buyer: null });
    await open().sell({ key: 'a' }, order());
    expect([...asked()]).toEqual([]);
  });

  const request = fc.record({
    key: fc.option(fc.constantFrom('a', 'b', 'c')),
    good: fc.constantFrom('wood', 'stone', 'gold'),
    buyer: fc.constantFrom(null, BOOKS),
    quantity: fc.integer({ min: 1, max: 9 }),
  });
  it('is, whatever comes: what comes without a key, and the first under each, of goods made here, from nobody with books', () =>
    fc.assert(
      fc.asyncProperty(fc.array(request, { maxLength: 30 }), async (requests) => {
        const { books, open, asked } = await openShop();
        const seller = open();
        const [seen, expected] = [new Set<string>(), new Map<string, number>()];
        for (const { key, ...rest } of requests) {
          if (key === null) await seller.sellOnce(order(rest));
          else await seller.sell({ key }, order(rest));
          if (rest.good === 'gold' || (key !== null && seen.has(key))) continue;
          if (key !== null) seen.add(key);
          if (rest.buyer === null) expected.set(rest.good, (expected.get(rest.good) ?? 0) + rest.quantity);
        }
        expect(asked()).toEqual(expected);
        books.close();
      }),
    ));
});
