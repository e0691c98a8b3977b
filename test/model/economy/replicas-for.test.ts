import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { seconds } from '../../../model/duration.ts';
import { economy, type MakingFlow } from '../../../model/economy/economy.ts';
import { withOutsiders, type Asked } from '../../../model/economy/outsiders.ts';
import type { WorkerCounts } from '../../../model/economy/market.ts';
import { replicasFor } from '../../../model/economy/replicas-for.ts';
import { declaredWorkers } from '../../../model/economy/supply-graph.ts';
import type { WorkersRange } from '../../../model/workers-range.ts';
import { addressKey, placedShops, type PlacedShop, type Realm } from '../../../model/realm.ts';
import { kingdom as kingdomOf, realmOf, town as townOf } from '../../../model/realm-of.ts';
import { make, shop as shopOf } from '../../../model/shop.ts';
import { realm as sample } from '../../../realm.ts';
import { partOf } from '../../fuzz/runs.ts';
import { randomRealm } from '../random-realm.ts';

const MANY = 1e12;
const LITTLE = 1e-5;
const keyOf = ({ kingdom, shop }: PlacedShop): string => addressKey({ kingdom: kingdom.name, shop: shop.name });
const unlimited = ({ shop }: PlacedShop): WorkersRange => ({ from: declaredWorkers({ shop }), to: MANY });

/** The realm with so many workers, and outsiders that buy. */
function staffed(realm: Realm, workers: WorkerCounts, asked: readonly Asked[] = []): Realm {
  return withOutsiders(
    {
      ...realm,
      kingdoms: realm.kingdoms.map((kingdom) => ({
        ...kingdom,
        towns: kingdom.towns.map((town) => ({
          ...town,
          shops: town.shops.map((shop) => ({
            ...shop,
            replicas: workers.get(addressKey({ kingdom: kingdom.name, shop: shop.name })) ?? 1,
          })),
        })),
      })),
    },
    asked,
  );
}
const flowsOf = (realm: Realm): readonly MakingFlow[] => economy(realm).shops.flatMap(({ makes }) => makes);
/** Who is short of what, by more than what rounding to whole workers leaves. */
const shortages = (realm: Realm): readonly string[] =>
  flowsOf(realm).flatMap(({ limit, seller }) =>
    limit.by === 'input' && limit.shelf === undefined && limit.short > limit.input.demand * LITTLE
      ? [`${addressKey(seller)} is short of ${limit.input.good} from ${addressKey(limit.input.from)}`]
      : [],
  );
/** What each buyer uses of each good, in units a second. */
const usage = (realm: Realm): ReadonlyMap<string, number> =>
  new Map(
    flowsOf(realm).flatMap(({ seller, good, inputs }) =>
      inputs.map((input) => [`${addressKey(seller)}/${good} of ${input.good} from ${addressKey(input.from)}`, input.used]),
    ),
  );

/** Ranges by a shop's place in the realm, so that they are the same in whatever order the realm is written down. */
const ranges = fc.array(fc.record({ more: fc.nat(6), fixed: fc.boolean() }), { minLength: 12, maxLength: 12 });
type Drawn = readonly { readonly more: number; readonly fixed: boolean }[];
const rangeBy =
  (drawn: Drawn) =>
  ({ shop }: PlacedShop): WorkersRange => {
    const from = declaredWorkers({ shop });
    const { more = 0, fixed = true } = drawn[Number(shop.name.slice('shop-'.length)) % drawn.length] ?? {};
    return { from, to: fixed || from === 0 ? from : from + more };
  };
const outsiders = fc.array(fc.record({ shop: fc.nat(11), perSecond: fc.integer({ min: 1, max: 160 }).map((eighths) => eighths / 8) }), {
  maxLength: 3,
});
const askedOf = (realm: Realm, drawn: readonly { readonly shop: number; readonly perSecond: number }[]): readonly Asked[] =>
  drawn.flatMap(({ shop, perSecond }) => {
    const places = placedShops(realm);
    const place = places[shop % places.length];
    const [making] = place?.shop.makes ?? [];
    return place === undefined || making === undefined
      ? []
      : [{ shop: { kingdom: place.kingdom.name, shop: place.shop.name }, good: making.good, perSecond }];
  });
const runs = { numRuns: partOf(300) };

describe('the workers of the sample', () => {
  it('are three ironworkers, two woodworkers and two stoneworkers, with which everybody works at full speed', () => {
    const workers = replicasFor(sample, unlimited);
    expect(Object.fromEntries(workers)).toEqual({
      'kingdom-of-foobar/woodworker': 2,
      'kingdom-of-foobar/stoneworker': 2,
      'kingdom-of-foobar/ironworker': 3,
      'kingdom-of-foobar/craftsman': 1,
    });
    expect(flowsOf(staffed(sample, workers)).map(({ limit }) => limit.by)).toEqual(['interval', 'interval', 'interval', 'interval']);
  });
});

describe('where a supplier is at its most', () => {
  const everySecond = { amount: 1, every: seconds(1), minimum: 0 };
  const water = shopOf('well', make('water', everySecond));
  const hops = shopOf('hop-field', make('hops', everySecond));
  const grain = shopOf('grain-field', make('grain', everySecond));
  const beer = shopOf('brewery', { replicas: 2 }, make('beer', { ...everySecond, from: [water.sells('water', 1), hops.sells('hops', 1)] }));
  const bread = shopOf('bakery', make('bread', { ...everySecond, from: [grain.sells('grain', 1), beer.sells('beer', 4)] }));
  const village = realmOf('village', kingdomOf('k', townOf('t', water, hops, grain, beer, bread)));
  const upTo = (most: Readonly<Record<string, number>>) =>
    Object.fromEntries(
      [...replicasFor(village, (place) => ({ from: declaredWorkers(place), to: most[place.shop.name] ?? declaredWorkers(place) }))].map(
        ([key, count]) => [key.slice('k/'.length), count],
      ),
    );

  it('its buyers get no workers that would wait, nor do the others that these would buy from', () =>
    expect(upTo({ brewery: 9, 'hop-field': 9, 'grain-field': 9 })).toEqual({
      well: 1,
      'hop-field': 1,
      'grain-field': 1,
      brewery: 2,
      bakery: 1,
    }));
  it('all of the chain grows as soon as it may', () =>
    expect(upTo({ well: 9, brewery: 9, 'hop-field': 9, 'grain-field': 9 })).toEqual({
      well: 4,
      'hop-field': 4,
      'grain-field': 1,
      brewery: 4,
      bakery: 1,
    }));
});

describe('the workers for a demand', () => {
  it('are not one more for how an outsider is counted', () => {
    const everySecond = { amount: 1, every: seconds(1), minimum: 0 };
    const field = shopOf('field', make('corn', everySecond));
    const mill = shopOf('mill', make('flour', { ...everySecond, from: [field.sells('corn', 5)] }));
    const realm = realmOf('valley', kingdomOf('k', townOf('t', field, mill)));
    const asked = [
      { shop: { kingdom: 'k', shop: 'field' }, good: 'corn', perSecond: 3 },
      { shop: { kingdom: 'k', shop: 'mill' }, good: 'flour', perSecond: 6.125 },
    ];
    expect(Object.fromEntries(replicasFor(realm, unlimited, asked))).toEqual({ 'k/field': 38, 'k/mill': 7 });
  });

  it('leave nobody short of a good, where any number may be had', () =>
    fc.assert(
      fc.property(randomRealm(), outsiders, (realm, drawn) => {
        const asked = askedOf(realm, drawn);
        const workers = replicasFor(realm, unlimited, asked);
        expect(shortages(staffed(realm, workers, asked))).toEqual([]);
      }),
      runs,
    ));

  it('are in their ranges, whatever is asked', () =>
    fc.assert(
      fc.property(randomRealm({ loops: true, maximums: true }), ranges, outsiders, (realm, drawn, asking) => {
        const workers = replicasFor(realm, rangeBy(drawn), askedOf(realm, asking));
        for (const place of placedShops(realm)) {
          const { from, to } = rangeBy(drawn)(place);
          const count = workers.get(keyOf(place)) ?? -1;
          expect(count >= from && count <= to).toBe(true);
        }
      }),
      runs,
    ));

  it.each([
    ['any number may be had', fc.constant<Drawn | undefined>(undefined)],
    ['some shops are at their most', ranges],
  ])('hold none that could go unnoticed, where %s', (_, drawing) =>
    fc.assert(
      fc.property(randomRealm({ shops: 8 }), drawing, outsiders, (realm, drawn, asking) => {
        const rangeOf = drawn === undefined ? unlimited : rangeBy(drawn);
        const asked = askedOf(realm, asking);
        const workers = replicasFor(realm, rangeOf, asked);
        const before = usage(staffed(realm, workers, asked));
        for (const place of placedShops(realm)) {
          const key = keyOf(place);
          const count = workers.get(key) ?? 1;
          if (count <= rangeOf(place).from) continue;
          const after = usage(staffed(realm, new Map(workers).set(key, count - 1), asked));
          expect({ key, noticed: [...before].some(([of, units]) => (after.get(of) ?? 0) < units * (1 - LITTLE / 100)) }).toEqual({
            key,
            noticed: true,
          });
        }
      }),
      runs,
    ),
  );

  it('hold none that would only wait for a supplier at its most', () =>
    fc.assert(
      fc.property(randomRealm({ loops: true, maximums: true }), ranges, outsiders, (realm, drawn, asking) => {
        const asked = askedOf(realm, asking);
        const workers = replicasFor(realm, rangeBy(drawn), asked);
        for (const { makes, ...place } of economy(staffed(realm, workers, asked)).shops) {
          const count = workers.get(keyOf(place));
          if (count === undefined || count <= rangeBy(drawn)(place).from) continue;
          expect(makes.some(({ rate, full }) => rate > (full / count) * (count - 1) * (1 - LITTLE))).toBe(true);
        }
      }),
      runs,
    ));

  it('are never fewer when more is asked', () =>
    fc.assert(
      fc.property(randomRealm(), outsiders, outsiders, (realm, some, more) => {
        const few = replicasFor(realm, unlimited, askedOf(realm, some));
        const many = replicasFor(realm, unlimited, askedOf(realm, [...some, ...more]));
        for (const [key, count] of few) expect(many.get(key)).toBeGreaterThanOrEqual(count);
      }),
      runs,
    ));

  it('do not depend on the order in which a realm is written down, nor on kingdoms that trade with nobody', () =>
    fc.assert(
      fc.property(randomRealm({ loops: true, maximums: true }), randomRealm({ kingdoms: ['c'] }), ranges, (realm, other, drawn) => {
        const backwards: Realm = {
          ...realm,
          kingdoms: [...other.kingdoms, ...realm.kingdoms]
            .toReversed()
            .map((kingdom) => ({ ...kingdom, towns: kingdom.towns.map((town) => ({ ...town, shops: town.shops.toReversed() })) })),
        };
        const together = replicasFor(backwards, rangeBy(drawn));
        for (const [key, count] of replicasFor(realm, rangeBy(drawn))) expect({ key, count: together.get(key) }).toEqual({ key, count });
      }),
      runs,
    ));
});
