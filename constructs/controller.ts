import { Duration } from 'cdk8s';
import { EnvFieldPaths, EnvValue, Probe, Protocol, ServiceAccount } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { RightsRule, RightsRules } from '../controllers/runtime/rights/rules.ts';
import { sentence, type Problem } from '../model/checks/problem.ts';
import { settingsProblems } from '../model/checks/settings-problems.ts';
import type { ShopSettings } from '../model/realm.ts';
import { grant, type AccessRule } from './grant.ts';
import { LabelledDeployment, type LabelledDeploymentProps, type PodSettings } from './labelled-deployment.ts';
import { NetworkPolicy, tcp, type NetworkPolicySpec } from './network-policy.ts';
import { apiServerEgress, dnsEgress, scrapersOf, type NetworkSettings } from './network-settings.ts';
import { CONTROLLER_PORT } from './ports.ts';
import { mergedResources, type AllResources } from './resources.ts';

export interface ControllerProps {
  readonly namespace: string;
  /** Of the Deployment, its account, its roles and its Lease; also the `app.kubernetes.io/name` of its pods. */
  readonly name: string;
  /** The controller that `civ controller` starts, and its flags. */
  readonly args: readonly string[];
  /** What it may do, its Lease included, as `rightsOf` renders it. @default what the rules below say */
  readonly rights?: RightsRules;
  /** What it may do in every namespace. */
  readonly clusterRules?: AccessRule[];
  /** Do its replicas agree on a leader? What only reads has none. @default true */
  readonly leads?: boolean;
  /** What it may do in its own namespace, beside its Lease. @default nothing */
  readonly ownRules?: AccessRule[];
  /** @default 2 replicas, of which one leads */
  readonly settings?: ControllerSettings;
  readonly network?: NetworkSettings;
  /** Where it may go beside DNS and the API server. @default nowhere */
  readonly egress?: NonNullable<NetworkPolicySpec['egress']>;
  /** Who may come in beside those who scrape. @default nobody */
  readonly ingress?: NonNullable<NetworkPolicySpec['ingress']>;
}

/** What may be set of a controller: its replicas are a number, for demand scales shops alone. */
export type ControllerSettings = Omit<PodSettings, 'replicas'> & { readonly replicas?: number };

/** What any controller of ours needs to run: its pods, exactly its rights, its Lease, probes and metrics, and its place on the network. */
export class Controller extends Construct {
  readonly deployment: LabelledDeployment;

  constructor(scope: Construct, id: string, props: ControllerProps) {
    super(scope, id);
    const { namespace, name, settings = {}, network = {}, egress = [], ingress = [] } = props;
    this.node.addValidation({ validate: () => controllerProblems(settings).map(sentence) });
    const selector = { 'app.kubernetes.io/name': name };
    const metadata = { name, namespace, labels: selector };
    const account = new ServiceAccount(this, 'account', { metadata, automountToken: false });
    this.#grant(props);
    this.deployment = new LabelledDeployment(this, 'deployment', {
      metadata,
      podMetadata: { labels: selector },
      selector,
      account,
      container: controllerContainer(name, props.args),
      settings: { replicas: 2, ...settings, resources: mergedResources(CONTROLLER_RESOURCES, settings.resources) },
    });
    if (network.policies ?? true) {
      const scrapes = [{ from: [...scrapersOf(network)], ports: [tcp(CONTROLLER_PORT)] }].filter(({ from }) => from.length > 0);
      const spec = {
        podSelector: { matchLabels: selector },
        policyTypes: ['Ingress', 'Egress'] as const,
        ingress: [...scrapes, ...ingress],
        egress: [dnsEgress(network), apiServerEgress(network), ...egress],
      };
      new NetworkPolicy(this, 'policy', { metadata, spec });
    }
  }

  #grant({ namespace, name, rights, clusterRules = [], leads = rights === undefined, ownRules = [] }: ControllerProps): void {
    const account = { name, namespace };
    const labels = { 'app.kubernetes.io/name': name };
    const everywhere = [...clusterRules, ...(rights?.clusterRole ?? []).map(accessRule)];
    // Cluster-wide names are shared with strangers: they say whose they are.
    if (everywhere.length > 0) grant(this, { rules: everywhere, account, metadata: { name: `civ8s-${name}`, labels } });
    const places = new Map((rights?.roles ?? []).map((role) => [role.namespace, role.rules.map(accessRule)]));
    places.set(namespace, [...(leads ? leaseRules(leaseOf(name)) : []), ...ownRules, ...(places.get(namespace) ?? [])]);
    for (const [place, rules] of places)
      grant(this, { rules, account, metadata: { name, namespace: place, labels }, idSuffix: place === namespace ? '' : `-${place}` });
  }
}

/** As cdk8s takes it. */
const accessRule = ({ apiGroups, resources, verbs, resourceNames }: RightsRule): AccessRule => ({
  apiGroups: [...apiGroups],
  resources: [...resources],
  verbs: [...verbs],
  ...(resourceNames !== undefined && { resourceNames: [...resourceNames] }),
});

/** What is wrong with the settings of controllers; from JavaScript, they may be those of any shop. */
export const controllerProblems = (settings: ShopSettings): readonly Problem[] => [
  ...settingsProblems(settings),
  ...(typeof settings.replicas === 'object'
    ? [{ what: 'replicas is a range', remedy: 'give a whole number: demand scales shops, and no controllers' }]
    : []),
];

/** The Lease through which the replicas of a controller agree on their leader. */
export const leaseOf = (name: string): string => `civ8s-${name}`;

/** A create carries no name that RBAC could check, so it is a rule of its own. */
export const leaseRules = (lease: string): AccessRule[] => [
  { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['create'] },
  { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['get', 'patch'], resourceNames: [lease] },
];

/** What every controller of ours runs as. */
export const controllerContainer = (name: string, args: readonly string[]): LabelledDeploymentProps['container'] => ({
  name,
  args: ['controller', ...args],
  ports: [{ name: 'http', number: CONTROLLER_PORT, protocol: Protocol.TCP }],
  envVariables: {
    POD_NAME: EnvValue.fromFieldRef(EnvFieldPaths.POD_NAME),
    POD_NAMESPACE: EnvValue.fromFieldRef(EnvFieldPaths.POD_NAMESPACE),
    POD_UID: EnvValue.fromFieldRef(EnvFieldPaths.POD_UID),
    // Left alone, V8 takes up to 48 MiB for what a first list throws away, and keeps it.
    NODE_OPTIONS: EnvValue.fromValue('--max-semi-space-size=1'),
    // Nor does the allocator give back what the compiler's threads have used: so it is to share it, and map what is large by itself.
    MALLOC_ARENA_MAX: EnvValue.fromValue('2'),
    MALLOC_MMAP_THRESHOLD_: EnvValue.fromValue('32768'),
  },
  readiness: Probe.fromHttpGet('/readyz', {
    port: CONTROLLER_PORT,
    periodSeconds: Duration.seconds(10),
    timeoutSeconds: Duration.seconds(2),
  }),
  liveness: Probe.fromHttpGet('/healthz', {
    port: CONTROLLER_PORT,
    initialDelaySeconds: Duration.seconds(10),
    periodSeconds: Duration.seconds(20),
    timeoutSeconds: Duration.seconds(5),
  }),
});

export const CONTROLLER_RESOURCES: AllResources = {
  requests: { cpu: '50m', memory: '128Mi', 'ephemeral-storage': '16Mi' },
  limits: { cpu: '1', memory: '256Mi', 'ephemeral-storage': '64Mi' },
};
