import { expect, it } from '@jest/globals';
import { setImmediate as turn } from 'node:timers/promises';
import { readBooks } from '../../../../cli/commands/audit/read-books.ts';

it('asks a realm of many workers for its books with no more than 64 questions under way', async () => {
  let [underWay, most] = [0, 0];
  const ask = async (pod: string) => {
    underWay += 1;
    most = Math.max(most, underWay);
    await turn();
    underWay -= 1;
    const books = { id: `books of ${pod}`, pod, goods: new Map(), with: new Map(), others: new Map() };
    return { pod, way: 'proxy', books } as const;
  };
  const workers = Array.from({ length: 200 }, (_, number) => `worker-${number}`);
  const { books, unread } = await readBooks(ask, workers);
  expect(books.map(({ pod }) => pod)).toEqual(workers);
  expect(unread).toEqual([]);
  expect(most).toBe(64);
});
