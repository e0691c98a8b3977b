import type { IncomingMessage } from 'node:http';
import { countProblem, goodProblem, MOST_GOODS } from '../../model/checks/limits.ts';
import { sentence, type Problem } from '../../model/checks/problem.ts';
import { isBooksId } from '../books/books-id.ts';
import type { ClosingWorker } from '../trade/buyer.ts';
import type { Order } from '../trade/sale.ts';
import { parseWhereabouts, type AddressRange } from '../trade/whereabouts.ts';
import { RequestError } from './refusals.ts';

/** The headers of the trade protocol, as Node spells them. */
const header = (request: IncomingMessage, name: string): string | undefined => {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
};

/** The books that a request is meant for; undefined: any that it reaches. */
export const meantBooks = (request: IncomingMessage): string | undefined => header(request, 'civ-for');

export function readKey(key: string | undefined, name: string): string | undefined {
  if (key === undefined || /^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw new RequestError('bad-request', `${name}: give 1 to 255 visible ASCII characters`);
}
export const idempotencyKey = (request: IncomingMessage): string | undefined =>
  readKey(header(request, 'idempotency-key'), 'Idempotency-Key');

/** The buyer's books. */
export function buyerOf(request: IncomingMessage): string | null {
  const from = header(request, 'civ-from');
  if (from === undefined || isBooksId(from)) return from ?? null;
  throw new RequestError('bad-request', "Civ-From: give the id of the buyer's books, 24 hexadecimal digits");
}

/** Does the buyer say that it comes as an heir? */
export const isHeir = (request: IncomingMessage): boolean => header(request, 'civ-heir') === '1';

/** A browser says so of what a web page sends. No shop does, so it is refused, whatever page it is. */
export function refuseWebPages(request: IncomingMessage): void {
  if (header(request, 'origin') !== undefined || header(request, 'sec-fetch-site') === 'cross-site') throw new RequestError('cross-site');
}

/** From which partner on the books are to be shown; empty: from the first. */
export function readAfter(after: unknown): string {
  if (after === undefined) return '';
  if (typeof after === 'string' && isBooksId(after)) return after;
  throw new RequestError('bad-request', 'after: give the "next" of the page before');
}

/** When the buyer found these books, by their own running time. */
export function askedAt(request: IncomingMessage): number | undefined {
  const asked = header(request, 'civ-asked');
  if (asked === undefined) return undefined;
  if (/^\d{1,15}$/.test(asked)) return Number(asked);
  throw new RequestError('bad-request', 'Civ-Asked: give the Civ-Clock of an earlier answer');
}

/** What is to be bought. `atLeast` makes sense only under a key: without one nobody learns how many there were. */
export function readOrder(request: IncomingMessage, body: Readonly<Record<string, unknown>>, keyed: boolean): Order {
  const known = keyed ? ['item', 'quantity', 'atLeast'] : ['item', 'quantity'];
  const { item, quantity, atLeast } = body;
  const unknown = Object.keys(body).find((key) => !known.includes(key));
  if (unknown !== undefined)
    throw new RequestError('bad-request', `${unknown.slice(0, 64)}: is unknown here: the fields are ${known.join(', ')}`);
  // Without a key there is no account of who bought, so nobody is turned away for what stands there.
  const from = keyed ? buyerOf(request) : header(request, 'civ-from');
  if (typeof item !== 'string' || goodProblem(item) !== undefined) throw new RequestError('bad-request', 'item: give the name of a good');
  check('quantity', countProblem(quantity, 1, MOST_GOODS));
  if (atLeast !== undefined) check('atLeast', countProblem(atLeast, 1, Number(quantity)));
  return {
    buyer: from ?? null,
    good: item,
    quantity: Number(quantity),
    least: atLeast === undefined ? null : Number(atLeast),
  };
}

/** Who closes and leaves its stock: where it is, as it says, and whose books. */
export function readClosingWorker(body: Readonly<Record<string, unknown>>, own: string, reach: AddressRange): ClosingWorker {
  const unknown = Object.keys(body).find((key) => key !== 'pod' && key !== 'books');
  if (unknown !== undefined) throw new RequestError('bad-request', `${unknown.slice(0, 64)}: is unknown here: the fields are pod, books`);
  const { pod, books } = body;
  const place = typeof pod === 'string' ? parseWhereabouts(pod, reach) : undefined;
  if (place === undefined) throw new RequestError('bad-request', 'pod: give <name>@<ip>:<port>, an address that a pod can have');
  if (typeof books !== 'string' || !isBooksId(books) || books === own)
    throw new RequestError('bad-request', "books: give the id of the closing worker's books, 24 hexadecimal digits");
  return { address: place.address, books };
}

function check(field: string, problem: Problem | undefined): void {
  if (problem !== undefined) throw new RequestError('bad-request', `${field}: ${sentence(problem)}`);
}
