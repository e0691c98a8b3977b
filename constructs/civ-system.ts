import { Namespace } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { SYSTEM_NAMESPACE } from '../model/names.ts';
import { sentence } from '../model/checks/problem.ts';
import { ConfigReload } from './config-reload.ts';
import type { ControllerProps } from './controller.ts';
import { Demand } from './demand.ts';
import { denyAll, NetworkPolicy } from './network-policy.ts';
import { networkProblems } from './network-problems.ts';
import type { NetworkSettings } from './network-settings.ts';
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
}

/** What a cluster needs once, however many realms it holds: the policy for all workers, and the controllers. */
export class CivSystem extends Construct {
  constructor(scope: Construct, id: string, { network = {}, settings = {}, events, demand = false }: CivSystemProps = {}) {
    super(scope, id);
    this.node.addValidation({ validate: () => networkProblems(network).map(sentence) });
    const namespace = SYSTEM_NAMESPACE;
    new Namespace(this, 'namespace', { metadata: { name: namespace, labels: podSecurityLabels } });
    new OwnPodOnly(this, 'own-pod-only');
    if (network.policies ?? true) new NetworkPolicy(this, 'default-deny', { metadata: { name: 'default-deny', namespace }, spec: denyAll });
    new ConfigReload(this, 'config-reload', { namespace, network, settings });
    if (demand) new Demand(this, 'demand', { namespace, network, settings });
    new PodTimestamp(this, 'pod-timestamp', { namespace, network, settings });
    if (events !== undefined) new ResourceEvents(this, 'resource-events', { namespace, network, settings, ...events });
  }
}
