import { inSeconds } from '../duration.ts';
import { addressKey, placedShops, type Making, type PlacedShop, type Realm, type ShopAddress } from '../realm.ts';
import { workersRange } from '../workers-range.ts';

/** One good that a shop makes, with all its workers, as a node of the supply graph. */
export interface Maker {
  /** Its place among all makers, for tables of numbers. */
  readonly index: number;
  readonly place: PlacedShop;
  readonly making: Making;
  /** Turns a second of all its workers, if they never wait. */
  readonly turns: number;
  /** Units a second, if they never wait. */
  readonly full: number;
  readonly needs: readonly Need[];
  readonly buyers: readonly Need[];
}

/** An edge: what `buyer` uses of the good that `seller` makes. */
export interface Need {
  readonly buyer: Maker;
  readonly seller: Maker;
  /** Units that one visit of one of its workers asks for. */
  readonly amount: number;
  /** Units a second, if the buyer never waits. */
  readonly full: number;
}

/**
 * Who makes what out of whose goods, sorted by kingdom, shop and good: sums and rounds that depend on an order would
 * otherwise depend on how the realm was written down. A purchase that leads nowhere is a mistake of the realm, and no edge.
 */
export function supplyGraph(realm: Realm, workersOf: (place: PlacedShop) => number = declaredWorkers): readonly Maker[] {
  type Draft = Maker & { readonly needs: Need[]; readonly buyers: Need[] };
  const makers: Draft[] = [];
  const sellers = new Map<string, Draft>();
  const placed = placedShops(realm).flatMap((place) =>
    place.shop.makes.map((making) => ({
      key: makerKey({ kingdom: place.kingdom.name, shop: place.shop.name }, making.good),
      place,
      making,
    })),
  );
  for (const { key, place, making } of placed.sort((a, b) => compare(a.key, b.key))) {
    const turns = workersOf(place) / inSeconds(making.every);
    const maker: Draft = { index: makers.length, place, making, turns, full: turns * making.amount, needs: [], buyers: [] };
    makers.push(maker);
    sellers.set(key, maker);
  }
  for (const buyer of makers)
    for (const { good, amount, from } of buyer.making.inputs.toSorted((a, b) =>
      compare(makerKey(a.from, a.good), makerKey(b.from, b.good)),
    )) {
      const seller = sellers.get(makerKey(from, good));
      if (seller === undefined) continue;
      const need: Need = { buyer, seller, amount, full: buyer.turns * amount };
      buyer.needs.push(need);
      seller.buyers.push(need);
    }
  return makers;
}

/** Those that a shop always has: what demand may add is not counted on. */
export const declaredWorkers = ({ shop }: Pick<PlacedShop, 'shop'>): number => workersRange(shop.replicas).from;

/** A good of a shop, by name. */
export const makerKey = (address: ShopAddress, good: string): string => `${addressKey(address)}/${good}`;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The parts of the graph that share no edge: what happens in one leaves the others alone. Each keeps the given order. */
export function separateMarkets(makers: readonly Maker[]): readonly (readonly Maker[])[] {
  const market = new Map<Maker, number>();
  let count = 0;
  for (const first of makers) {
    if (market.has(first)) continue;
    const reached = [first];
    market.set(first, count);
    for (let maker = reached.pop(); maker !== undefined; maker = reached.pop())
      for (const next of [...maker.needs.map(({ seller }) => seller), ...maker.buyers.map(({ buyer }) => buyer)]) {
        if (market.has(next)) continue;
        market.set(next, count);
        reached.push(next);
      }
    count += 1;
  }
  const markets: Maker[][] = Array.from({ length: count }, () => []);
  for (const maker of makers) markets[market.get(maker) ?? 0]?.push(maker);
  return markets;
}
