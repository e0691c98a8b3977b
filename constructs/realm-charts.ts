import { Chart, type App } from 'cdk8s';
import { placedShops, type Realm } from '../model/realm.ts';
import { isLeftToDemand, workersRange } from '../model/workers-range.ts';
import { shopSettings } from './shop-settings.ts';
import { SYSTEM_NAMESPACE } from '../model/names.ts';
import { CivSystem, type CivSystemProps } from './civ-system.ts';
import { constructId } from './construct-id.ts';
import { Kingdom, type KingdomSettings } from './kingdom.ts';
import { mistakeLine, surveyOf, type Survey } from './survey.ts';

export interface RealmSettings extends KingdomSettings {
  /** Render what a cluster needs once: off where another realm of the cluster brings it, a value to set it up. @default true */
  readonly system?: boolean | NonNullable<CivSystemProps['settings']>;
  /** Publish changes of the cluster's objects to a bus, by a controller beside the others. @default no */
  readonly events?: CivSystemProps['events'];
}

/** A realm, and all that its manifests depend on. */
export interface SurveyedRealm {
  readonly realm: Realm;
  readonly settings: RealmSettings;
  readonly survey: Survey;
}

/**
 * A chart a kingdom, and one for what the cluster needs once; none for a realm with mistakes, which synth then reports.
 * Charts never depend on one another: cdk8s' cost for that is exponential.
 */
export function realmCharts(app: App, realm: Realm, settings: RealmSettings = {}, survey = surveyOf(realm, settings)): readonly Chart[] {
  if (survey.mistakes.length > 0) {
    app.node.addValidation({ validate: () => survey.mistakes.map(mistakeLine) });
    return [];
  }
  return kingdomCharts(app, { realm, settings, survey }, realm.kingdoms);
}

/** The same for some kingdoms of a realm that has no mistakes. */
export function kingdomCharts(app: App, { realm, settings, survey }: SurveyedRealm, kingdoms: Realm['kingdoms']): readonly Chart[] {
  const { system = true, network = {}, events, dashboard, ...others } = settings;
  const chart = (name: string) => new Chart(app, constructId(name), { disableResourceNameHashes: true });
  const once = system === false ? [] : [chart(SYSTEM_NAMESPACE)];
  for (const scope of once)
    new CivSystem(scope, 'system', {
      settings: typeof system === 'boolean' ? {} : system,
      network,
      events,
      dashboard,
      demand: placedShops(realm).some(({ shop }) => isLeftToDemand(workersRange(shopSettings(others.defaults ?? {}, shop).replicas))),
    });
  const charts = kingdoms.map((kingdom) => {
    const scope = chart(kingdom.name);
    new Kingdom(scope, 'kingdom', { realm, kingdom, network, dashboard, survey, ...others });
    return scope;
  });
  return [...once, ...charts];
}
