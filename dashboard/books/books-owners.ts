/** Which shop a pair of books belongs to, by their id: so that a purchase leads to the shop that it was made of. */
export interface BooksOwners {
  shopOf(books: string): string | undefined;
  /** A pod shows these books. They stay with who showed them first, for as long as it does. */
  claim(books: string, pod: string, shop: string, nowMs: number): void;
  /** Of those that nobody has shown for an hour nothing is bought any more. */
  forget(nowMs: number): void;
}

interface Owner {
  readonly pod: string;
  readonly shop: string;
  readonly atMs: number;
}

const REMEMBERED_MS = 3_600_000;
const SILENT_MS = 120_000;

export function createOwners(): BooksOwners {
  const owners = new Map<string, Owner>();
  return {
    shopOf: (books) => owners.get(books)?.shop,
    claim(books, pod, shop, atMs) {
      const owner = owners.get(books);
      if (owner === undefined || owner.pod === pod || atMs - owner.atMs > SILENT_MS) owners.set(books, { pod, shop, atMs });
    },
    forget(nowMs) {
      for (const [books, { atMs }] of owners) if (nowMs - atMs > REMEMBERED_MS) owners.delete(books);
    },
  };
}
