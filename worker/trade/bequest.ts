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
  /** How long an heir is sought, and how long one that has agreed may take. */
  readonly seekMs: number;
  readonly mostMs: number;
  /** Whom it has asked: to their books it sells all that it has. */
  readonly heirs: Set<string>;
  /** Nothing more will be added to the stock. */
  readonly settled: () => boolean;
  readonly tell: (heir: { readonly books: string; readonly address: string }) => void;
}

/** Between two looks at what is left; an heir that comes needs a few of them. */
const LOOK_MS = 100;
/** An heir that was asked is left to itself for so long before another one, or the same again, is asked. */
const PATIENCE_MS = 1_000;
const NEVER = new AbortController().signal;

/**
 * Asks other pods of the shop to come for what is left, one after another, until nothing is. They buy it under a key, as all is
 * bought, so that each good is in one pair of books, whatever breaks.
 */
export async function bequeath(options: BequestOptions): Promise<void> {
  const { books, settled, clock, seekMs, mostMs } = options;
  const began = clock.now();
  const left = () => books.read((reading) => [...reading.goods().values()].some(({ stock }) => stock > 0));
  for (let agreedAt: number | undefined; left() || !settled();) {
    const now = clock.now();
    if (now - began >= (agreedAt === undefined ? seekMs : mostMs)) return;
    const isAsked = agreedAt !== undefined && now - agreedAt < PATIENCE_MS;
    if (!isAsked && left() && (await askOne(options))) agreedAt = clock.now();
    await clock.pause(LOOK_MS, NEVER);
  }
}

/** Finds an heir behind the store and asks it; did it agree to come? */
async function askOne({ books, store, pod, ask, reach, heirs, tell }: BequestOptions): Promise<boolean> {
  if (store === undefined) return false;
  const found = readInventory(await ask({ url: new URL('/inventory', store).href }, NEVER), '', reach);
  if (found.is !== 'books' || found.seller === books.id || found.address === null) return false;
  heirs.add(found.seller);
  const answer = await ask(
    {
      url: `http://${found.address}/heir`,
      method: 'POST',
      headers: { 'civ-for': found.seller },
      body: JSON.stringify({ pod, books: books.id }),
    },
    NEVER,
  );
  const agreed = answer.is === 'answered' && answer.status === 202;
  if (agreed) tell({ books: found.seller, address: found.address });
  return agreed;
}
