import { withDefaultReplicas } from '../model/default-replicas.ts';
import { economy } from '../model/economy/economy.ts';
import { economyWarnings } from '../model/economy/economy-warnings.ts';
import { workersForFullSpeed } from '../model/economy/remedy.ts';
import type { Realm } from '../model/realm.ts';
import type { RealmSettings } from './realm-charts.ts';
import { dashboardWarnings } from './shown-kingdoms.ts';

/** What a user should know of a realm that has no mistakes, a sentence each. */
export function realmWarnings(realm: Realm, { defaults = {}, dashboard }: RealmSettings = {}): readonly string[] {
  const atWork = withDefaultReplicas(realm, defaults);
  return [...economyWarnings(economy(atWork), () => workersForFullSpeed(atWork)), ...dashboardWarnings(realm, dashboard)];
}
