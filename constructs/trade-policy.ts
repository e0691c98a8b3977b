import { addressKey, placeKey, placedShops, type PlacedShop, type Realm } from '../model/realm.ts';
import { SHOP_LABEL, TOWN_LABEL } from '../model/keys.ts';
import { WORKER_PORT } from './ports.ts';
import { tcp, type NetworkPolicySpec, type Peer } from './network-policy.ts';
import { apiServerEgress, dnsEgress, namespaced, scrapersOf, type NetworkSettings } from './network-settings.ts';

/** Who buys from whom: for each shop, its buyers and its suppliers, in the order of the realm. */
export interface TradeRoute {
  readonly shop: PlacedShop;
  readonly buyers: readonly PlacedShop[];
  readonly suppliers: readonly PlacedShop[];
}

/** The routes of a realm by kingdom and shop (`addressKey`); one walk over its trades. */
export function tradeRoutes(realm: Realm): ReadonlyMap<string, TradeRoute> {
  const shops = placedShops(realm);
  const byAddress = new Map(shops.map((placed) => [placeKey(placed), placed]));
  const buyers = new Map<PlacedShop, Set<PlacedShop>>();
  const suppliersOf = (placed: PlacedShop) =>
    new Set(
      placed.shop.makes.flatMap((making) =>
        making.inputs.map(({ from }) => byAddress.get(addressKey(from))).filter((found) => found !== undefined),
      ),
    );
  const suppliers = new Map(shops.map((placed) => [placed, suppliersOf(placed)]));
  for (const [buyer, from] of suppliers) for (const supplier of from) buyers.set(supplier, (buyers.get(supplier) ?? new Set()).add(buyer));
  return new Map(
    shops.map((shop) => [placeKey(shop), { shop, buyers: [...(buyers.get(shop) ?? [])], suppliers: [...(suppliers.get(shop) ?? [])] }]),
  );
}

/**
 * In: those that buy here, other workers of the shop, which leave each other their stock, and those that scrape. Out: DNS, the
 * suppliers, other workers of the shop, the API server (for the sign).
 */
export function tradePolicy({ shop, buyers, suppliers }: TradeRoute, network: NetworkSettings): NetworkPolicySpec {
  const peer = (other: PlacedShop): Peer => ({
    ...(other.kingdom.name === shop.kingdom.name ? {} : { namespaceSelector: namespaced(other.kingdom.name) }),
    podSelector: { matchLabels: podLabels(other) },
  });
  const ports = [tcp(WORKER_PORT)];
  return {
    podSelector: { matchLabels: podLabels(shop) },
    policyTypes: ['Ingress', 'Egress'],
    ingress: [{ from: [...buyers.map(peer), peer(shop), ...scrapersOf(network)], ports }],
    egress: [dnsEgress(network), { to: [...suppliers.map(peer), peer(shop)], ports }, apiServerEgress(network)],
  };
}

const podLabels = ({ town, shop }: PlacedShop): Record<string, string> => ({ [TOWN_LABEL]: town.name, [SHOP_LABEL]: shop.name });
