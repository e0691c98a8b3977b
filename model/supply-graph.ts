import { inSeconds } from './duration.ts';
import { addressKey, placedShops, type Making, type PlacedShop, type Realm } from './realm.ts';

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

/** Who makes what out of whose goods. A purchase that leads nowhere is a mistake of the realm, and no edge. */
export function supplyGraph(realm: Realm): readonly Maker[] {
  type Draft = Maker & { readonly needs: Need[]; readonly buyers: Need[] };
  const makers: Draft[] = [];
  const sellers = new Map<string, Draft>();
  for (const place of placedShops(realm)) {
    const key = addressKey({ kingdom: place.kingdom.name, shop: place.shop.name });
    for (const making of place.shop.makes) {
      const turns = (place.shop.replicas ?? 1) / inSeconds(making.every);
      const maker: Draft = { index: makers.length, place, making, turns, full: turns * making.amount, needs: [], buyers: [] };
      makers.push(maker);
      sellers.set(`${key}/${making.good}`, maker);
    }
  }
  for (const buyer of makers)
    for (const { good, amount, from } of buyer.making.inputs) {
      const seller = sellers.get(`${addressKey(from)}/${good}`);
      if (seller === undefined) continue;
      const need: Need = { buyer, seller, amount, full: buyer.turns * amount };
      buyer.needs.push(need);
      seller.buyers.push(need);
    }
  return makers;
}

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
