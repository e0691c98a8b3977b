import { saleOf } from '../production/rules.ts';

/** A purchase as the buyer words it. Under one key it is always the same. */
export interface Order {
  readonly buyer: string | null;
  readonly good: string;
  readonly quantity: number;
  /** Take what there is, if it is at least so much; null: all or nothing. */
  readonly least: number | null;
}

/**
 * Why a sale under a key was refused. It is recorded, so it never changes, and no word may ever change its meaning. Not recorded
 * is what the shop does not make: who asks for that a million times, under as many keys, takes up no room.
 */
export type Refusal = 'not-enough' | 'unknown-good' | 'closing' | 'cancelled';

/** What the seller's books know of a key. */
export type KeyState =
  | { readonly is: 'unseen' }
  /** So old that it may have been seen and forgotten. */
  | { readonly is: 'forgotten' }
  | { readonly is: 'sold'; readonly order: Order; readonly sold: number }
  | { readonly is: 'refused'; readonly order: Order; readonly refusal: Refusal }
  | { readonly is: 'cancelled' };

export type KeyEvent = { readonly is: 'sale'; readonly order: Order } | { readonly is: 'cancellation' } | { readonly is: 'question' };

/** What the seller answers. `sold: 0` says that nothing was sold and never will be. */
export type SaleReply =
  | { readonly is: 'sold'; readonly sold: number }
  | { readonly is: 'refused'; readonly refusal: Refusal | 'another-order' | 'forgotten' | 'never-seen' };

/** Whether a reply was given under the key: whatever else has been or will be tried under it, this is how it ends. */
export const isDefinite = (reply: SaleReply): boolean =>
  reply.is === 'sold' || (reply.refusal !== 'unknown-good' && reply.refusal !== 'never-seen');

/** What the seller's answer to an unseen key depends on. */
export interface Shelf {
  readonly closing: boolean;
  readonly stock: number;
  /** What is kept and never sold; undefined where the shop does not make the good. */
  readonly minimum: number | undefined;
}

export interface SaleStep {
  readonly reply: SaleReply;
  /** What is to be recorded with the reply, in one movement; absent where nothing changes. */
  readonly next?: Exclude<KeyState, { readonly is: 'unseen' | 'forgotten' }>;
}

/** The seller's whole side of the protocol: a key gets one effect and one answer, however often and late it arrives. */
export function step(state: KeyState, event: KeyEvent, shelf: Shelf): SaleStep {
  if (state.is === 'forgotten') return refuse('forgotten');
  switch (event.is) {
    case 'sale':
      return stepSale(state, event.order, shelf);
    case 'cancellation':
      if (state.is === 'unseen') return { reply: { is: 'sold', sold: 0 }, next: { is: 'cancelled' } };
      return { reply: { is: 'sold', sold: state.is === 'sold' ? state.sold : 0 } };
    case 'question':
      if (state.is === 'unseen') return refuse('never-seen');
      return state.is === 'sold'
        ? { reply: { is: 'sold', sold: state.sold } }
        : refuse(state.is === 'refused' ? state.refusal : 'cancelled');
  }
}

function stepSale(state: Exclude<KeyState, { readonly is: 'forgotten' }>, order: Order, shelf: Shelf): SaleStep {
  switch (state.is) {
    case 'cancelled':
      return refuse('cancelled');
    case 'sold':
      return sameOrder(state.order, order) ? { reply: { is: 'sold', sold: state.sold } } : refuse('another-order');
    case 'refused':
      return sameOrder(state.order, order) ? refuse(state.refusal) : refuse('another-order');
    case 'unseen': {
      const sold = sell(order, shelf);
      // A refusal is recorded too, or a first attempt that was held up could still sell after its buyer has given up.
      if (sold === 'unknown-good') return refuse(sold);
      if (typeof sold === 'string') return { ...refuse(sold), next: { is: 'refused', order, refusal: sold } };
      return { reply: { is: 'sold', sold }, next: { is: 'sold', order, sold } };
    }
  }
}

/** What an order gets off the shelf: how many, or why none. Without a key this is all there is to a sale. */
export function sell(order: Order, { closing, stock, minimum }: Shelf): number | Refusal {
  if (minimum === undefined) return 'unknown-good';
  if (closing) return 'closing';
  return saleOf(order, stock, minimum) || 'not-enough';
}

const refuse = (refusal: Extract<SaleReply, { is: 'refused' }>['refusal']): SaleStep => ({ reply: { is: 'refused', refusal } });
const sameOrder = (one: Order, other: Order): boolean =>
  one.buyer === other.buyer && one.good === other.good && one.quantity === other.quantity && one.least === other.least;
