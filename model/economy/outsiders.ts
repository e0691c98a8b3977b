import { milliseconds } from '../duration.ts';
import type { Kingdom, PlacedShop, Realm, Shop, ShopAddress } from '../realm.ts';

/** What people and programs outside the realm would buy of a shop, in units a second. */
export interface Asked {
  readonly shop: ShopAddress;
  readonly good: string;
  readonly perSecond: number;
}

/** No kingdom of a realm can have this name. */
const ABROAD = '';

/** Does it stand for outsiders? */
export const isOutsider = ({ kingdom }: Pick<PlacedShop, 'kingdom'>): boolean => kingdom.name === ABROAD;

/** The realm, with a buyer for everything that outsiders ask for: one unit at a time, as often as they ask. */
export function withOutsiders(realm: Realm, asked: readonly Asked[]): Realm {
  const buyers = asked
    .filter(({ perSecond }) => perSecond > 0)
    .map(({ shop, good, perSecond }, index): Shop => {
      const making = {
        good: 'content',
        amount: 1,
        every: milliseconds(1_000 / perSecond),
        minimum: 0,
        inputs: [{ good, amount: 1, from: shop }],
      };
      return { name: `outsider-${index}`, type: 'outsider', makes: [making] };
    });
  if (buyers.length === 0) return realm;
  const abroad: Kingdom = { name: ABROAD, towns: [{ name: ABROAD, shops: buyers }] };
  return { ...realm, kingdoms: [...realm.kingdoms, abroad] };
}
