import { show } from '../checks/limits.ts';
import type { Problem } from '../checks/problem.ts';
import type { ShopAddress } from '../realm.ts';
import { storeAddress } from '../store-url.ts';
import type { Values } from './values-shape.ts';

/** How the shops of a `values.yaml`, which have types and no names, are called and found. */
export interface Stores {
  nameOf(type: string, kingdom: string, town: string): string;
  /** The shop that a direction means by a store's URL, said in a town. */
  find(store: string, kingdom: string, town: string): { readonly address: ShopAddress } | { readonly problem: Problem };
}

export function storesOf(values: Values): Stores {
  /** Where the shops of each type stand, by kingdom. */
  const towns = new Map<string, Map<string, string[]>>();
  for (const kingdom of values.kingdoms) {
    const byType = towns.get(kingdom.name) ?? new Map<string, string[]>();
    towns.set(kingdom.name, byType);
    for (const town of kingdom.towns) for (const { type } of town.shops) byType.set(type, [...(byType.get(type) ?? []), town.name]);
  }
  const placesOf = (type: string, kingdom: string): readonly string[] => towns.get(kingdom)?.get(type) ?? [];
  const nameOf = (type: string, kingdom: string, town: string): string => (placesOf(type, kingdom).length > 1 ? `${type}-${town}` : type);

  function find(store: string, buyerKingdom: string, buyerTown: string): ReturnType<Stores['find']> {
    const address = storeAddress(store, buyerKingdom);
    if (address === undefined)
      return {
        problem: { what: `is ${show(store)}`, remedy: 'give http://<shop>, or http://<shop>.<kingdom> for a shop of another kingdom' },
      };
    const { shop: called, kingdom } = address;
    const places = placesOf(called, kingdom);
    const near = kingdom === buyerKingdom && places.includes(buyerTown);
    const [town] = near ? [buyerTown] : places;
    // No type is called so: it may be the name of a shop, and if it is not, the checks of the realm say who sells the good.
    if (town === undefined) return { address };
    if (places.length > 1 && !near) {
      const names = [...new Set(places)].map(
        (place) => `http://${nameOf(called, kingdom, place)}${kingdom === buyerKingdom ? '' : `.${kingdom}`}`,
      );
      return {
        problem: {
          what: `is "${store}", and ${kingdom} has ${places.length} shops of that type`,
          remedy: `say which one: ${names.join(' or ')}`,
        },
      };
    }
    return { address: { kingdom, shop: nameOf(called, kingdom, town) } };
  }
  return { nameOf, find };
}
