import { Duration } from 'cdk8s';
import { Namespace } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { KINGDOM_LABEL, REALM_LABEL } from '../model/keys.ts';
import { placeKey, type Kingdom as KingdomModel, type Realm, type ShopSettings, type Town } from '../model/realm.ts';
import { constructId } from './construct-id.ts';
import type { DashboardSettings } from './dashboard.ts';
import { DashboardAccess, dashboardPods } from './dashboard-access.ts';
import { withScraper, type NetworkSettings } from './network-settings.ts';
import { podSecurityLabels } from './restricted.ts';
import { Shop } from './shop.ts';
import { isShown } from './shown-kingdoms.ts';
import { mistakesToTell, surveyOf, type Survey } from './survey.ts';
import { TradeRoutes } from './trade-routes.ts';
import { WorkerAccess } from './worker-access.ts';

export interface KingdomProps extends KingdomSettings {
  /** The realm that the kingdom belongs to: other kingdoms may buy here. */
  readonly realm: Realm;
  readonly kingdom: KingdomModel;
  /** `surveyOf(realm, settings)`, for those who render many kingdoms. */
  readonly survey?: Survey;
}

export interface KingdomSettings {
  /** What holds for every shop that does not say otherwise. */
  readonly defaults?: ShopSettings;
  /** The construct of each shop type that needs one of its own. @default Shop for all */
  readonly types?: Readonly<Record<string, typeof Shop>>;
  readonly network?: NetworkSettings;
  /** May the dashboard of the cluster read it? @default true */
  readonly dashboard?: boolean | DashboardSettings;
}

/** A namespace, what its workers may do, its shops, and the roads between them. */
export class Kingdom extends Construct {
  /** In the order of the realm; none where the realm has mistakes, which synth then reports. */
  readonly shops: readonly Shop[];

  constructor(scope: Construct, id: string, props: KingdomProps) {
    super(scope, id);
    const { realm, kingdom, defaults = {}, network = {}, dashboard, survey = surveyOf(realm, { defaults, network, dashboard }) } = props;
    this.node.addValidation({ validate: () => mistakesToTell(kingdom.name, realm, survey) });
    this.shops = [];
    if (survey.mistakes.length > 0) return; // names that clash, or that nothing can be called by: there is nothing to build
    new Namespace(this, 'namespace', {
      metadata: { name: kingdom.name, labels: { [REALM_LABEL]: realm.name, [KINGDOM_LABEL]: kingdom.name, ...podSecurityLabels } },
    });
    new WorkerAccess(this, 'workers', { realm: realm.name, kingdom: kingdom.name });
    const shown = isShown(kingdom.name, dashboard);
    if (shown === 'by its own rights') new DashboardAccess(this, 'dashboard', { realm: realm.name, kingdom: kingdom.name });
    this.shops = kingdom.towns.flatMap((town) => this.#town(town, props, survey));
    if (network.policies ?? true) {
      const shops = kingdom.towns.flatMap((town) => town.shops);
      const routes = shops.map((shop) => survey.routes.get(placeKey({ kingdom, shop }))).filter((route) => route !== undefined);
      const scraped = shown === 'not' ? network : withScraper(network, dashboardPods());
      new TradeRoutes(this, 'routes', { realm, kingdom: kingdom.name, routes, network: scraped });
    }
  }

  #town({ name, shops }: Town, { realm, kingdom, defaults = {}, types = {} }: KingdomProps, { deadlines }: Survey): readonly Shop[] {
    const town = new Construct(this, `town-${name}`);
    return shops.map((shop) => {
      const ShopOfType = (Object.hasOwn(types, shop.type) ? types[shop.type] : undefined) ?? Shop;
      const seconds = deadlines.get(placeKey({ kingdom, shop }));
      return new ShopOfType(town, constructId(shop.name), {
        realm: realm.name,
        kingdom: kingdom.name,
        town: name,
        shop,
        defaults,
        ...(seconds === undefined ? {} : { progressDeadline: Duration.seconds(seconds) }),
      });
    });
  }
}
