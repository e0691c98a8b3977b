import { afterEach, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { audit } from './audit.ts';
import { openMarket, readBooks, type Market } from './market.ts';
import { seeded } from './seeded.ts';
import { settled } from './settled.ts';
import { strikeHeirs, type Inheritance } from './strike-heirs.ts';

const SEED = Number(process.env['MARKET_SEED'] ?? Date.now() % 1_000_000);
/** How many markets, each with a seed of its own. */
const SEEDS = Number(process.env['MARKET_SEEDS'] ?? 2);
const ROUNDS = Number(process.env['MARKET_ROUNDS'] ?? 4);

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
      expect(await settled(place, new Set())).toEqual({ wrong: [], idle: [] });
      expect(await Promise.all(stalls.map(async (stall) => stall.running?.end('SIGTERM')))).toEqual(stalls.map(() => 0));
      const books = stalls.map((stall) => readBooks(folder, stall));
      expect(audit(books, new Set())).toEqual([]);
      expect(books.filter(({ goods }) => Object.values(goods).some(({ inDoubt }) => inDoubt > 0))).toEqual([]);
      if (process.env['MARKET_SEEDS'] !== undefined) process.stderr.write(`${seed} ${JSON.stringify(seen)}\n`);
    },
    150_000,
  );
});
