import type { ShopAddress } from './realm.ts';

/** The store that a buyer in `kingdom` sends its orders to: the Service's short name at home, with its namespace abroad. */
export const storeUrl = (kingdom: string, supplier: ShopAddress): string =>
  supplier.kingdom === kingdom ? `http://${supplier.shop}` : `http://${supplier.shop}.${supplier.kingdom}`;

/** `http://woodworker`, `http://woodworker.kingdom-of-x`, and the longer names that Kubernetes gives the same Service. */
const STORE = /^http:\/\/([^./:]+)(?:\.([^./:]+)(?:\.svc(?:\.cluster\.local)?)?)?\/?$/;

/** The shop that a buyer in `kingdom` means by a store's URL; undefined where that is no Service of the cluster. */
export function storeAddress(store: string, kingdom: string): ShopAddress | undefined {
  const [, shop, abroad = kingdom] = STORE.exec(store) ?? [];
  return shop === undefined ? undefined : { kingdom: abroad, shop };
}
