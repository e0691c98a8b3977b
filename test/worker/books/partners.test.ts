import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openBooks, type Books } from '../../../worker/books/books.ts';
import { openMemory } from '../../../worker/books/memory.ts';
import { PARTNER_BOUNDS } from '../../../worker/books/partners.ts';
import { renderBooks, type BooksPage } from '../../../worker/http/books-page.ts';

let books: Books;
beforeEach(() => {
  books = openBooks();
});
afterEach(() => books.close());

const id = (number: number) => number.toString(16).padStart(24, '0');
const deal = (from: number, to: number, by: object = { sold: 1 }) =>
  books.commit((ledger) => {
    for (let number = from; number < to; number += 1) ledger.deal(id(number), 'wood', by);
  });
/** All pages of the books, most partners each. */
function pagesOf(most: number): readonly BooksPage[] {
  const pages: BooksPage[] = [];
  for (let after: string | undefined = ''; after !== undefined;) {
    const page = renderBooks(books, { pod: 'p', directions: [], after, most });
    pages.push(page);
    after = page.next;
  }
  return pages;
}
const idsOf = (pages: readonly BooksPage[]) => pages.flatMap((page) => Object.keys(page.with));
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => id(from + index));

describe('the books in pages', () => {
  it.each([1, 2, 3, 6, 7, 8, 100])('of at most %d partners show each partner once, with all its goods', async (most) => {
    await deal(0, 7);
    await books.commit((ledger) => {
      ledger.deal(id(3), 'stone', { bought: 2 });
      for (const number of [3, 5, 9]) {
        const intent = { good: 'iron', quantity: 4, store: 'http://s', address: null, asked: null, placed: 0, doubt: null };
        ledger.intend({ ...intent, key: `k${number}`, seller: id(number) });
      }
    });
    const pages = pagesOf(most);
    expect(pages.slice(0, -1).map((page) => Object.keys(page.with).length)).toEqual(pages.slice(0, -1).map(() => most));
    expect(idsOf(pages)).toEqual([...range(0, 7), id(9)]);
    expect(Object.assign({}, ...pages.map((page) => page.with))[id(3)]).toEqual({
      iron: { sold: 0, bought: 0, open: 4 },
      stone: { sold: 0, bought: 2, open: 0 },
      wood: { sold: 1, bought: 0, open: 0 },
    });
  });

  it('say on one page alone what they no longer keep apart', async () => {
    await deal(0, 5, { sold: 1, bought: 2, doubted: 3 });
    await books.commit((ledger) => ledger.sumUpDealings({ ...PARTNER_BOUNDS, mostOfAll: 3 }));
    const pages = pagesOf(2);
    expect([idsOf(pages).length, pages.map(({ others }) => others)]).toEqual([3, [undefined, { wood: { sold: 2, bought: 4, open: 6 } }]]);
  });
});

describe('partners', () => {
  const bounds = { ...PARTNER_BOUNDS, most: 3 };
  const runFor = async (ms: number, memory = openMemory(books, { partners: bounds })) => {
    for (let left = ms; left > 0; left -= 2_000) await memory.tick(2_000);
  };

  it('that are too many are summed up once they have been quiet for an hour, the quietest first', async () => {
    await deal(0, 3);
    await runFor(60_000);
    await deal(3, 5);
    await runFor(3_600_000);
    expect(idsOf(pagesOf(100))).toEqual(range(2, 5));
    expect(books.read((reading) => reading.others())).toEqual(new Map([['wood', { sold: 2, bought: 0, doubted: 0 }]]));
  });

  it('that go on trading are kept apart, however many others there are', async () => {
    await deal(0, 5);
    const memory = openMemory(books, { partners: bounds });
    for (let half = 0; half < 3; half += 1) {
      await runFor(1_800_000, memory);
      await deal(0, 1);
    }
    expect(idsOf(pagesOf(100))).toEqual([id(0), ...range(3, 5)]);
  });

  it('never fill the disk, though each comes once and none is quiet', async () => {
    await deal(0, 250);
    await runFor(4_000, openMemory(books, { partners: { ...PARTNER_BOUNDS, mostOfAll: 100, atOnce: 80 } }));
    expect(idsOf(pagesOf(1_000)).length).toBe(100);
    expect(books.read((reading) => reading.others())).toEqual(new Map([['wood', { sold: 150, bought: 0, doubted: 0 }]]));
  });
});
