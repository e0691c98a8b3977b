import { Namespace } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { SYSTEM_NAMESPACE } from '../model/names.ts';
import { sentence } from '../model/checks/problem.ts';
import { ConfigReload } from './config-reload.ts';
import type { ControllerProps } from './controller.ts';
import { Dashboard, type DashboardSettings } from './dashboard.ts';
import { dashboardPods } from './dashboard-access.ts';
import { Demand } from './demand.ts';
import { denyAll, NetworkPolicy } from './network-policy.ts';
import { networkProblems } from './network-problems.ts';
import { withScraper, type NetworkSettings } from './network-settings.ts';
import { OwnPodOnly } from './own-pod-only.ts';
import { PodTimestamp } from './pod-timestamp.ts';
import { ResourceEvents, type EventsSettings } from './resource-events.ts';
import { podSecurityLabels } from './restricted.ts';

export interface CivSystemProps {
  /** What holds for every controller. */
  readonly settings?: ControllerProps['settings'];
  readonly network?: NetworkSettings;
  /** Publish changes to a bus. @default no */
  readonly events?: EventsSettings;
  /** Give shops with a range the workers that are needed. @default no */
  readonly demand?: boolean;
  /** Show realms in the browser: off, or set up. @default true */
  readonly dashboard?: boolean | DashboardSettings;
}

/** What a cluster needs once, however many realms it holds: the policy for all workers, and the controllers. */
export class CivSystem extends Construct {
  constructor(scope: Construct, id: string, props: CivSystemProps = {}) {
    super(scope, id);
    const { network = {}, settings = {}, events, demand = false, dashboard = true } = props;
    this.node.addValidation({ validate: () => networkProblems(network).map(sentence) });
    const namespace = SYSTEM_NAMESPACE;
    new Namespace(this, 'namespace', { metadata: { name: namespace, labels: podSecurityLabels } });
    new OwnPodOnly(this, 'own-pod-only');
    if (network.policies ?? true) new NetworkPolicy(this, 'default-deny', { metadata: { name: 'default-deny', namespace }, spec: denyAll });
    const shared = { namespace, settings, network: dashboard === false ? network : withScraper(network, dashboardPods()) };
    new ConfigReload(this, 'config-reload', shared);
    if (dashboard !== false) new Dashboard(this, 'dashboard', { namespace, settings, network, ...(dashboard === true ? {} : dashboard) });
    if (demand) new Demand(this, 'demand', shared);
    new PodTimestamp(this, 'pod-timestamp', shared);
    if (events !== undefined) new ResourceEvents(this, 'resource-events', { ...shared, ...events });
  }
}
