import { parseBooks, type WorkerBooks, type WorkerBooksPage, type PartnerTrade } from './worker-books.ts';

/** What one worker may send of its books: beyond this it is not read, whatever it says of a next page. */
export interface Bounds {
  readonly mostBytes: number;
  readonly mostPages: number;
  /** For all pages together. */
  readonly mostMs: number;
}

/** A worker keeps at most 100,000 partners apart, and shows 500 on a page. */
export const BOUNDS: Bounds = { mostBytes: 64 * 1024 * 1024, mostPages: 1_000, mostMs: 60_000 };

/** The page behind a path. */
export type Fetch = (path: string) => Promise<AsyncIterable<Uint8Array>>;

/** Reads all pages of one pair of books; a text says why that was not possible. */
export async function readPages(
  fetch: Fetch,
  { mostBytes, mostPages, mostMs }: Bounds = BOUNDS,
  now: () => number = performance.now.bind(performance),
): Promise<WorkerBooks | string> {
  const until = now() + mostMs;
  let [left, path] = [mostBytes, '/books'];
  const partners = new Map<string, ReadonlyMap<string, PartnerTrade>>();
  let first: WorkerBooks | undefined;
  for (let number = 1, last = ''; ; number += 1) {
    const text = await textWithin(await fetch(path), left);
    if (text === undefined) return `its books are longer than ${mostBytes / 1024 / 1024} MiB`;
    left -= Buffer.byteLength(text);
    const page = parseBooks(text);
    if (page === undefined) return 'its answer is not books';
    first ??= page;
    if (first.id !== page.id) return 'it showed other books on the next page';
    for (const [id, trades] of page.with) partners.set(id, trades);
    const { next, others } = page;
    if (next === undefined) return { id: first.id, pod: first.pod, goods: first.goods, with: partners, others };
    if (next <= last || number >= mostPages) return `the pages of its books do not end (page ${number})`;
    if (now() > until) return `its books took longer than ${mostMs / 1_000} s`;
    [last, path] = [next, `/books?after=${encodeURIComponent(next)}`];
  }
}

/**
 * Reads the totals of all goods, which are on the first page, and the partners of so many pages: `next` says after whom there are
 * more. What cannot be read of a later page leaves the pages before it.
 */
export async function readFirstPages(
  fetch: Fetch,
  { mostBytes, mostPages }: { /** Of a page. */ readonly mostBytes: number; readonly mostPages: number },
): Promise<WorkerBooksPage | string> {
  const text = await textWithin(await fetch('/books'), mostBytes);
  if (text === undefined) return `a page of its books is longer than ${mostBytes / 1024} KiB`;
  const first = parseBooks(text);
  if (first === undefined) return 'its answer is not books';
  const partners = new Map(first.with);
  let { next } = first;
  for (let pages = 1; next !== undefined && pages < mostPages; pages += 1) {
    const page = await laterPage(fetch, next, mostBytes);
    if (page === undefined || page.id !== first.id || (page.next ?? '\uffff') <= next) break;
    for (const [id, trades] of page.with) partners.set(id, trades);
    ({ next } = page);
  }
  return { ...first, with: partners, next };
}

async function laterPage(fetch: Fetch, after: string, mostBytes: number): Promise<WorkerBooksPage | undefined> {
  try {
    return parseBooks((await textWithin(await fetch(`/books?after=${encodeURIComponent(after)}`), mostBytes)) ?? '');
  } catch {
    return undefined; // the next question may get further
  }
}

/** The text of a body; nothing where it is longer than that, and then no more of it is read. */
export async function textWithin(body: AsyncIterable<Uint8Array>, mostBytes: number): Promise<string | undefined> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of body) {
    size += piece.length;
    if (size > mostBytes) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}
