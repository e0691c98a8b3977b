import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../../until.ts';
import { readBooks, type Market, type Stall } from './market.ts';
import type { Seeded } from './seeded.ts';

/** Who is killed while one leaves its stock to another. */
type Struck = 'closing' | 'heir' | 'both';

export interface Inheritance {
  readonly struck: Struck;
  /** What the closing worker had sold to the heir by then, and what it still held. */
  readonly handedOver: number;
  readonly left: number;
}

/** How long an heir is sought, and how long a handover takes where little goes wrong. */
const SEEKS_S = 2;
const HANDOVER_MS = 150;

/** Of two workers of a shop one closes and leaves its stock to the other, and one of them or both are killed in the middle of it. */
export async function strikeHeirs(
  { stalls, kill, start, page, folder }: Market,
  random: Seeded,
  shop: string,
): Promise<Inheritance | undefined> {
  const workers = stalls.filter((stall) => stall.shop === shop);
  const [closing, heir] = random.below(2) === 0 ? workers : workers.toReversed();
  if (closing === undefined || heir === undefined) return undefined;
  const { id } = await page(heir);
  const before = soldTo(id, await page(closing));
  const { running } = closing;
  const closed = running?.end('SIGTERM');
  const comes = () => running?.log.some(({ message }) => message === 'another worker of the shop comes for what is left');
  await until('an heir', comes, { seconds: SEEKS_S }).catch(() => undefined); // on a network that fails, it may come to none
  await pause(random.below(HANDOVER_MS));
  const struck = random.pick<Struck>(['closing', 'heir', 'both']);
  const victims: readonly Stall[] = struck === 'both' ? [closing, heir] : [struck === 'closing' ? closing : heir];
  await Promise.all(victims.map((stall) => kill(stall)));
  await closed;
  closing.running = undefined;
  const books = readBooks(folder, closing);
  if (heir.running === undefined) await start(heir);
  await start(closing);
  return { struck, handedOver: soldTo(id, books) - before, left: Object.values(books.goods).reduce((sum, { stock }) => sum + stock, 0) };
}

const soldTo = (id: string, { with: partners }: ReturnType<typeof readBooks>): number =>
  Object.values(partners[id] ?? {}).reduce((sum, { sold }) => sum + sold, 0);
