import { Duration } from 'cdk8s';
import { Namespace } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { KINGDOM_LABEL, REALM_LABEL } from '../model/keys.ts';
import type { Kingdom as KingdomModel, Realm, ShopSettings } from '../model/realm.ts';
import type { NetworkSettings } from './network-settings.ts';
import { podSecurityLabels } from './restricted.ts';
import { Shop } from './shop.ts';
import { routeKey, tradeRoutes, type TradeRoute } from './trade-policy.ts';
import { TradeRoutes } from './trade-routes.ts';
import { WorkerAccess } from './worker-access.ts';

export interface KingdomProps extends KingdomSettings {
  /** The realm that the kingdom belongs to: other kingdoms may buy here. */
  readonly realm: Realm;
  readonly kingdom: KingdomModel;
  /** `tradeRoutes(realm)`, for those who render many kingdoms. */
  readonly routes?: ReadonlyMap<string, TradeRoute>;
}

export interface KingdomSettings {
  /** What holds for every shop that does not say otherwise. */
  readonly defaults?: ShopSettings;
  /** The construct of each shop type that needs one of its own. @default Shop for all */
  readonly types?: Readonly<Record<string, typeof Shop>>;
  readonly network?: NetworkSettings;
}

/** A namespace, what its workers may do, its shops, and the roads between them. */
export class Kingdom extends Construct {
  readonly shops: readonly Shop[];

  constructor(scope: Construct, id: string, { realm, kingdom, routes = tradeRoutes(realm), defaults, types = {}, network = {} }: KingdomProps) {
    super(scope, id);
    new Namespace(this, 'namespace', {
      metadata: { name: kingdom.name, labels: { [REALM_LABEL]: realm.name, [KINGDOM_LABEL]: kingdom.name, ...podSecurityLabels } },
    });
    new WorkerAccess(this, 'workers', { realm: realm.name, kingdom: kingdom.name });
    this.shops = kingdom.towns.flatMap((town) => {
      const place = new Construct(this, `town-${town.name}`);
      return town.shops.map((shop) => {
        const ShopOfType = types[shop.type] ?? Shop;
        return new ShopOfType(place, shop.name, {
          realm: realm.name,
          kingdom: kingdom.name,
          town: town.name,
          shop,
          progressDeadline: Duration.seconds(600),
          ...(defaults === undefined ? {} : { defaults }),
        });
      });
    });
    if (network.policies ?? true) {
      const shops = kingdom.towns.flatMap((town) => town.shops);
      const own = shops.map((shop) => routes.get(routeKey({ kingdom: kingdom.name, shop: shop.name }))).filter((route) => route !== undefined);
      new TradeRoutes(this, 'routes', { realm, kingdom: kingdom.name, routes: own, network });
    }
  }
}
