import { sentence, type Problem } from '../model/checks/problem.ts';
import { progressDeadlines } from '../model/economy/progress-deadlines.ts';
import { realmProblems } from '../model/checks/realm-problems.ts';
import { withDefaultReplicas } from '../model/default-replicas.ts';
import { placedShops, type Mistake, type Realm, type ShopSettings } from '../model/realm.ts';
import { settingsProblems } from '../model/checks/settings-problems.ts';
import { controllerProblems } from './controller.ts';
import { dashboardProblems, type DashboardSettings } from './dashboard.ts';
import { networkProblems } from './network-problems.ts';
import type { NetworkSettings } from './network-settings.ts';
import { eventsProblems, type EventsSettings } from './resource-events.ts';
import { shopSettings } from './shop-settings.ts';
import { tradeRoutes, type TradeRoute } from './trade-policy.ts';

/** What is found out about a realm as a whole before any of it is rendered; one with mistakes is looked into no further. */
export interface Survey {
  /** By kingdom and shop (`addressKey`). */
  readonly routes: ReadonlyMap<string, TradeRoute>;
  /** Seconds that each shop may take until it is ready, by the same key. */
  readonly deadlines: ReadonlyMap<string, number>;
  /** Of the realm, and of what it is to be rendered with. */
  readonly mistakes: readonly Mistake[];
}

export interface SurveyedSettings {
  readonly defaults?: ShopSettings;
  readonly network?: NetworkSettings;
  readonly system?: boolean | ShopSettings;
  readonly events?: EventsSettings;
  readonly dashboard?: boolean | DashboardSettings;
}

export function surveyOf(realm: Realm, settings: SurveyedSettings = {}): Survey {
  const { defaults = {}, network = {}, system = true, events, dashboard = true } = settings;
  const mistakes = [
    ...realmProblems(realm),
    ...at('defaults', settingsProblems(defaults)),
    ...at('network', networkProblems(network)),
    ...(typeof system === 'boolean' ? [] : at('system', controllerProblems(system))),
    ...(events === undefined ? [] : at('events', eventsProblems(events))),
    ...(typeof dashboard === 'boolean' ? [] : at('dashboard', dashboardProblems(dashboard))),
  ];
  if (mistakes.length > 0) return { routes: new Map(), deadlines: new Map(), mistakes };
  return {
    routes: tradeRoutes(realm),
    deadlines: progressDeadlines(withDefaultReplicas(realm, defaults)),
    mistakes: conflicts(realm, defaults),
  };
}

/** Settings that are right by themselves and not together: a request of all shops above the limit of one. */
const conflicts = (realm: Realm, defaults: ShopSettings): readonly Mistake[] =>
  (Object.keys(defaults).length === 0 ? [] : placedShops(realm)).flatMap(({ kingdom, town, shop }) =>
    at(`${kingdom.name}/${town.name}/${shop.name}`, settingsProblems(shopSettings(defaults, shop))),
  );

/** What a kingdom has to tell: its own mistakes; and the first one of a realm tells those that are nobody's own. */
export function mistakesToTell(kingdom: string, realm: Realm, { mistakes }: Survey): string[] {
  const isOf =
    (name: string) =>
    ({ where }: Mistake) =>
      where === name || where.startsWith(`${name}/`);
  const isFirst = realm.kingdoms[0]?.name === kingdom;
  const isNobodys = (mistake: Mistake) => !realm.kingdoms.some(({ name }) => isOf(name)(mistake));
  return mistakes.filter((mistake) => isOf(kingdom)(mistake) || (isFirst && isNobodys(mistake))).map(mistakeLine);
}

export const mistakeLine = ({ where, ...problem }: Mistake): string => `${where}: ${sentence(problem)}`;

const at = (where: string, problems: readonly Problem[]): readonly Mistake[] =>
  problems.map(({ what, remedy }) => ({ where, what, remedy }));
