import { randomUUID } from 'node:crypto';
import type { DirectionInput } from '../../model/directions.ts';
import { MOST_GOODS } from '../../model/checks/limits.ts';
import type { Intent } from '../books/intent.ts';
import { readInventory } from './inquiry.ts';
import { isOver, resumed } from './purchase.ts';
import { settle, writeDoubt, type Settling } from './settle.ts';

export interface Buyer {
  /** Buys what it can get of an input, and waits a while for how that ends. What is open then is settled all the same. */
  buy(input: DirectionInput): Promise<void>;
  /** Buys of a worker that closes, and has asked for it, all that it still holds of these goods. */
  inherit(from: ClosingWorker, goods: Iterable<string>): Promise<void>;
  /** Takes up the purchases that a former process left open; resolves when each has been asked about once. */
  resume(): Promise<void>;
  /** Resolves when no purchase is being settled any more. */
  idle(): Promise<void>;
}

/** A worker that closes: where it is, and whose books. */
export interface ClosingWorker {
  readonly address: string;
  readonly books: string;
}

/** A turn waits so long for its purchases. */
const PATIENCE_MS = 5_000;
/** So many purchases of a good from one store may be open before no more are begun there: each may still bring something. */
const MOST_OPEN = 16;

export function createBuyer(settling: Settling): Buyer {
  const { books, ask, announce, clock, date, reach, signal } = settling;
  const running = new Set<Promise<void>>();
  const track = (promise: Promise<void>) => {
    const tracked = promise
      .catch((error: unknown) => announce({ is: 'failed', what: 'purchase', error }))
      .finally(() => running.delete(tracked));
    running.add(tracked);
    return tracked;
  };

  const buy = async ({ product: good, store, amount: quantity }: DirectionInput) => {
    const not = (why: string) => announce({ is: 'not-bought', good, store, why });
    if (books.read((reading) => reading.countOpen(good, store)) >= MOST_OPEN) return not('too many purchases from it are not settled yet');
    const found = readInventory(await ask({ url: new URL('/inventory', store).href }, signal), good, reach);
    if (found.is === 'nobody') return not(found.why);
    if (found.stock < 1) return not('the store has none');
    if (signal.aborted) return not('the shop is closing');
    const seller =
      found.is === 'books'
        ? { seller: found.seller, address: found.address, asked: found.clock }
        : { seller: null, address: null, asked: null };
    const intent: Intent = { key: randomUUID(), good, quantity, store, ...seller, placed: date(), doubt: null };
    await books.commit((ledger) => ledger.intend(intent));
    await Promise.race([
      track(settle(intent, { is: found.is === 'books' ? 'fresh' : 'foreign' }, settling)),
      clock.pause(PATIENCE_MS, signal),
    ]);
  };

  const inherit = async ({ address, books: closing }: ClosingWorker, goods: Iterable<string>) => {
    const store = `http://${address}`;
    const answer = await ask({ url: `${store}/inventory`, headers: { 'civ-for': closing } }, signal);
    const purchases = [...goods].flatMap((good) => {
      const found = readInventory(answer, good, reach);
      if (found.is !== 'books' || found.seller !== closing || found.stock < 1) return [];
      const quantity = Math.min(found.stock, MOST_GOODS);
      return [{ key: randomUUID(), good, quantity, store, seller: closing, address, asked: found.clock, placed: date(), doubt: null }];
    });
    if (purchases.length === 0 || signal.aborted) return;
    await books.commit((ledger) => purchases.forEach((intent) => ledger.intend(intent)));
    await Promise.all(purchases.map((intent) => track(settle(intent, { is: 'fresh' }, settling, { isHeir: true }))));
  };

  const takeUp = async (intent: Intent) => {
    const purchase = resumed(intent);
    if (isOver(purchase)) return intent.doubt === null ? writeDoubt(intent, purchase.reason, settling) : undefined;
    return new Promise<void>((asked) => void track(settle(intent, purchase, settling, { onAttempt: asked })).then(asked));
  };
  const resume = async () => {
    await books.commit((ledger) => ledger.sumUpDoubts());
    await Promise.all(books.read((reading) => reading.intents()).map(takeUp));
  };

  return { buy, inherit: (from, goods) => track(inherit(from, goods)), resume, idle: async () => void (await Promise.all(running)) };
}
