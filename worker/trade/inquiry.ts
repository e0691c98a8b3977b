import { isBooksId } from '../books/books-id.ts';
import type { Intent } from '../books/intent.ts';
import type { ShopAnswer, ShopQuestion } from './ask.ts';
import { wayOf, type News, type OpenPurchase } from './purchase.ts';
import { parseWhereabouts, type AddressRange } from './whereabouts.ts';

/** What is behind a store's address just now. */
export type FoundSeller =
  | {
      readonly is: 'books';
      readonly seller: string;
      readonly address: string | null;
      readonly clock: number | null;
      readonly stock: number;
    }
  /** A store that keeps no books for keys. */
  | { readonly is: 'foreign'; readonly stock: number }
  | { readonly is: 'nobody'; readonly why: string };

/** Reads the answer to `GET /inventory`. */
export function readInventory(answer: ShopAnswer, good: string, reach: AddressRange): FoundSeller {
  if (answer.is !== 'answered') return { is: 'nobody', why: answer.why };
  if (answer.status !== 200) return { is: 'nobody', why: `the store answered ${answer.status}` };
  const count = Number(parse(answer.body)?.[good] ?? 0);
  const stock = Number.isSafeInteger(count) ? count : 0;
  const seller = textOf(answer, 'civ-books');
  // Books with another id than ours have are not ours: they may keep keys or not.
  if (seller === undefined || !isBooksId(seller)) return { is: 'foreign', stock };
  const clock = textOf(answer, 'civ-clock');
  return {
    is: 'books',
    seller,
    address: addressIn(answer, reach),
    clock: clock !== undefined && /^\d{1,15}$/.test(clock) ? Number(clock) : null,
    stock,
  };
}

/** Who buys, and as what: an heir is asked to come by a worker that closes, and may have all that it holds. */
export interface BuyerRole {
  readonly books: string;
  readonly isHeir: boolean;
}

/** What a purchase asks next, and where. Through the store other pods may answer; they do nothing, since they are not meant. */
export function nextQuestion(intent: Intent, { is }: OpenPurchase, attempt: number, buyer: BuyerRole): ShopQuestion {
  const { key, good, quantity, store, seller, address, asked } = intent;
  const base = address !== null && wayOf(attempt, address) === 'address' ? `http://${address}` : store;
  if (seller === null) return { url: new URL('/sell', base).href, method: 'POST', body: JSON.stringify({ item: good, quantity }) };
  const headers = { 'civ-for': seller, 'civ-from': buyer.books, ...(asked === null ? {} : { 'civ-asked': String(asked) }) };
  if (is === 'cancelling') return { url: new URL(`/sales/${key}`, base).href, method: 'DELETE', headers };
  const body = JSON.stringify({ item: good, quantity, atLeast: 1 });
  const heir: Readonly<Record<string, string>> = buyer.isHeir ? { 'civ-heir': '1' } : {};
  return { url: new URL('/sell', base).href, method: 'POST', headers: { ...headers, ...heir, 'idempotency-key': key }, body };
}

/** Where the answering books say that they can be reached. */
export const addressIn = (answer: ShopAnswer, reach: AddressRange): string | null =>
  parseWhereabouts(textOf(answer, 'civ-pod'), reach)?.address ?? null;
export const isFrom = (answer: ShopAnswer, seller: string | null): boolean => seller !== null && textOf(answer, 'civ-books') === seller;

/**
 * What an answer to a sale or a cancellation says about the purchase. The meant books alone decide, and only by an answer that
 * they gave under the key: what was refused for another reason, or belongs to another request, says nothing of earlier attempts.
 */
export function readNews(answer: ShopAnswer, { key, seller, quantity }: Intent): News {
  if (answer.is === 'unreached') return 'unreached';
  if (answer.is === 'silent') return 'silence';
  const { status, body } = answer;
  if (seller === null) return status === 200 ? { sold: quantity } : status >= 400 && status < 500 ? 'refused' : 'silence';
  if (!isFrom(answer, seller)) return 'silence';
  if (!isUnderKey(answer, key)) return status === 400 && parse(body)?.['code'] === 'unknown-good' ? 'not-made' : 'silence';
  if (status === 200) {
    const sold = parse(body)?.['sold'];
    return typeof sold === 'number' && Number.isInteger(sold) && sold >= 0 && sold <= quantity ? { sold } : 'silence';
  }
  if (status === 410) return 'forgotten';
  return status >= 400 && status < 500 ? 'refused' : 'silence';
}

/** What a worker of before, which does not echo the key, answers only after a look into its books. */
const DEFINITE_BEFORE = new Set([200, 409, 410, 422]);

function isUnderKey(answer: Extract<ShopAnswer, { is: 'answered' }>, key: string): boolean {
  const echo = answer.headers['civ-key'];
  return echo === undefined ? DEFINITE_BEFORE.has(answer.status) : echo === key;
}

const textOf = (answer: ShopAnswer, name: string): string | undefined => {
  const value = answer.is === 'answered' ? answer.headers[name] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
};

function parse(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const data: unknown = JSON.parse(body);
    return typeof data === 'object' && data !== null ? (data as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}
