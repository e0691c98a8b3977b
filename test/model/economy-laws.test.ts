import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { milliseconds } from '../../model/duration.ts';
import { economy, type MakingFlow } from '../../model/economy/economy.ts';
import { addressKey, type Realm, type Shop } from '../../model/realm.ts';
import { realmProblems } from '../../model/checks/realm-problems.ts';
import { randomRealm } from './random-realm.ts';

const LITTLE = 1e-6;
const flowsOf = (realm: Realm): ReadonlyMap<string, MakingFlow> =>
  new Map(economy(realm).shops.flatMap(({ makes }) => makes.map((making) => [`${addressKey(making.seller)}/${making.good}`, making])));
const withShops = (realm: Realm, change: (shop: Shop) => Shop): Realm => ({
  ...realm,
  kingdoms: realm.kingdoms.map((kingdom) => ({
    ...kingdom,
    towns: kingdom.towns.map((town) => ({ ...town, shops: town.shops.map(change) })),
  })),
});
/** What is left of each good in each shop, a second. */
function leftovers(flows: ReadonlyMap<string, MakingFlow>): ReadonlyMap<string, number> {
  const left = new Map([...flows].map(([key, { rate }]) => [key, rate]));
  for (const { inputs } of flows.values())
    for (const { from, good, used } of inputs) {
      const key = `${addressKey(from)}/${good}`;
      left.set(key, (left.get(key) ?? 0) - used);
    }
  return left;
}
const all = randomRealm({ loops: true, maximums: true });

describe('random realms', () => {
  it('have no mistakes', () => fc.assert(fc.property(all, (realm) => expect(realmProblems(realm)).toEqual([]))));
});

describe('an economy', () => {
  it('uses no good faster than it is made, and makes none faster than it can', () =>
    fc.assert(
      fc.property(all, (realm) => {
        const flows = flowsOf(realm);
        expect([...flows.values()].filter(({ rate, full }) => !(rate >= 0 && rate <= full))).toEqual([]);
        expect([...leftovers(flows)].filter(([key, left]) => !(left >= -LITTLE * (flows.get(key)?.full ?? 0)))).toEqual([]);
      }),
      { numRuns: 300 },
    ));

  it.each([
    ['', randomRealm({ loops: true })],
    [', its store is full or a shelf is too small', all],
    [', however large the realm', randomRealm({ shops: 40, fewest: 20 })],
  ])('keeps a shop at full speed, unless one of its inputs is used up%s', (_, realms) =>
    fc.assert(
      fc.property(realms, (realm) => {
        const flows = flowsOf(realm);
        const left = leftovers(flows);
        const plenty = ({ inputs }: MakingFlow) =>
          inputs.every(
            ({ from, good }) =>
              (left.get(`${addressKey(from)}/${good}`) ?? 0) > LITTLE * (flows.get(`${addressKey(from)}/${good}`)?.full ?? 0),
          );
        const free = ({ limit }: MakingFlow) => limit.by === 'interval' || (limit.by === 'input' && limit.shelf === undefined);
        for (const flow of flows.values())
          if (free(flow) && plenty(flow)) expect(flow.full - flow.rate).toBeLessThanOrEqual(LITTLE * flow.full);
      }),
      { numRuns: 100 },
    ),
  );

  it('runs k times as fast if every turn comes k times as often', () =>
    fc.assert(
      fc.property(all, fc.constantFrom(2, 5, 10), (realm, k) => {
        const faster = flowsOf(
          withShops(realm, (shop) => ({
            ...shop,
            makes: shop.makes.map((making) => Object.assign({}, making, { every: milliseconds(making.every.milliseconds / k) })),
          })),
        );
        for (const [key, { rate, full, firstStockSeconds }] of flowsOf(realm)) {
          expect(Math.abs((faster.get(key)?.rate ?? NaN) - k * rate)).toBeLessThanOrEqual(LITTLE * k * full);
          if (Number.isFinite(firstStockSeconds)) expect((faster.get(key)?.firstStockSeconds ?? NaN) * k).toBeCloseTo(firstStockSeconds, 3);
        }
      }),
      { numRuns: 200 },
    ));

  it('does not depend on the order of declaration', () =>
    fc.assert(
      fc.property(randomRealm({ loops: true }), (realm) => {
        const turned = withShops(realm, (shop) => ({
          ...shop,
          makes: shop.makes.map((making) => Object.assign({}, making, { inputs: making.inputs.toReversed() })).toReversed(),
        }));
        const backwards = flowsOf({
          ...turned,
          kingdoms: turned.kingdoms
            .map((kingdom) =>
              Object.assign({}, kingdom, {
                towns: kingdom.towns.map((town) => Object.assign({}, town, { shops: town.shops.toReversed() })),
              }),
            )
            .toReversed(),
        });
        for (const [key, { rate, full, limit }] of flowsOf(realm)) {
          expect(Math.abs((backwards.get(key)?.rate ?? NaN) - rate)).toBeLessThanOrEqual(LITTLE * full);
          expect(backwards.get(key)?.limit.by).toBe(limit.by);
        }
      }),
      { numRuns: 300 },
    ));

  it('of one kingdom is the same, to the last digit, whatever goes on in kingdoms that it does not trade with', () =>
    fc.assert(
      fc.property(randomRealm({ loops: true, maximums: true, kingdoms: ['a'] }), randomRealm({ kingdoms: ['b'] }), (one, other) => {
        const both = flowsOf({ ...one, kingdoms: [...other.kingdoms, ...one.kingdoms] });
        for (const [key, flow] of flowsOf(one)) expect(both.get(key)).toEqual(flow);
      }),
      { numRuns: 100 },
    ));

  it('loses no unit between its goods and its shops', () =>
    fc.assert(
      fc.property(all, (realm) => {
        const { goods, shops } = economy(realm);
        const makes = shops.flatMap((shop) => shop.makes);
        for (const { good, made, used } of goods) {
          expect(made).toBeCloseTo(
            makes.filter((making) => making.good === good).reduce((sum, { rate }) => sum + rate, 0),
            9,
          );
          expect(used).toBeCloseTo(
            makes
              .flatMap(({ inputs }) => inputs)
              .filter((input) => input.good === good)
              .reduce((sum, input) => sum + input.used, 0),
            9,
          );
        }
      }),
      { numRuns: 50 },
    ));
});
