import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { economy } from '../../model/economy/economy.ts';
import type { Realm } from '../../model/realm.ts';
import { realm as sample } from '../../realm.ts';
import { randomRealm } from '../model/random-realm.ts';
import { chance } from './chance.ts';
import { simulate } from './simulate.ts';

/** How far the economy is from what workers really made, for each good of each shop, as a part of full speed. */
function errors(realm: Realm): number[] {
  const made = simulate(realm, { chance: chance(), warmUp: 6_000, counted: 12_000 });
  return economy(realm).shops.flatMap(({ makes }) =>
    makes.map(({ seller, good, rate, full }) =>
      full === 0 ? 0 : Math.abs((made.get(`${seller.shop}.${seller.kingdom}/${good}`) ?? 0) - rate) / full,
    ),
  );
}
const mean = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

describe("the worker's rules, under virtual time", () => {
  it('make in the sample what its economy says', () => expect(Math.max(...errors(sample))).toBeLessThan(0.01));

  // Who comes first to a scarce store is a matter of chance, which an economy does not know.
  it('make within 10 % of what their economy says in twenty random realms, all but a few of their shops', () => {
    const realms = fc
      .sample(randomRealm({ fewest: 4, shops: 10, loops: true, maximums: true }), { seed: 3, numRuns: 10 })
      .concat(fc.sample(randomRealm({ fewest: 4, shops: 10 }), { seed: 4, numRuns: 10 }));
    const all = realms.map(errors);
    for (const one of all) expect(mean(one)).toBeLessThan(0.1);
    const makers = all.flat();
    expect(mean(makers)).toBeLessThan(0.01);
    expect(makers.filter((error) => error > 0.1).length).toBeLessThan(makers.length * 0.02);
  });
});
