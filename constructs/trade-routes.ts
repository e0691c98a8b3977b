import { constructId } from './construct-id.ts';
import { Construct } from 'constructs';
import { REALM_LABEL, SHOP_LABEL, TOWN_LABEL } from '../model/keys.ts';
import type { Realm } from '../model/realm.ts';
import { denyAll, NetworkPolicy } from './network-policy.ts';
import type { NetworkSettings } from './network-settings.ts';
import { tradePolicy, type TradeRoute } from './trade-policy.ts';

export interface TradeRoutesProps {
  readonly realm: Pick<Realm, 'name'>;
  readonly kingdom: string;
  /** The routes of the shops of this kingdom (`tradeRoutes` of its realm). */
  readonly routes: readonly TradeRoute[];
  readonly network?: NetworkSettings;
}

/** The network policies of a kingdom: nothing flows but the trades that its shops declare, DNS, signs and scrapes. */
export class TradeRoutes extends Construct {
  constructor(scope: Construct, id: string, { realm, kingdom, routes, network = {} }: TradeRoutesProps) {
    super(scope, id);
    const metadata = (name: string, labels = {}) => ({ name, namespace: kingdom, labels: { [REALM_LABEL]: realm.name, ...labels } });
    new NetworkPolicy(this, 'default-deny', { metadata: metadata('default-deny'), spec: denyAll });
    for (const route of routes) {
      const { shop, town } = route.shop;
      new NetworkPolicy(this, constructId(shop.name), {
        metadata: metadata(`${shop.name}-trade`, { [TOWN_LABEL]: town.name, [SHOP_LABEL]: shop.name }),
        spec: tradePolicy(route, network),
      });
    }
  }
}
