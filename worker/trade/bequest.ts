import type { Clock } from '../../ground/time/clock.ts';
import type { Books } from '../books/books.ts';
import type { AskShop } from './ask.ts';
import { readInventory } from './inquiry.ts';
import type { AddressRange } from './whereabouts.ts';

/** What a closing worker has to find heirs with. */
export interface BequestOptions {
  readonly books: Pick<Books, 'id' | 'read'>;
  /** Where others reach this shop: the Service, which leads to its other pods. Absent: nobody can be found. */
  readonly store: string | undefined;
  /** Where an heir reaches this worker: `<name>@<ip>:<port>`. */
  readonly pod: string;
  readonly ask: AskShop;
  readonly reach: AddressRange;
  readonly clock: Clock;
  /** How long all of it may take. */
  readonly mostMs: number;
  /** Whom it has asked: to their books it sells all that it has. */
  readonly heirs: Set<string>;
  /** Nothing more will be added to the stock. */
  readonly settled: () => boolean;
  readonly tell: (heir: { readonly books: string; readonly address: string }) => void;
}

/** Between two looks at what is left; an heir that comes needs a few of them. */
const LOOK_MS = 100;
/** One that was asked is left to itself for so long before another one, or the same again, is asked beside it. */
const PATIENCE_MS = 1_000;

/**
 * Asks other pods of the shop to come for what is left, one after another, until nothing is. They buy it under a key, as all is
 * bought, so that each good is in one pair of books, whatever breaks. Answers why that did not work, where it was last tried in vain.
 */
export async function bequeath(options: BequestOptions): Promise<string | undefined> {
  const { books, store, settled, clock, mostMs } = options;
  const over = new AbortController();
  const until = clock.now() + mostMs;
  const left = () => store !== undefined && books.read((reading) => [...reading.goods().values()].some(({ stock }) => stock > 0));
  let [askedAt, why]: [number, string | undefined] = [-Infinity, undefined];
  const ask = async (reachable: string) => {
    const at = (askedAt = clock.now());
    why = await askOne(reachable, options, over.signal);
    // One that cannot come is followed by the next at once, and one that comes is given time, unless another was asked already.
    if (askedAt === at) askedAt = why === undefined ? clock.now() : -Infinity;
  };
  while ((left() || !settled()) && clock.now() < until) {
    if (store !== undefined && left() && clock.now() - askedAt >= PATIENCE_MS) void ask(store);
    await clock.pause(LOOK_MS, over.signal);
  }
  over.abort();
  return why;
}

/** Finds an heir behind the store and asks it to come; answers why it does not. */
async function askOne(
  store: string,
  { books, pod, ask, reach, heirs, tell }: BequestOptions,
  signal: AbortSignal,
): Promise<string | undefined> {
  const found = readInventory(await ask({ url: new URL('/inventory', store).href }, signal), '', reach);
  if (found.is === 'nobody') return found.why;
  if (found.is !== 'books' || found.address === null) return `what answers at ${store} is not a worker of this shop`;
  if (found.seller === books.id) return `${store} leads to no worker but this one`;
  heirs.add(found.seller);
  const answer = await ask(
    {
      url: `http://${found.address}/heir`,
      method: 'POST',
      headers: { 'civ-for': found.seller },
      body: JSON.stringify({ pod, books: books.id }),
    },
    signal,
  );
  if (answer.is !== 'answered') return answer.why;
  if (answer.status !== 202) return `the worker at ${found.address} does not come: it answered ${answer.status}`;
  tell({ books: found.seller, address: found.address });
  return undefined;
}
