import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openBooks, type Books } from '../../../worker/books/books.ts';
import { MOST_DOUBTS } from '../../../worker/books/doubts.ts';

let books: Books;
beforeEach(() => {
  books = openBooks();
});
afterEach(() => books.close());

const SELLER = '5'.repeat(24);
const doubtful = (number: number, { reason = 'forgotten', seller = SELLER }: { reason?: string; seller?: string | null } = {}) =>
  books.commit((ledger) => {
    const key = `k${String(number).padStart(6, '0')}`;
    ledger.intend({ key, good: 'stone', quantity: 3, store: 'http://s', seller, address: null, asked: null, placed: number, doubt: null });
    ledger.doubt(key, reason);
  });
const keptKeys = () => books.read((reading) => reading.intents()).map(({ key }) => Number(key.slice(1)));

describe('purchases in doubt', () => {
  it('are kept one by one up to the newest thousand, and the sums of all', async () => {
    await Promise.all(Array.from({ length: MOST_DOUBTS + 5 }, (_, number) => doubtful(number)));
    expect([keptKeys().length, Math.min(...keptKeys())]).toEqual([MOST_DOUBTS, 5]);
    expect(books.read((reading) => reading.doubts())).toEqual(new Map([['stone', 3 * (MOST_DOUBTS + 5)]]));
  });

  it('stay open between the two books, once they are summed up', async () => {
    await Promise.all(Array.from({ length: 4 }, (_, number) => doubtful(number)));
    await books.commit((ledger) => ledger.sumUpDoubts(1));
    expect(books.read((reading) => reading.dealings('', 9))).toEqual([{ books: SELLER, good: 'stone', sold: 0, bought: 0, doubted: 9 }]);
  });

  it('that may still end are the last to be summed up', async () => {
    await doubtful(0, { reason: 'late' });
    await doubtful(1, { reason: 'late' });
    await doubtful(2);
    await doubtful(3, { reason: 'foreign', seller: null });
    await books.commit((ledger) => ledger.sumUpDoubts(2));
    expect(keptKeys()).toEqual([0, 1]);
    await books.commit((ledger) => ledger.sumUpDoubts(1));
    expect(keptKeys()).toEqual([1]);
    expect(books.read((reading) => reading.doubts())).toEqual(new Map([['stone', 12]]));
  });

  it('and those of another store or good are no open purchases of this one', async () => {
    await doubtful(0);
    const intent = { quantity: 3, seller: null, address: null, asked: null, placed: 0, doubt: null };
    await books.commit((ledger) => {
      ledger.intend({ ...intent, key: 'a', good: 'stone', store: 'http://s' });
      ledger.intend({ ...intent, key: 'b', good: 'stone', store: 'http://other' });
      ledger.intend({ ...intent, key: 'c', good: 'wood', store: 'http://s' });
    });
    expect(books.read((reading) => reading.countOpen('stone', 'http://s'))).toBe(1);
  });
});
