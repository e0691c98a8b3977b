import { Size } from 'cdk8s';
import { Env, EnvValue, Secret, Volume } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { found, sentence, type Problem } from '../model/checks/problem.ts';
import { show } from '../model/checks/limits.ts';
import { busEgress, busProblem, folderOf, type BusPlace } from './bus-access.ts';
import { Controller, CONTROLLER_RESOURCES, leaseOf, type ControllerProps } from './controller.ts';
import type { AccessRule } from './grant.ts';
import { mergedResources, type AllResources } from './resources.ts';

/** What is published, and where. */
export interface EventsSettings {
  /** `nats://changes`, `kafka://changes`, `http://receiver.shop/events`, `file:///var/lib/events/changes.jsonl` … */
  readonly bus: string;
  /** Tells this cluster from others. @default none */
  readonly clusterId?: string;
  /**
   * Which resources: `deployments.apps`, `*.batch`, `pods`; all with `*`, Secrets among them (redacted).
   * @default deployments.apps and pods
   */
  readonly include?: readonly string[];
  /** What the bus is reached with: `NATS_SERVER_URL`, `KAFKA_BROKERS` … @default nothing */
  readonly environment?: Readonly<Record<string, string>>;
  /** A Secret of the controllers' namespace whose keys are more such variables: those with passwords. @default none */
  readonly credentials?: string;
  /** For the network policy. */
  readonly at?: BusPlace;
  /** More flags of `civ controller resource-events`. @default none */
  readonly args?: readonly string[];
}

export interface ResourceEventsProps extends EventsSettings, Pick<ControllerProps, 'namespace' | 'settings' | 'network'> {}

const NAME = 'resource-events';
const MOST_FILE = Size.gibibytes(1);

/** The controller that publishes changes of chosen resources to a bus. It may read those, and write nothing but its own checkpoint. */
export class ResourceEvents extends Controller {
  constructor(scope: Construct, id: string, props: ResourceEventsProps) {
    const { bus, clusterId, include = ['deployments.apps', 'pods'], environment = {}, credentials, at = {}, args = [], ...others } = props;
    const problem = eventsProblems(props);
    const folder = problem.length > 0 ? undefined : folderOf(bus);
    const egress = problem.length > 0 ? undefined : busEgress(bus, at);
    super(scope, id, {
      ...others,
      settings: { ...others.settings, resources: roomFor(folder, others.settings) },
      name: NAME,
      args: [
        NAME,
        `--event-writer-url=${bus}`,
        ...(clusterId === undefined ? [] : [`--cluster-id=${clusterId}`]),
        ...(include.includes('*') ? [] : [`--include=${include.join(',')}`]),
        // kollect's paths have no part in this realm: probes and metrics are where they are with every controller.
        '--kollect-addr=',
        ...args,
      ],
      clusterRules: [...readRules(include), ...kindRules, ...(clusterId === undefined ? nameRules : [])],
      ownRules: checkpointRules,
      egress: egress === undefined ? [] : [egress],
    });
    this.node.addValidation({ validate: () => problem.map(sentence) });
    const { env } = this.deployment.main;
    // A change is in flight for some milliseconds. In half as much room V8 takes many for what stays: 20 MiB of them, until it looks again.
    env.addVariable('NODE_OPTIONS', EnvValue.fromValue('--max-semi-space-size=2'));
    for (const [name, value] of Object.entries(environment)) env.addVariable(name, EnvValue.fromValue(value));
    if (credentials !== undefined) env.copyFrom(Env.fromSecret(Secret.fromSecretName(this, 'credentials', credentials)));
    if (folder !== undefined) this.deployment.main.mount(folder, Volume.fromEmptyDir(this, 'events', 'events', { sizeLimit: MOST_FILE }));
  }
}

export const eventsProblems = ({ bus, include = [] }: Pick<EventsSettings, 'bus' | 'include'>): readonly Problem[] => [
  ...found(busProblem(bus)),
  ...include.flatMap((word) =>
    WORD.test(word)
      ? []
      : [{ what: `include has ${show(word)}`, remedy: 'give resources with their group: "deployments.apps", "*.batch", "pods", or "*"' }],
  ),
];

/** A resource and its group, either of which may be all. */
const WORD = /^(\*|[a-z0-9-]+)(\.(\*|[a-z0-9.-]+))?$/;

/** A process with a full outbox takes some 200 MiB; 300 have been seen while all of that is published after an outage. */
const FULL_OUTBOX: AllResources = { ...CONTROLLER_RESOURCES, limits: { ...CONTROLLER_RESOURCES.limits, memory: '384Mi' } };

function roomFor(folder: string | undefined, settings: ControllerProps['settings'] = {}): AllResources {
  const file = { limits: { 'ephemeral-storage': `${MOST_FILE.toMebibytes() + 64}Mi` } };
  return mergedResources(FULL_OUTBOX, ...(folder === undefined ? [] : [file]), settings.resources);
}

/** Exactly what is included: RBAC knows all of a group, and all. */
const readRules = (include: readonly string[]): AccessRule[] => {
  const verbs = ['get', 'list', 'watch'];
  if (include.includes('*')) return [{ apiGroups: ['*'], resources: ['*'], verbs }];
  const byGroup = Map.groupBy(include, (word) => (word.includes('.') ? word.slice(word.indexOf('.') + 1) : ''));
  return [...byGroup].map(([group, words]) => ({
    apiGroups: [group],
    resources: [...new Set(words.map((word) => word.split('.')[0] ?? word))].sort(),
    verbs,
  }));
};

/** That a kind was installed is seen at once by these, and else within a minute. */
const kindRules: AccessRule[] = [
  { apiGroups: ['apiextensions.k8s.io'], resources: ['customresourcedefinitions'], verbs: ['list', 'watch'] },
  { apiGroups: ['apiregistration.k8s.io'], resources: ['apiservices'], verbs: ['list', 'watch'] },
];

/** Without a name, a cluster is told from others by the uid of this namespace. */
const nameRules: AccessRule[] = [{ apiGroups: [''], resources: ['namespaces'], verbs: ['get'], resourceNames: ['kube-system'] }];

/** Up to where all is published is kept in a ConfigMap called as the Lease is. */
const checkpointRules: AccessRule[] = [
  { apiGroups: [''], resources: ['configmaps'], verbs: ['create'] },
  { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch', 'patch'], resourceNames: [leaseOf(NAME)] },
];
