import { afterEach, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import type { BooksPage } from '../../../worker/http/books-page.ts';
import { audit } from './audit.ts';
import { openMarket, readBooks, type Market, type Stall } from './market.ts';
import { seeded, type Seeded } from './seeded.ts';
import { settled } from './settled.ts';

const SEED = Number(process.env['MARKET_SEED'] ?? Date.now() % 1_000_000);

let market: Market | undefined;
afterEach(() => market?.close());

/** What the pods that were asked to end have left behind. */
interface Left {
  readonly exits: (number | string | null)[];
  readonly books: BooksPage[];
  /** What they logged that they keep, by good. */
  readonly saidToKeep: unknown[];
}

const nothing = (): Left => ({ exits: [], books: [], saidToKeep: [] });

const stockOf = ({ goods }: BooksPage): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(goods).flatMap(([good, { stock }]) => (stock > 0 ? [[good, stock]] : [])));

const podsOf = ({ stalls }: Market, shop: string): readonly Stall[] => stalls.filter((stall) => stall.shop === shop);

async function leave({ folder, retire }: Market, stall: Stall, left: Left): Promise<void> {
  left.exits.push(await retire(stall));
  left.books.push(readBooks(folder, stall));
  left.saidToKeep.push(stall.running?.log.find(({ message }) => message === 'closed')?.['left'] ?? {});
}

/** One pod after another: the new one is ready before the old one is asked to go. */
async function roll(place: Market, shop: string, left: Left): Promise<void> {
  for (const old of podsOf(place, shop)) {
    await place.grow(shop);
    await leave(place, old, left);
  }
}

/** Of pods that are too many the oldest go. */
async function scale(place: Market, shop: string, count: number, left: Left): Promise<void> {
  const here = podsOf(place, shop);
  await Promise.all(Array.from({ length: Math.max(0, count - here.length) }, () => place.grow(shop)));
  await Promise.all(here.slice(0, Math.max(0, here.length - count)).map((stall) => leave(place, stall, left)));
}

/** Every shop is rolled, and the woodworker goes from two pods to five, to one and back, all at the same time. */
async function upheaval(place: Market, random: Seeded, left: Left): Promise<void> {
  const changes = ['stoneworker', 'ironworker', 'craftsman'].map((shop) => async () => roll(place, shop, left));
  const scaling = async () => {
    for (const count of [5, 1, 2]) await scale(place, 'woodworker', count, left);
  };
  await Promise.all(
    [...changes, scaling].map(async (change) => {
      await pause(random.below(1_500));
      await change();
    }),
  );
}

describe('a market whose pods come and go in good order', () => {
  it(`keeps all books in agreement, those of the pods that left among them, with nothing in doubt (MARKET_SEED=${SEED})`, async () => {
    const random = seeded(SEED);
    const left = nothing();
    const place = (market = await openMarket(random));
    await Promise.all(place.stalls.map((stall) => place.start(stall)));
    await upheaval(place, random, left);
    // Each of them had another worker of its shop to leave its stock to, and a few seconds for that. Where the machine was too busy, what
    // is left stays in the books, and the log says so.
    expect(left.books.map(stockOf)).toEqual(left.saidToKeep);
    expect(left.books.map(stockOf)).toContainEqual({});
    expect(await settled(place, new Set(), left.books)).toEqual({ wrong: [], idle: [] });
    await Promise.all([...place.stalls].map((stall) => leave(place, stall, left)));
    expect(audit(left.books, new Set())).toEqual([]);
    expect([...new Set(left.exits)]).toEqual([0]);
    expect(left.books.filter(({ goods }) => Object.values(goods).some(({ inDoubt }) => inDoubt > 0))).toEqual([]);
  }, 180_000);

  it(`keeps the books of the living in agreement on a network that fails (MARKET_SEED=${SEED})`, async () => {
    const random = seeded(SEED);
    const left = nothing();
    const place = (market = await openMarket(random));
    await Promise.all(place.stalls.map((stall) => place.start(stall)));
    for (const proxy of place.proxies) proxy.rate = 0.25;
    await upheaval(place, random, left);
    for (const proxy of place.proxies) proxy.rate = 0;
    expect(await settled(place, new Set(left.books.map(({ id }) => id)))).toEqual({ wrong: [], idle: [] });
    expect([...new Set(left.exits)]).toEqual([0]);
  }, 240_000);
});
