import { afterEach, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { parseBooks, type WorkerBooks } from '../../../kube/books/worker-books.ts';
import { audit } from '../../../cli/commands/audit/laws.ts';
import type { BooksPage } from '../../../worker/http/books-page.ts';
import { openMarket, readBooks, type Market } from './market.ts';
import { seeded } from './seeded.ts';
import { until } from '../../until.ts';
import { strikeHeirs, type Inheritance } from './strike-heirs.ts';

const SEED = Number(process.env['MARKET_SEED'] ?? Date.now() % 1_000_000);
/** How many markets, each with a seed of its own. */
const SEEDS = Number(process.env['MARKET_SEEDS'] ?? 2);
const ROUNDS = Number(process.env['MARKET_ROUNDS'] ?? 4);

/** How many purchases between workers of one shop are not settled: nothing else moves between them. */
async function openHandovers({ stalls, page }: Market): Promise<number> {
  const pages = await Promise.all(stalls.map(async (stall) => ({ shop: stall.shop, ...(await page(stall)) })));
  const open = pages.flatMap(({ id, shop, with: partners }) =>
    pages
      .filter((other) => other.shop === shop && other.id !== id)
      .flatMap((other) => Object.values(partners[other.id] ?? {}).map((trade) => trade.open)),
  );
  return open.filter((count) => count > 0).length;
}

/** As `civ audit` reads them. */
function audited(page: BooksPage): WorkerBooks {
  const books = parseBooks(JSON.stringify(page));
  if (books === undefined) throw new Error(`${page.pod} has no books`);
  return books;
}

let market: Market | undefined;
afterEach(() => market?.close());

describe('a market whose heirs and closing workers are killed in the middle of a handover', () => {
  it.each(Array.from({ length: SEEDS }, (_, at) => SEED + at))(
    'neither loses nor doubles a good (MARKET_SEED=%d)',
    async (seed) => {
      const random = seeded(seed);
      const place = (market = await openMarket(random));
      const { stalls, proxies, folder, start } = place;
      await Promise.all(stalls.map((stall) => start(stall)));
      await place.grow('ironworker');
      for (const proxy of proxies) proxy.rate = 0.25;
      const seen: Inheritance[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        await pause(random.below(500));
        const inheritance = await strikeHeirs(place, random, random.pick(['ironworker', 'ironworker', 'woodworker']));
        if (inheritance !== undefined) seen.push(inheritance);
      }
      for (const proxy of proxies) proxy.rate = 0;

      expect(seen).toHaveLength(ROUNDS);
      await until('the end of all handovers', async () => (await openHandovers(place)) === 0);
      expect(await Promise.all(stalls.map(async (stall) => stall.running?.end('SIGTERM')))).toEqual(stalls.map(() => 0));
      const books = stalls.map((stall) => audited(readBooks(folder, stall)));
      // A purchase that the network held up until the end stays open in the books: as open as what was sold is not yet bought.
      expect(audit({ before: books, middle: books, after: books }).breaches).toEqual([]);
      expect(books.filter(({ goods }) => [...goods.values()].some(({ inDoubt }) => inDoubt > 0))).toEqual([]);
      if (process.env['MARKET_SEEDS'] !== undefined) process.stderr.write(`${seed} ${JSON.stringify(seen)}\n`);
    },
    150_000,
  );
});
