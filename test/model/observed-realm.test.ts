import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { renderDirections } from '../../model/directions.ts';
import { economy } from '../../model/economy/economy.ts';
import { observedRealm, type ObservedShop } from '../../model/observed-realm.ts';
import { placedShops, type Realm } from '../../model/realm.ts';
import { shopDirections } from '../../model/shop-directions.ts';
import { realm as sample } from '../../realm.ts';
import { randomRealm } from './random-realm.ts';

/** A realm as a cluster has it. */
const observe = (realm: Realm): readonly ObservedShop[] =>
  placedShops(realm).map(({ kingdom, town, shop }) => ({
    kingdom: kingdom.name,
    town: town.name,
    shop: shop.name,
    type: shop.type,
    replicas: typeof shop.replicas === 'number' ? shop.replicas : 1,
    directions: renderDirections(shopDirections(kingdom.name, shop)),
  }));
const altered = (shops: readonly ObservedShop[], name: string, unlike: Partial<ObservedShop>) =>
  shops.map((shop) => (shop.shop === name ? { ...shop, ...unlike } : shop));
const buys = (store: string) =>
  renderDirections([{ product: 'axe', amount: 1, minimum: 1, interval: 15, productInputList: [{ product: 'iron', store, amount: 4 }] }]);

describe('a realm as a cluster has it', () => {
  it('has the economy of the realm that was rendered', () =>
    fc.assert(
      fc.property(randomRealm({ loops: true, maximums: true }), (realm) => {
        const { realm: observed, unread, elsewhere } = observedRealm('random', observe(realm));
        expect([unread, elsewhere]).toEqual([[], []]);
        const flows = ({ shops }: ReturnType<typeof economy>) => shops.map(({ makes, shop }) => [shop.name, makes.map(({ rate }) => rate)]);
        expect(flows(economy(observed))).toEqual(flows(economy(realm)));
      }),
    ));

  it('says which shop has directions that cannot be read, and reads the others', () => {
    const { realm, unread } = observedRealm('sample', altered(observe(sample), 'ironworker', { directions: '[{' }));
    expect(unread).toEqual([
      {
        where: 'kingdom-of-foobar/simple-town/ironworker',
        what: expect.stringContaining('its directions cannot be read: directions: not valid JSON'),
        remedy: 'mend directions.json in the ConfigMap ironworker-directions',
      },
    ]);
    expect(placedShops(realm).map(({ shop }) => [shop.name, shop.makes.length])).toEqual([
      ['woodworker', 1],
      ['stoneworker', 1],
      ['ironworker', 0],
      ['craftsman', 1],
    ]);
  });

  it('says which shop has no directions', () =>
    expect(observedRealm('sample', altered(observe(sample), 'ironworker', { directions: undefined })).unread).toEqual([
      {
        where: 'kingdom-of-foobar/simple-town/ironworker',
        what: 'has no directions',
        remedy: 'write them to the key directions.json of the ConfigMap ironworker-directions',
      },
    ]));

  it('has the first of two shops of a name', () =>
    expect(observedRealm('sample', [...observe(sample), ...observe(sample).slice(0, 1)]).unread).toEqual([
      {
        where: 'kingdom-of-foobar/simple-town/woodworker',
        what: 'is there twice in its kingdom',
        remedy: 'give one of the two another name',
      },
    ]));

  it.each([
    ['http://smith', 'smith, which is no shop here'],
    ['http://smith.kingdom-of-x.svc', 'smith in kingdom-of-x, which is no shop here'],
    ['http://woodworker', 'woodworker, which does not make iron'],
    ['https://iron.example.com', 'https://iron.example.com, which is no shop here'],
  ])('takes a purchase at %s for one that is always granted, and says so', (store, seller) => {
    const { realm, elsewhere, unread } = observedRealm('sample', altered(observe(sample), 'craftsman', { directions: buys(store) }));
    expect(elsewhere.map(({ what }) => what)).toEqual([`buys iron from ${seller}`]);
    expect(unread).toEqual([]);
    expect(economy(realm).goods.find(({ good }) => good === 'axe')?.made).toBeCloseTo(1 / 15);
  });

  it.each(['http://ironworker', 'http://ironworker/', 'http://ironworker.kingdom-of-foobar.svc.cluster.local'])(
    'finds a shop of its own by %s',
    (store) => expect(observedRealm('sample', altered(observe(sample), 'craftsman', { directions: buys(store) })).elsewhere).toEqual([]),
  );
});
