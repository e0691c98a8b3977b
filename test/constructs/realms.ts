import { seconds } from '../../model/duration.ts';
import { kingdom, realmOf, town, type KingdomDeclaration } from '../../model/realm-of.ts';
import type { Realm } from '../../model/realm.ts';
import { make, shop, type ShopOptions } from '../../model/shop.ts';

/** The shops of the sample, declared once more: a shop's value can be placed only once. */
export function sampleShops() {
  const woodworker = shop('woodworker', make('wood', { amount: 10, every: seconds(5), minimum: 1 }));
  const stoneworker = shop('stoneworker', make('stone', { amount: 3, every: seconds(5), minimum: 1 }));
  const ironworker = shop(
    'ironworker',
    make('iron', { amount: 1, every: seconds(10), minimum: 1, from: [stoneworker.sells('stone', 3), woodworker.sells('wood', 10)] }),
  );
  const craftsman = shop(
    'craftsman',
    make('axe', { amount: 1, every: seconds(15), minimum: 1, from: [woodworker.sells('wood', 8), ironworker.sells('iron', 4)] }),
  );
  return { woodworker, stoneworker, ironworker, craftsman };
}

export const sampleKingdom = (name = 'kingdom-of-foobar'): KingdomDeclaration =>
  kingdom(name, town('simple-town', ...Object.values(sampleShops())));

/** So many kingdoms, each the sample's. */
export const kingdoms = (count: number): Realm =>
  realmOf('many', ...Array.from({ length: count }, (_, index) => sampleKingdom(`kingdom-${index}`)));

/** A realm of one shop, which is set as a test wants it. */
export const oneShop = (options: ShopOptions = {}): Realm =>
  realmOf(
    'small',
    kingdom(
      'kingdom-of-one',
      town('lonely-town', shop('woodworker', options, make('wood', { amount: 10, every: seconds(5), minimum: 1 }))),
    ),
  );

/** Two kingdoms, of which the south sells its wood to the north; and a stranger, who trades with nobody. */
export function twoKingdoms(): Realm {
  const { woodworker, stoneworker, ironworker } = sampleShops();
  const hermit = shop('hermit', make('poems', { amount: 1, every: seconds(60), minimum: 0 }));
  return realmOf(
    'two',
    kingdom('south', town('forest', woodworker), town('cave', hermit)),
    kingdom('north', town('mountain', stoneworker, ironworker)),
  );
}
