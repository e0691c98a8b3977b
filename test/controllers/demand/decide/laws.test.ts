import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { parseDirections } from '../../../../model/directions.ts';
import { worseOff } from '../../../../model/economy/worse-off.ts';
import { addressKey } from '../../../../model/realm.ts';
import { readRange } from '../../../../model/workers-range.ts';
import { wantedWorkers, type StaffedShop } from '../../../../model/wanted-workers.ts';
import { isOurs } from '../../../../controllers/demand/seen/replicas-owner.ts';
import type { SeenShop } from '../../../../controllers/demand/seen/shop.ts';
import { randomRealm } from '../../../model/random-realm.ts';
import { pods, US, worldOf, type DemandWorld } from './world.ts';

/** What happens to a realm: time passes, people ask, somebody scales, a range is edited, the process begins anew. */
type Happening =
  | { readonly what: 'time'; readonly looks: number }
  | { readonly what: 'asked'; readonly shop: number; readonly units: number }
  | { readonly what: 'scaled'; readonly shop: number; readonly to: number }
  | { readonly what: 'range'; readonly shop: number; readonly text: string }
  | { readonly what: 'spoiled'; readonly shop: number }
  | { readonly what: 'restart' };

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ what: fc.constant('time' as const), looks: fc.integer({ min: 1, max: 90 }) }) },
  fc.record({ what: fc.constant('asked' as const), shop: fc.nat(6), units: fc.integer({ min: 0, max: 9 }) }),
  fc.record({ what: fc.constant('scaled' as const), shop: fc.nat(6), to: fc.nat(9) }),
  fc.record({ what: fc.constant('range' as const), shop: fc.nat(6), text: fc.constantFrom('1-3', '2-6', '1-9', '9-1', 'x') }),
  fc.record({ what: fc.constant('spoiled' as const), shop: fc.nat(6) }),
  fc.record({ what: fc.constant('restart' as const) }),
);

const staffed = (shop: SeenShop): StaffedShop => ({ ...shop, range: readRange(shop.rangeText ?? ''), asked: new Map() });

function play(world: DemandWorld, one: Happening, each: (before: readonly SeenShop[], after: readonly SeenShop[]) => void): void {
  const of = 'shop' in one ? (world.shops[one.shop % world.shops.length]?.shop ?? '') : '';
  switch (one.what) {
    case 'time':
      for (let looks = 0; looks < one.looks; looks += 1) {
        const before = world.shops;
        world.look();
        each(before, world.shops);
      }
      return;
    case 'asked':
      return world.change(of, { pods: pods(world.replicas(of), `good-${of.slice('shop-'.length)} ${one.units}.0`) });
    case 'scaled':
      return world.change(of, { replicas: one.to, pods: pods(one.to), owner: { manager: 'kubectl', by: 'scale' } });
    case 'range':
      return world.change(of, { rangeText: one.text, owner: US });
    case 'spoiled':
      return world.change(of, { directions: '{' });
    case 'restart':
      return world.forget();
  }
}

describe('whatever happens to a realm, demand', () => {
  it('gives no shop a number beyond its range, and leaves those alone that are somebody else’s', () =>
    fc.assert(
      fc.property(randomRealm({ shops: 6, loops: true, maximums: true }), fc.array(happening, { maxLength: 12 }), (realm, story) => {
        const world = worldOf(realm, () => ({ from: 1, to: 6 }));
        for (const one of story)
          play(world, one, (before, after) => {
            for (const [index, shop] of after.entries()) {
              const had = before[index]?.replicas ?? -1;
              if (shop.replicas === had) continue;
              const { from = Infinity, to = -Infinity } = readRange(shop.rangeText ?? '') ?? {};
              expect(shop.replicas >= from && shop.replicas <= to && had !== 0).toBe(true);
              expect(before[index]?.owner?.by === 'apply' && !isOurs(before[index].owner)).toBe(false);
            }
          });
      }),
      { numRuns: 60 },
    ));

  it('makes nobody short by taking a worker away', () =>
    fc.assert(
      fc.property(randomRealm({ shops: 6, loops: true, maximums: true }), fc.array(happening, { maxLength: 8 }), (realm, story) => {
        const world = worldOf(realm, () => ({ from: 1, to: 6 }));
        for (const one of story)
          if (one.what !== 'spoiled' && one.what !== 'range' && one.what !== 'asked')
            play(world, one, (before, after) => {
              const down = after.filter((shop, index) => shop.replicas < (before[index]?.replicas ?? 0));
              if (down.length === 0) return;
              const numbers = (shops: readonly SeenShop[]) => new Map(shops.map((shop) => [addressKey(shop), shop.replicas]));
              const { realm: observed } = wantedWorkers(before.map(staffed), parseDirections);
              const fewer = new Map([...numbers(before), ...numbers(down)]);
              expect(worseOff(observed, numbers(before), fewer)).toEqual([]);
            });
      }),
      { numRuns: 60 },
    ));
});
