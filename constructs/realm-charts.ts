import { Chart, type App } from 'cdk8s';
import type { Realm } from '../model/realm.ts';
import { CivSystem, SYSTEM_NAMESPACE, type CivSystemProps } from './civ-system.ts';
import { Kingdom, type KingdomSettings } from './kingdom.ts';
import { tradeRoutes } from './trade-policy.ts';

export interface RealmSettings extends KingdomSettings {
  /** Render what a cluster needs once: off where another realm of the cluster brings it, a value to set it up. @default true */
  readonly system?: boolean | NonNullable<CivSystemProps['settings']>;
}

/** A chart a kingdom, and one for what the cluster needs once. Charts never depend on one another: cdk8s' cost for that is exponential. */
export function realmCharts(app: App, realm: Realm, { system = true, ...settings }: RealmSettings = {}): readonly Chart[] {
  const routes = tradeRoutes(realm);
  const chart = (name: string) => new Chart(app, name, { disableResourceNameHashes: true });
  const charts = realm.kingdoms.map((kingdom) => {
    const own = chart(kingdom.name);
    new Kingdom(own, 'kingdom', { realm, kingdom, routes, ...settings });
    return own;
  });
  if (system === false) return charts;
  const once = chart(SYSTEM_NAMESPACE);
  new CivSystem(once, 'system', { settings: system === true ? {} : system, ...(settings.network === undefined ? {} : { network: settings.network }) });
  return [once, ...charts];
}
