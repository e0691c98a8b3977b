import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { BooksError } from '../../../worker/books/books-error.ts';
import { openBooks } from '../../../worker/books/books.ts';
import type { SaleRecord } from '../../../worker/books/ledger.ts';
import { openShares } from '../../../worker/books/shares.ts';
import { writeVersion1 } from './version-1.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'civ-books-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const wood = (unlike: object = {}) => ({ produced: 0, bought: 0, consumed: 0, sold: 0, stock: 0, ...unlike });
const sale = (key: string, unlike: Partial<SaleRecord> = {}): SaleRecord => ({
  key,
  buyer: 'b',
  good: 'wood',
  quantity: 1,
  least: null,
  sold: 1,
  refusal: null,
  ...unlike,
});

describe('books', () => {
  it('are found again as they were left', async () => {
    const first = openBooks({ folder, now: () => 0 });
    await first.commit((ledger) => ledger.move('wood', { produced: 7 }));
    first.close();
    const again = openBooks({ folder });
    expect([again.id, again.since]).toEqual([first.id, '1970-01-01T00:00:00.000Z']);
    expect(again.read((reading) => reading.goods())).toEqual(new Map([['wood', wood({ produced: 7, stock: 7 })]]));
    again.close();
  });

  it('have an id of their own', () => {
    const [one, other] = [openBooks(), openBooks()];
    expect(one.id).toMatch(/^[0-9a-f]{24}$/);
    expect(other.id).not.toBe(one.id);
    one.close();
    other.close();
  });

  it('fail one movement alone, and keep the others of its group', async () => {
    const books = openBooks();
    const outcomes = await Promise.allSettled([
      books.commit((ledger) => ledger.move('wood', { produced: 2 })),
      books.commit((ledger) => {
        ledger.move('wood', { sold: 2 });
        throw new Error('on second thoughts');
      }),
      books.commit((ledger) => ledger.stock('wood')),
    ]);
    expect(outcomes).toEqual([
      { status: 'fulfilled', value: undefined },
      { status: 'rejected', reason: new Error('on second thoughts') },
      { status: 'fulfilled', value: 2 },
    ]);
    books.close();
  });

  it('let nothing be less than nothing', async () => {
    const books = openBooks();
    await expect(books.commit((ledger) => ledger.move('wood', { sold: 1 }))).rejects.toThrow('CHECK constraint failed');
    expect(books.read((reading) => reading.goods())).toEqual(new Map());
    books.close();
  });

  it('record a key once', async () => {
    const books = openBooks();
    await books.commit((ledger) => ledger.recordSale(sale('k'), 5, false));
    await expect(books.commit((ledger) => ledger.recordSale(sale('k'), 6, false))).rejects.toThrow('UNIQUE constraint failed');
    expect(books.read((reading) => [reading.sale('k'), reading.keptKeys(), reading.running()])).toEqual([
      sale('k'),
      [{ holder: 'b', keys: 1, length: 1 }],
      5,
    ]);
    books.close();
  });

  it('forget the oldest keys first, and remember how far they went', async () => {
    const books = openBooks();
    const kept = { holder: 'b', length: 5 };
    for (const at of [10, 20, 30, 40]) await books.commit((ledger) => ledger.recordSale(sale(`at ${at}`), at, at === 40));
    expect(await books.commit((ledger) => ledger.forgetSales(35, 2))).toEqual([kept, kept]);
    expect(await books.commit((ledger) => ledger.forgetSales(35, 2))).toEqual([kept]);
    expect(books.read((reading) => [reading.sale('at 30'), reading.sale('at 40')?.sold, reading.keptKeys(), reading.forgotten()])).toEqual([
      undefined,
      1,
      [{ holder: '', keys: 1, length: 5 }],
      35,
    ]);
    books.close();
  });

  it('belong to one process at a time', () => {
    const books = openBooks({ folder });
    expect(() => openBooks({ folder })).toThrow(
      /^cannot open the books .*books\.db \(database is locked\): end the other worker, or give this one a folder of its own$/,
    );
    books.close();
  });

  it('of a newer release are refused, and left alone', () => {
    openBooks({ folder }).close();
    const file = new DatabaseSync(join(folder, 'books.db'));
    file.exec('PRAGMA user_version = 99');
    file.close();
    expect(() => openBooks({ folder })).toThrow(
      'are of version 99, and this release reads up to 3: start the release that wrote them, or a later one',
    );
  });

  it('of version 1 are migrated forward with all that is in them', async () => {
    const [id, partner] = ['a'.repeat(24), 'b'.repeat(24)];
    writeVersion1(join(folder, 'books.db'), id, partner);
    openBooks({ folder }).close();
    const books = openBooks({ folder });
    expect(books.id).toBe(id);
    expect(
      books.read((reading) => ({
        goods: reading.goods(),
        dealings: reading.dealings('', 9),
        keys: [reading.sale('sold')?.sold, reading.sale('gold')?.refusal],
        kept: reading.keptKeys(),
        doubts: reading.doubts(),
        others: reading.others(),
        running: reading.running(),
      })),
    ).toEqual({
      goods: new Map([['wood', wood({ produced: 7, sold: 2, stock: 5 })]]),
      dealings: [{ books: partner, good: 'wood', sold: 2, bought: 0, doubted: 0 }],
      keys: [2, 'unknown-good'],
      kept: [{ holder: partner, keys: 2, length: 8 }],
      doubts: new Map([['stone', 7]]),
      others: new Map(),
      running: 60_000,
    });
    await books.commit((ledger) => {
      ledger.deal(partner, 'wood', { sold: 1 });
      ledger.sumUpDoubts(1);
    });
    // A purchase in doubt that is summed up stays open with its seller, in a row of its good.
    expect(books.read((reading) => [reading.dealings('', 9), reading.doubts()])).toEqual([
      [
        { books: partner, good: 'stone', sold: 0, bought: 0, doubted: 3 },
        { books: partner, good: 'wood', sold: 3, bought: 0, doubted: 0 },
      ],
      new Map([['stone', 7]]),
    ]);
    books.close();
  });

  it('are not made of the database of another program', () => {
    const file = new DatabaseSync(join(folder, 'books.db'));
    file.exec('CREATE TABLE theirs (x)');
    file.close();
    expect(() => openBooks({ folder })).toThrow('is a database of another program: give another folder');
  });

  const pageOf = (table: string): number => {
    const file = new DatabaseSync(join(folder, 'books.db'));
    const row = file.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(table);
    file.close();
    return Number(row?.['rootpage']);
  };
  const damage = (sql: string) => {
    openBooks({ folder }).close();
    const file = new DatabaseSync(join(folder, 'books.db'));
    file.exec(sql);
    file.close();
  };
  it.each([
    ['lack a table', () => damage('DROP TABLE purchases'), /^cannot open the books .*\(no such table: purchases\): check the folder/],
    ['lack the table about themselves', () => damage('DROP TABLE about'), /^cannot open the books .*\(no such table: about\): /],
    ['lack a column', () => damage('ALTER TABLE sales DROP COLUMN least'), /^cannot open the books .*\(no such column: least\): /],
    ['do not say which they are', () => damage('DELETE FROM about'), /^the books .*books\.db do not say which they are: check the folder/],
    ['are no database', () => writeFileSync(join(folder, 'books.db'), 'wood, 7\n'.repeat(100)), /\(file is not a database\): check/],
    ['are a directory', () => mkdirSync(join(folder, 'books.db')), /\(unable to open database file\): check/],
    [
      'are cut short',
      () => (damage('VACUUM'), truncateSync(join(folder, 'books.db'), 4_096)),
      /\(database disk image is malformed\): check/,
    ],
  ])('that %s are refused in one sentence', (_, spoil, message) => {
    spoil();
    const open = () => openBooks({ folder });
    expect(open).toThrow(BooksError);
    expect(open).toThrow(message);
  });

  it('that turn out to be damaged say so at the next movement', async () => {
    openBooks({ folder }).close();
    const path = join(folder, 'books.db');
    const bytes = readFileSync(path);
    const page = 2_048 * (pageOf('goods') - 1);
    writeFileSync(path, bytes.fill(0xff, page, page + 2_048));
    const books = openBooks({ folder });
    await expect(books.commit((ledger) => ledger.move('wood', { produced: 1 }))).rejects.toThrow('the books are damaged: check the folder');
    books.close();
  });

  it.each([16, 64, 255])('take no more room for keys of %d letters than these are counted for', async (length) => {
    const keys = 2_000;
    const books = openBooks({ folder });
    const named = (number: number) => `${(number * 7_919) % keys}`.padEnd(length, 'k'); // in no order, as random ones come
    await books.commit((ledger) => {
      for (let number = 0; number < keys; number += 1) ledger.recordSale(sale(named(number), { buyer: 'b'.repeat(24) }), number, false);
    });
    books.close();
    const { size } = statSync(join(folder, 'books.db'));
    const counted = openShares([{ holder: '', keys, length: keys * length }], { mostKeys: Infinity, mostBytes: size, mostHolders: 1 });
    expect(counted.problem('', 1)).toBe(`${keys} keys are kept already`);
  });

  it('balance, whatever is tried in whatever order and however it is grouped', async () => {
    const verb = fc.constantFrom('produced', 'bought', 'consumed', 'sold');
    const tried = fc.record({ good: fc.constantFrom('wood', 'iron'), verb, count: fc.integer({ min: 0, max: 9 }), pause: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(tried, { maxLength: 30 }), async (moves) => {
        const books = openBooks();
        const stock = new Map<string, number>();
        const pending: Promise<unknown>[] = [];
        for (const { good, verb: by, count, pause } of moves) {
          const after = (stock.get(good) ?? 0) + (by === 'produced' || by === 'bought' ? count : -count);
          const done = books.commit((ledger) => ledger.move(good, { [by]: count }));
          if (after >= 0) stock.set(good, after);
          pending.push(after >= 0 ? done : expect(done).rejects.toThrow('CHECK constraint failed'));
          if (pause) await Promise.all(pending.splice(0));
        }
        await Promise.all(pending);
        for (const [good, totals] of books.read((reading) => reading.goods())) {
          expect(totals.produced + totals.bought - totals.consumed - totals.sold).toBe(totals.stock);
          expect(totals.stock).toBe(stock.get(good) ?? 0);
        }
        books.close();
      }),
      { numRuns: 50 },
    );
  });
});
