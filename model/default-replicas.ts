import type { Realm, Shop, ShopSettings } from './realm.ts';

/** A realm whose shops all say how many workers they have: those that did not have what holds for all. */
export function withDefaultReplicas(realm: Realm, { replicas }: Pick<ShopSettings, 'replicas'>): Realm {
  if (replicas === undefined) return realm;
  const inFull = (shop: Shop): Shop => (shop.replicas === undefined ? { ...shop, replicas } : shop);
  return {
    ...realm,
    kingdoms: realm.kingdoms.map((kingdom) => ({
      ...kingdom,
      towns: kingdom.towns.map((town) => ({ ...town, shops: town.shops.map(inFull) })),
    })),
  };
}
