import type { Input, Kingdom, Making, Mistake, Realm, Shop } from './realm.ts';
import type { MakingDeclaration, Purchase, ShopDeclaration } from './shop.ts';

export interface TownDeclaration {
  readonly name: string;
  readonly shops: readonly ShopDeclaration[];
}
export interface KingdomDeclaration {
  readonly name: string;
  readonly towns: readonly TownDeclaration[];
}

export const town = (name: string, ...shops: readonly ShopDeclaration[]): TownDeclaration => ({ name, shops });
export const kingdom = (name: string, ...towns: readonly TownDeclaration[]): KingdomDeclaration => ({ name, towns });

/** Turns declarations into plain data: every reference to a shop becomes the name and the kingdom of where it was placed. */
export function realmOf(name: string, ...kingdoms: readonly KingdomDeclaration[]): Realm {
  const places = placesOf(kingdoms);
  const misplaced = [...places].flatMap(([{ name: shopName }, at]) => placedAbroad(shopName, at));
  const plain = kingdoms.map((declared): Kingdom => ({
    name: declared.name,
    towns: declared.towns.map((declaredTown) => ({
      name: declaredTown.name,
      shops: declaredTown.shops.map((declaredShop) => {
        const where = `${declared.name}/${declaredTown.name}/${declaredShop.name}`;
        const input = (purchase: Purchase): Input => {
          const { from } = purchase;
          if ('name' in from)
            return { good: purchase.good, amount: purchase.amount, from: { kingdom: from.kingdom ?? declared.name, shop: from.name } };
          const [place] = places.get(from.declaration) ?? [];
          if (place === undefined) misplaced.push(placedNowhere(where, purchase.good, from.declaration.name));
          return {
            good: purchase.good,
            amount: purchase.amount,
            from: { kingdom: place?.kingdom ?? NOWHERE, shop: from.declaration.name },
          };
        };
        return plainShop(declaredShop, input);
      }),
    })),
  }));
  return misplaced.length === 0 ? { name, kingdoms: plain } : { name, kingdoms: plain, misplaced };
}

/** The kingdom of a shop that was placed in none; no kingdom can have this name. */
export const NOWHERE = '';

interface Place {
  readonly kingdom: string;
  readonly town: string;
}

function placesOf(kingdoms: readonly KingdomDeclaration[]): Map<ShopDeclaration, Place[]> {
  const places = new Map<ShopDeclaration, Place[]>();
  for (const { name, towns } of kingdoms)
    for (const { name: townName, shops } of towns)
      for (const declared of shops) places.set(declared, [...(places.get(declared) ?? []), { kingdom: name, town: townName }]);
  return places;
}

function plainShop({ name, options, makes }: ShopDeclaration, input: (purchase: Purchase) => Input): Shop {
  const making = ({ good, amount, every, minimum, maximum, from = [] }: MakingDeclaration): Making => ({
    good,
    amount,
    every,
    minimum,
    ...(maximum === undefined ? {} : { maximum }),
    inputs: from.map(input),
  });
  return { ...options, name, type: options.type ?? name, makes: makes.map(making) };
}

/** In several kingdoms at once. Twice in one is told by the names: two shops there are called the same. */
function placedAbroad(shopName: string, at: readonly Place[]): readonly Mistake[] {
  if (new Set(at.map((place) => place.kingdom)).size < 2) return [];
  return [
    {
      where: at.map((place) => `${place.kingdom}/${place.town}`).join(' and '),
      what: `shop "${shopName}" is placed ${at.length === 2 ? 'twice' : `${at.length} times`}`,
      remedy: 'declare a shop for each place, so that a purchase knows which of them is meant',
    },
  ];
}

const placedNowhere = (where: string, good: string, supplier: string): Mistake => ({
  where,
  what: `buys ${good} from shop "${supplier}", which is in no town`,
  remedy: `place "${supplier}" in a town, or buy from a shop that is in one`,
});
