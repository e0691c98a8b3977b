import { parseDirections, type Direction } from './directions.ts';
import { addressKey, placeKey, placedShops, type Kingdom, type Mistake, type Realm, type Shop, type ShopAddress } from './realm.ts';
import { makingOf } from './shop-directions.ts';
import { storeAddress } from './store-url.ts';

/** A shop as a cluster has it. */
export interface ObservedShop {
  /** Its namespace. */
  readonly kingdom: string;
  readonly town: string;
  /** The name of its Deployment. */
  readonly shop: string;
  readonly type: string;
  /** The workers that it has. */
  readonly replicas: number;
  /** The text of `directions.json`; undefined where there is none. */
  readonly directions: string | undefined;
}

export interface ObservedRealm {
  /** What could be read. A shop whose directions could not be makes nothing and buys nothing. */
  readonly realm: Realm;
  /** What could not be read. */
  readonly unread: readonly Mistake[];
  /**
   * Purchases that lead to no shop here which makes the good. What sells it may be another program, so such a purchase counts as if
   * it were always granted: it holds nobody up, and asks nobody for more.
   */
  readonly elsewhere: readonly Mistake[];
}

/**
 * The realm that runs in a cluster, whoever rendered it. Reads what it can: a bad shop spoils no other. Who looks again and again
 * gives a `parse` that remembers.
 */
export function observedRealm(name: string, shops: readonly ObservedShop[], parse = parseDirections): ObservedRealm {
  const unread: Mistake[] = [];
  const kingdoms = new Map<string, Map<string, Map<string, Shop>>>();
  const known = new Set<string>();
  for (const observed of shops) {
    const key = addressKey(observed);
    if (known.has(key)) unread.push({ where: placeOf(observed), ...TWICE });
    else inTown(kingdoms, observed).set(observed.shop, read(observed, unread, parse));
    known.add(key);
  }
  const realm: Realm = {
    name,
    kingdoms: [...kingdoms].map(([kingdom, towns]): Kingdom => ({
      name: kingdom,
      towns: [...towns].map(([town, inIt]) => ({ name: town, shops: [...inIt.values()] })),
    })),
  };
  return { realm, unread, elsewhere: purchasesElsewhere(realm) };
}

function read(observed: ObservedShop, unread: Mistake[], parse: typeof parseDirections): Shop {
  const { kingdom, shop, type, replicas } = observed;
  return {
    name: shop,
    type,
    replicas,
    makes: directionsOf(observed, unread, parse).map((direction) => makingOf(direction, supplier(kingdom))),
  };
}

function directionsOf(observed: ObservedShop, unread: Mistake[], parse: typeof parseDirections): readonly Direction[] {
  const { shop, directions } = observed;
  if (directions === undefined) {
    const remedy = `write them to the key directions.json of the ConfigMap ${shop}-directions`;
    unread.push({ where: placeOf(observed), what: 'has no directions', remedy });
    return [];
  }
  const parsed = parse(directions);
  if (parsed.ok) return parsed.value;
  const [first = '', ...others] = parsed.problems;
  const more = others.length === 0 ? '' : `, and ${others.length} more`;
  const remedy = `mend directions.json in the ConfigMap ${shop}-directions`;
  unread.push({ where: placeOf(observed), what: `its directions cannot be read: ${first}${more}`, remedy });
  return [];
}

/** What is outside the cluster keeps its URL: no shop can be called so. */
const supplier =
  (kingdom: string) =>
  (store: string): ShopAddress =>
    storeAddress(store, kingdom) ?? { kingdom: '', shop: store };

function purchasesElsewhere(realm: Realm): readonly Mistake[] {
  const goods = new Map(placedShops(realm).map((place) => [placeKey(place), new Set(place.shop.makes.map(({ good }) => good))]));
  return placedShops(realm).flatMap(({ kingdom, town, shop }) =>
    shop.makes.flatMap(({ inputs }) =>
      inputs.flatMap(({ good, from }): readonly Mistake[] => {
        const sells = goods.get(addressKey(from));
        if (sells?.has(good) === true) return [];
        const where = placeOf({ kingdom: kingdom.name, town: town.name, shop: shop.name });
        const seller = from.kingdom === '' || from.kingdom === kingdom.name ? from.shop : `${from.shop} in ${from.kingdom}`;
        const what = `buys ${good} from ${seller}, ${sells === undefined ? 'which is no shop here' : `which does not make ${good}`}`;
        return [{ where, what, remedy: 'give the store of a shop that makes it, unless another program sells it there' }];
      }),
    ),
  );
}

const TWICE = { what: 'is there twice in its kingdom', remedy: 'give one of the two another name' };

const placeOf = ({ kingdom, town, shop }: Pick<ObservedShop, 'kingdom' | 'town' | 'shop'>): string => `${kingdom}/${town}/${shop}`;

function inTown(kingdoms: Map<string, Map<string, Map<string, Shop>>>, { kingdom, town }: ObservedShop): Map<string, Shop> {
  const towns = kingdoms.get(kingdom) ?? new Map<string, Map<string, Shop>>();
  kingdoms.set(kingdom, towns);
  const shops = towns.get(town) ?? new Map<string, Shop>();
  towns.set(town, shops);
  return shops;
}
