import { waitMs, type BackOff } from '../../ground/time/back-off.ts';

/** Where a purchase stands. Its intent is on disk from before the first byte until it has ended. */
export type PurchaseState = OpenPurchase | PurchaseEnd;

export type OpenPurchase =
  /** No attempt has gone out yet. */
  | { readonly is: 'fresh' }
  /** From a store that keeps no books for keys: one attempt, no second. */
  | { readonly is: 'foreign' }
  /** The seller may have sold: the same sale again, until there is a definite answer. */
  | { readonly is: 'asking' }
  /** It has taken too long, or cannot succeed: the sale is not sent again, only its cancellation. */
  | { readonly is: 'cancelling' };

export type PurchaseEnd = { readonly is: 'ended'; readonly bought: number } | InDoubt;

/** Nobody will ever tell. Counted, shown, never credited. */
export interface InDoubt {
  readonly is: 'in-doubt';
  readonly reason: 'foreign' | 'forgotten';
}

/** What an attempt brought, or the clock. */
export type News =
  /** There was no connection, so nobody has seen a byte. */
  | 'unreached'
  /** All that leaves the question open: no answer, half an answer, and any that the meant books did not give under the key. */
  | 'silence'
  | 'refused'
  /** The meant books no longer keep so old a key. */
  | 'forgotten'
  /** The meant books do not make it, and said so under no key: asked a thousand times, they say the same. */
  | 'not-made'
  /** Half an hour has gone by. */
  | 'late'
  | { readonly sold: number };

export const isOver = (purchase: PurchaseState): purchase is PurchaseEnd => purchase.is === 'ended' || purchase.is === 'in-doubt';

const ended = (bought: number): PurchaseEnd => ({ is: 'ended', bought });
const asking: OpenPurchase = { is: 'asking' };
const cancelling: OpenPurchase = { is: 'cancelling' };
const forgotten: InDoubt = { is: 'in-doubt', reason: 'forgotten' };
const foreign: InDoubt = { is: 'in-doubt', reason: 'foreign' };

/** The buyer's whole side of the protocol, one row per state and one column per kind of news. */
const EDGES: Readonly<Record<OpenPurchase['is'], Readonly<Record<Extract<News, string>, PurchaseState>>>> = {
  // Other books at the address are silence too: a network that tries again may have been at the meant ones before.
  fresh: { unreached: ended(0), silence: asking, refused: ended(0), forgotten, 'not-made': cancelling, late: ended(0) },
  foreign: { unreached: ended(0), silence: foreign, refused: ended(0), forgotten: foreign, 'not-made': foreign, late: foreign },
  // An earlier attempt may have sold it: to a worker that was asked to come, a closing one sells also what it does not make.
  asking: { unreached: asking, silence: asking, refused: ended(0), forgotten, 'not-made': cancelling, late: cancelling },
  // A cancellation is never refused by a worker that knows it, so a refusal decides nothing.
  cancelling: { unreached: cancelling, silence: cancelling, refused: cancelling, forgotten, 'not-made': cancelling, late: cancelling },
};

export function advance(purchase: PurchaseState, news: News): PurchaseState {
  if (isOver(purchase)) return purchase;
  return typeof news === 'string' ? EDGES[purchase.is][news] : ended(news.sold);
}

/** A purchase that is found after a restart: whether a byte went out is not known, so it may have. */
export function resumed({ seller, doubt }: { readonly seller: string | null; readonly doubt: string | null }): OpenPurchase | InDoubt {
  if (seller === null) return foreign;
  if (doubt === null) return asking;
  return doubt === 'late' ? cancelling : forgotten;
}

export const LATE_AFTER_MS = 30 * 60_000;

/** Full jitter: from 100 ms to 10 s between attempts to buy, from 10 s to an hour between attempts to cancel. */
const BUYING: BackOff = { firstMs: 100, longestMs: 10_000, spread: [0, 1] };
const CANCELLING: BackOff = { firstMs: 10_000, longestMs: 3_600_000, spread: [0, 1] };

export const pauseBefore = (purchase: OpenPurchase, attempt: number, random: () => number): number =>
  Math.ceil(waitMs(purchase.is === 'cancelling' ? CANCELLING : BUYING, attempt + 1, random));

/** Where the next attempt goes: to where the books were found, and when that has failed, every other time through the store. */
export const wayOf = (attempt: number, address: string | null): 'address' | 'store' =>
  address === null || attempt % 2 === 1 ? 'store' : 'address';
