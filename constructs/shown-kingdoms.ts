import type { Realm } from '../model/realm.ts';
import { MOST_KINGDOMS_ALONE } from '../model/most-kingdoms-alone.ts';
import type { DashboardSettings } from './dashboard.ts';

/** Does the dashboard of the cluster show a kingdom, and what lets it? */
export function isShown(kingdom: string, dashboard: boolean | DashboardSettings = true): 'not' | 'by its own rights' | 'cluster-wide' {
  if (dashboard === false) return 'not';
  const { kingdoms, clusterWide = false } = dashboard === true ? {} : dashboard;
  if (kingdoms !== undefined && !kingdoms.includes(kingdom)) return 'not';
  return clusterWide ? 'cluster-wide' : 'by its own rights';
}

/** What a user should know of a dashboard that has more to show than it can. */
export function dashboardWarnings({ kingdoms }: Realm, dashboard?: boolean | DashboardSettings): readonly string[] {
  const alone = kingdoms.filter(({ name }) => isShown(name, dashboard) === 'by its own rights').length;
  return alone <= MOST_KINGDOMS_ALONE
    ? []
    : [
        `the dashboard may read ${alone} kingdoms one by one, and shows ${MOST_KINGDOMS_ALONE} of them: give it dashboard: { clusterWide: true } in the settings, or kingdoms: [...] with those to show`,
      ];
}
