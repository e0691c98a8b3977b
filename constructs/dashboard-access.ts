import { Construct } from 'constructs';
import { REALM_LABEL, SHOP_LABEL } from '../model/keys.ts';
import { DASHBOARD, SYSTEM_NAMESPACE } from '../model/names.ts';
import { grant, type AccessRule } from './grant.ts';
import type { Peer } from './network-policy.ts';
import { namespaced } from './network-settings.ts';

/** What a dashboard reads of a kingdom: all that it may do there. */
export const kingdomRules: AccessRule[] = [
  { apiGroups: [''], resources: ['configmaps', 'events', 'pods'], verbs: ['list', 'watch'] },
  { apiGroups: ['apps'], resources: ['deployments'], verbs: ['list', 'watch'] },
];

/** The pods of a dashboard, for the policies of those whom it asks: it reads what whoever scrapes reads. */
export const dashboardPods = (dashboard = DASHBOARD): Peer => ({
  namespaceSelector: namespaced(SYSTEM_NAMESPACE),
  podSelector: { matchLabels: { 'app.kubernetes.io/name': dashboard } },
});

/** All workers of a kingdom, or of any. */
export const workerPods = (kingdom?: string): Peer => ({
  namespaceSelector: kingdom === undefined ? { matchExpressions: [{ key: REALM_LABEL, operator: 'Exists' }] } : namespaced(kingdom),
  podSelector: { matchExpressions: [{ key: SHOP_LABEL, operator: 'Exists' }] },
});

export interface DashboardAccessProps {
  readonly realm: string;
  readonly kingdom: string;
  /** Which dashboard. @default the one of the cluster */
  readonly dashboard?: string;
}

/** Lets a dashboard read a kingdom, and nothing of any other. */
export class DashboardAccess extends Construct {
  constructor(scope: Construct, id: string, { realm, kingdom, dashboard = DASHBOARD }: DashboardAccessProps) {
    super(scope, id);
    const metadata = { name: dashboard, namespace: kingdom, labels: { [REALM_LABEL]: realm } };
    grant(this, { rules: kingdomRules, account: { name: dashboard, namespace: SYSTEM_NAMESPACE }, metadata });
  }
}
