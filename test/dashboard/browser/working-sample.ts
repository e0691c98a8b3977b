import type { AskBooks } from '../../../dashboard/books/ask-books.ts';
import { booksPage, type BooksFacts } from '../books/books-page.ts';

/** The books of the sample as it works for real: what each shop has made and bought by a second. */
const BOOKS: Readonly<Record<string, (second: number) => BooksFacts>> = {
  woodworker: (second) => ({ sales: Math.floor(0.15 * second), goods: { wood: { produced: Math.floor(2 * second) } } }),
  stoneworker: (second) => ({ sales: Math.floor(0.1 * second), goods: { stone: { produced: Math.floor(0.6 * second) } } }),
  ironworker: (second) => {
    const made = Math.floor(0.1 * second);
    const bought = { woodworker: { wood: 10 * made }, stoneworker: { stone: 3 * made } };
    const goods = {
      iron: { produced: made },
      wood: { bought: 10 * made, consumed: 10 * made },
      stone: { bought: 3 * made, consumed: 3 * made },
    };
    return { sales: Math.floor(0.02 * second), goods, bought };
  },
  craftsman: (second) => {
    const made = Math.floor(second / 40);
    const bought = { woodworker: { wood: 8 * made }, ironworker: { iron: 4 * made } };
    return {
      goods: { axe: { produced: made }, wood: { bought: 8 * made, consumed: 8 * made }, iron: { bought: 4 * made, consumed: 4 * made } },
      bought,
    };
  },
};

/** Workers that show such books, by a clock; where `silent` says so, none of them answers. */
export const askWorkingSample = (now: () => number, silent: () => boolean = () => false): AskBooks =>
  Object.assign(
    async ({ name }: { readonly name: string }) => {
      const shop = name.replace(/-\d+$/, '');
      const facts = BOOKS[shop]?.(now() / 1_000);
      if (facts === undefined || silent()) return { why: 'connection refused', forbidden: false };
      return { books: booksPage({ ...facts, id: shop }) };
    },
    { mostPerSecond: 200, remedy: 'let the dashboard in' },
  );
