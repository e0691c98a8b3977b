import { seconds } from '../model/duration.ts';
import { kingdom, realmOf, town, type KingdomDeclaration } from '../model/realm-of.ts';
import type { Realm } from '../model/realm.ts';
import { make, shop } from '../model/shop.ts';

/** So many kingdoms, each like the sample's. */
export const manyKingdoms = (count: number): Realm =>
  realmOf('many', ...Array.from({ length: count }, (_, index) => sampleKingdom(`kingdom-${index}`)));

function sampleKingdom(name: string): KingdomDeclaration {
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
  return kingdom(name, town('simple-town', woodworker, stoneworker, ironworker, craftsman));
}
