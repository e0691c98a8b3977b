import type { Problem } from './problem.ts';
import { addressKey, placeKey, placedShops, type Input, type Realm, type Shop } from '../realm.ts';
import { NOWHERE } from '../realm-of.ts';

/** Who sells what in a realm: finds what is wrong with where a shop buys. */
export function supplierProblems(realm: Realm): (kingdom: string, shop: Shop) => Problem[] {
  const shops = new Map(placedShops(realm).map((place) => [placeKey(place), place.shop]));
  const kingdoms = new Set(realm.kingdoms.map(({ name }) => name));
  const sellers = sellersOf(realm);

  function problem(kingdom: string, buyer: Shop, { good, from }: Input): Problem | undefined {
    const supplier = shops.get(addressKey(from));
    const place = from.kingdom === kingdom ? '' : ` in ${from.kingdom}`;
    if (from.kingdom === NOWHERE) return undefined; // told where references became names
    if (from.kingdom === kingdom && from.shop === buyer.name)
      return { what: `buys ${good} from itself`, remedy: 'buy it from another shop' };
    if (supplier === undefined) {
      const missing = kingdoms.has(from.kingdom) ? 'which does not exist' : 'a kingdom that the realm does not have';
      return { what: `buys ${good} from "${from.shop}"${place}, ${missing}`, remedy: advice(sellers.get(good), kingdom) };
    }
    if (supplier.makes.some((making) => making.good === good)) return undefined;
    return {
      what: `buys ${good} from ${from.shop}${place}, which makes ${supplier.makes.map((making) => making.good).join(', ') || 'nothing'}`,
      remedy: advice(sellers.get(good), kingdom),
    };
  }

  return (kingdom, shop) => shop.makes.flatMap(({ inputs }) => inputs.flatMap((input) => problem(kingdom, shop, input) ?? []));
}

interface Seller {
  readonly kingdom: string;
  readonly shop: string;
}

function sellersOf(realm: Realm): Map<string, Seller[]> {
  const sellers = new Map<string, Seller[]>();
  for (const { kingdom, shop } of placedShops(realm))
    for (const { good } of shop.makes) {
      const known = sellers.get(good);
      if (known === undefined) sellers.set(good, [{ kingdom: kingdom.name, shop: shop.name }]);
      else known.push({ kingdom: kingdom.name, shop: shop.name });
    }
  return sellers;
}

function advice(sellers: readonly Seller[] = [], kingdom: string): string {
  const nearest = sellers.find((seller) => seller.kingdom === kingdom);
  if (nearest !== undefined) return `buy it from ${nearest.shop}`;
  const [other] = sellers;
  return other === undefined ? 'no shop of the realm makes it: add one' : `buy it from ${other.shop} in ${other.kingdom}`;
}
