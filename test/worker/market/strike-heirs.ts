import { setTimeout as pause } from 'node:timers/promises';
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

/** Of two workers of a shop one closes and leaves its stock to the other, and one of them or both are killed in the middle of it. */
export async function strikeHeirs(
  { stalls, kill, start, page, folder }: Market,
  random: Seeded,
  withinMs: number,
): Promise<Inheritance | undefined> {
  const [closing, heir] = random.below(2) === 0 ? stalls : stalls.slice(0, 2).toReversed();
  if (closing === undefined || heir === undefined) return undefined;
  const { id } = await page(heir);
  const before = soldTo(id, await page(closing));
  const closed = closing.running?.end('SIGTERM');
  await pause(random.below(withinMs));
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
