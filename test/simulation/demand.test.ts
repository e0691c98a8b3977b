import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { inSeconds } from '../../model/duration.ts';
import { placedShops, type Realm } from '../../model/realm.ts';
import { realm as sample } from '../../realm.ts';
import { partOf } from '../fuzz/runs.ts';
import { randomRealm } from '../model/random-realm.ts';
import { chance } from './chance.ts';
import { demandInMotion, type WorkersChange, type Outsider } from './demand-in-motion.ts';

const HOUR = 3_600;
const WIDE = { from: 1, to: 30 };

/** Two or three who ask for what is made somewhere, ten times a minute or more, for up to what three workers make. */
function outsidersOf(realm: Realm, random: () => number): readonly Outsider[] {
  const places = placedShops(realm);
  return Array.from({ length: 2 + Math.floor(random() * 2) }, () => {
    const { kingdom, shop } = places[Math.floor(random() * places.length)] ?? {};
    const [making] = shop?.makes ?? [];
    if (kingdom === undefined || shop === undefined || making === undefined) throw new Error('the realm is empty');
    const perSecond = (making.amount / inSeconds(making.every)) * (0.1 + 3 * random());
    const every = 1 + 5 * random();
    return { shop: `${shop.name}.${kingdom.name}`, good: making.good, quantity: Math.max(1, Math.round(perSecond * every)), every };
  });
}

/** How often a shop's number of workers turned from growing to falling, or back, within any hour. */
function mostTurns(changes: readonly WorkersChange[]): number {
  const byShop = [...Map.groupBy(changes, ({ shop }) => shop).values()];
  return Math.max(
    0,
    ...byShop.map((all) => {
      const turns = all.filter((change, index) => {
        const before = all[index - 1];
        return before !== undefined && Math.sign(change.to - change.from) !== Math.sign(before.to - before.from);
      });
      return Math.max(0, ...turns.map(({ at }) => turns.filter((turn) => turn.at >= at && turn.at < at + HOUR).length));
    }),
  );
}

const realms = fc
  .sample(randomRealm({ fewest: 3, shops: 5 }), { seed: 11, numRuns: partOf(4) })
  .concat(fc.sample(randomRealm({ fewest: 3, shops: 5, loops: true, maximums: true }), { seed: 12, numRuns: partOf(2) }));

describe('demand, under virtual time', () => {
  it('brings the sample to full speed, and leaves it there', () => {
    const { motion, changes, run } = demandInMotion(sample, () => WIDE, { outsiders: [], chance: chance() });
    run(HOUR);
    const before = motion.made().get('craftsman.kingdom-of-foobar/axe') ?? 0;
    run(HOUR);
    expect(((motion.made().get('craftsman.kingdom-of-foobar/axe') ?? 0) - before) / HOUR).toBeCloseTo(1 / 15, 2);
    expect(changes).toHaveLength(3);
    expect(Math.max(...changes.map(({ at }) => at))).toBeLessThanOrEqual(30);
  });

  it.each(realms.map((realm, index) => [index, realm] as const))(
    'turns at most once an hour where people come at random, in random realm %d',
    (index, realm) => {
      const random = chance(index);
      const { changes, run } = demandInMotion(realm, () => WIDE, { outsiders: outsidersOf(realm, random), chance: random });
      run(3 * HOUR);
      expect(mostTurns(changes)).toBeLessThanOrEqual(1);
    },
  );

  it.each(realms.map((realm, index) => [index, realm] as const))(
    'has settled three minutes after more is asked, in random realm %d',
    (index, realm) => {
      const random = chance(index + 100);
      const outsiders = outsidersOf(realm, random);
      const { changes, run } = demandInMotion(realm, () => WIDE, { outsiders, chance: random, regular: true });
      run(HOUR / 2);
      for (const outsider of outsiders) outsider.every /= 3;
      run(HOUR / 2);
      expect(changes.filter(({ at, from, to }) => at > HOUR / 2 + 180 && to > from)).toEqual([]);
    },
  );
});
