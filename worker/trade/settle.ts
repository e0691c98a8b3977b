import type { Clock } from '../../ground/time/clock.ts';
import type { Books } from '../books/books.ts';
import type { Intent } from '../books/intent.ts';
import type { Announce } from '../chronicle.ts';
import type { AskShop } from './ask.ts';
import { addressIn, isFrom, nextQuestion, readNews } from './inquiry.ts';
import type { AddressRange } from './whereabouts.ts';
import { advance, isOver, LATE_AFTER_MS, pauseBefore, type OpenPurchase, type PurchaseEnd, type PurchaseState } from './purchase.ts';

export interface Settling {
  readonly books: Books;
  readonly ask: AskShop;
  readonly announce: Announce;
  readonly clock: Clock;
  /** Unix time in ms. */
  readonly date: () => number;
  readonly random: () => number;
  readonly reach: AddressRange;
  /** Ends the asking; what is open stays in the books, and the next process takes it up. */
  readonly signal: AbortSignal;
}

export interface SettleOptions {
  /** Called after each answer, or its absence. */
  readonly onAttempt?: () => void;
  /** It buys what a closing worker leaves. @default false */
  readonly isHeir?: boolean;
}

/** Asks about a purchase until it has an outcome, and writes that down. */
export async function settle(
  intent: Intent,
  start: OpenPurchase,
  settling: Settling,
  { onAttempt = () => undefined, isHeir = false }: SettleOptions = {},
): Promise<void> {
  const { books, ask, clock, date, random, reach, signal } = settling;
  let purchase: PurchaseState = start;
  let { address } = intent;
  let isLate = intent.doubt === 'late';
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    if (!isLate && date() - intent.placed >= LATE_AFTER_MS) {
      isLate = true;
      purchase = advance(purchase, 'late');
      attempt = 0;
      if (purchase.is === 'cancelling') await writeDoubt(intent, 'late', settling);
    }
    // One of too many in doubt, which have been summed up meanwhile: nothing that it brought could be credited any more.
    if (!books.read((reading) => reading.hasIntent(intent.key))) return onAttempt();
    if (!isOver(purchase)) {
      const answer = await ask(nextQuestion({ ...intent, address }, purchase, attempt, { books: books.id, isHeir }), signal);
      if (isFrom(answer, intent.seller)) address = addressIn(answer, reach) ?? address;
      // A question that our own end has cut short says nothing about the seller.
      if (answer.is === 'answered' || !signal.aborted) {
        const news = readNews(answer, intent);
        if (news === 'not-made' && purchase.is !== 'cancelling') attempt = -1; // its cancellation is the first, and goes out at once
        purchase = advance(purchase, news);
      }
      onAttempt();
    }
    if (isOver(purchase)) return conclude(intent, purchase, settling);
    await clock.pause(pauseBefore(purchase, attempt, random), signal);
  }
}

/** Writes an outcome down, and where there is no room for it, tries again: nothing else can be done about it, and the goods are there. */
async function conclude(intent: Intent, outcome: PurchaseEnd, settling: Settling): Promise<void> {
  const { announce, clock, random, signal } = settling;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return outcome.is === 'ended' ? await credit(intent, outcome.bought, settling) : await writeDoubt(intent, outcome.reason, settling);
    } catch (error) {
      announce({ is: 'failed', what: 'purchase', error });
      await clock.pause(pauseBefore({ is: 'asking' }, attempt, random), signal);
      if (signal.aborted) return;
    }
  }
}

async function credit({ key, good, store, seller }: Intent, bought: number, { books, announce }: Settling): Promise<void> {
  await books.commit((ledger) => {
    if (!ledger.endIntent(key) || bought === 0) return;
    ledger.move(good, { bought });
    if (seller !== null) ledger.deal(seller, good, { bought });
  });
  announce(bought > 0 ? { is: 'bought', good, bought, store, key } : { is: 'not-bought', good, store, why: 'the store did not sell' });
}

export async function writeDoubt(
  { key, good, quantity, store }: Intent,
  reason: string,
  { books, announce }: Pick<Settling, 'books' | 'announce'>,
): Promise<void> {
  await books.commit((ledger) => ledger.doubt(key, reason));
  announce({ is: 'in-doubt', good, quantity, store, key, reason });
}
