import type { ShopAddress } from './realm.ts';

/** The store that a buyer in `kingdom` sends its orders to: the Service's short name at home, with its namespace abroad. */
export const storeUrl = (kingdom: string, supplier: ShopAddress): string =>
  supplier.kingdom === kingdom ? `http://${supplier.shop}` : `http://${supplier.shop}.${supplier.kingdom}`;
