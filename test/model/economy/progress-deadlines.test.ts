import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { minutes, seconds } from '../../../model/duration.ts';
import { progressDeadlines } from '../../../model/economy/progress-deadlines.ts';
import { kingdom, realmOf, town } from '../../../model/realm-of.ts';
import type { Realm } from '../../../model/realm.ts';
import { buys, make, shop, type ShopDeclaration } from '../../../model/shop.ts';
import { realm as sample } from '../../../realm.ts';
import { randomRealm } from '../random-realm.ts';

const realm = (...shops: readonly ShopDeclaration[]) => realmOf('realm', kingdom('k', town('t', ...shops)));
const deadlines = (of: Realm) => Object.fromEntries([...progressDeadlines(of)].map(([key, deadline]) => [key.replace('k/', ''), deadline]));

const quarry = shop('quarry', make('stone', { amount: 1, every: minutes(10), minimum: 2 }));

describe('the progress deadlines of a realm', () => {
  it('are ten minutes where the first stock takes less', () => expect(new Set(progressDeadlines(sample).values())).toEqual(new Set([600])));

  it('give three times what the first stock takes', () => expect(deadlines(realm(quarry))).toEqual({ quarry: 3 * 3 * 600 }));

  it('wait for the suppliers first, at the rate that they make', () => {
    const mason = shop('mason', make('wall', { amount: 1, every: seconds(10), minimum: 1, from: [quarry.sells('stone', 6)] }));
    // Half an hour until the quarry has stone to sell; then two walls, an hour each.
    expect(deadlines(realm(quarry, mason))).toEqual({ quarry: 5_400, mason: 3 * (1_800 + 2 * 3_600) });
  });

  it('wait for the slowest good of a shop', () => {
    const both = shop(
      'both',
      make('sand', { amount: 1, every: seconds(1), minimum: 0 }),
      make('pearl', { amount: 1, every: minutes(30), minimum: 0 }),
    );
    expect(deadlines(realm(both))).toEqual({ both: 5_400 });
  });

  it('do not grow with those that compete for a good', () => {
    const masons = ['one', 'two', 'three'].map((name) =>
      shop(name, make('wall', { amount: 1, every: seconds(10), minimum: 1, from: [quarry.sells('stone', 6)] })),
    );
    expect(deadlines(realm(quarry, ...masons))).toEqual({ quarry: 5_400, one: 27_000, two: 27_000, three: 27_000 });
  });

  it('are ten minutes for what never starts: that it never gets ready is said elsewhere', () => {
    const hen = shop('hen', make('egg', { amount: 1, every: minutes(60), minimum: 1, from: [buys('chick', 1, 'brooder')] }));
    const brooder = shop('brooder', make('chick', { amount: 1, every: minutes(60), minimum: 1, from: [buys('egg', 1, 'hen')] }));
    const closed = shop('closed', { replicas: 0 }, make('nothing', { amount: 1, every: minutes(60), minimum: 1 }));
    expect(deadlines(realm(hen, brooder, closed))).toEqual({ hen: 600, brooder: 600, closed: 600 });
  });

  it('fit into what Kubernetes counts with', () =>
    expect(deadlines(realm(shop('patient', make('pearl', { amount: 1, every: minutes(60 * 24), minimum: 1_000_000 }))))).toEqual({
      patient: 2_147_483_647,
    }));

  it('stay as they are when shops are added that nobody there buys from', () => {
    fc.assert(
      fc.property(randomRealm({ shops: 10, kingdoms: ['k'], maximums: true }), fc.nat(9), (whole, kept) => {
        // Shops buy from earlier ones only, so that the first few are a realm of their own.
        const [k] = whole.kingdoms;
        const shops = k?.towns[0]?.shops.slice(0, kept + 1) ?? [];
        const part: Realm = { name: whole.name, kingdoms: [{ name: 'k', towns: [{ name: 'town', shops }] }] };
        const all = progressDeadlines(whole);
        for (const [key, deadline] of progressDeadlines(part)) expect([key, all.get(key)]).toEqual([key, deadline]);
      }),
    );
  });
});
