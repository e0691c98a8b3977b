import { ApiObject, JsonPatch, Size } from 'cdk8s';
import { EnvValue, Protocol, Service, Volume } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { isDnsLabel } from '../ground/text/names.ts';
import { show } from '../model/checks/limits.ts';
import { sentence, type Problem } from '../model/checks/problem.ts';
import { DASHBOARD } from '../model/names.ts';
import { quantity } from '../model/quantity.ts';
import { Controller, CONTROLLER_RESOURCES, type ControllerProps } from './controller.ts';
import type { AccessRule } from './grant.ts';
import { kingdomRules, workerPods } from './dashboard-access.ts';
import { tcp, type Peer } from './network-policy.ts';
import { CONTROLLER_PORT, PAGE_PORT, WORKER_PORT } from './ports.ts';
import { mergedResources, type AllResources } from './resources.ts';

/** Who sees the page, and what it shows. */
export interface DashboardSettings {
  /**
   * Who may reach the page: an ingress, say, that asks everybody who they are. Whoever may forward ports of its namespace needs no entry.
   * @default nobody
   */
  readonly allowFrom?: readonly Peer[];
  /** Names by which it may be asked for, beside those of its Service: `civ.example.com`. */
  readonly hosts?: readonly string[];
  /** Only these. @default all kingdoms that let it read them */
  readonly kingdoms?: readonly string[];
  /** Rights in all namespaces at once, and one watch of each: for more than some fifty kingdoms; without, 250 are shown. @default false */
  readonly clusterWide?: boolean;
  /** More flags of `civ controller dashboard`. @default none */
  readonly args?: readonly string[];
}

export interface DashboardProps extends DashboardSettings, Pick<ControllerProps, 'namespace' | 'settings' | 'network'> {
  /** Of its Deployment, its Service and its account. @default 'dashboard' */
  readonly name?: string;
}

/**
 * A realm that one can look at. It reads what it shows, and may write nothing at all. In a kingdom it reads what `DashboardAccess` of that
 * kingdom lets it.
 */
export class Dashboard extends Controller {
  readonly service: Service;

  constructor(scope: Construct, id: string, props: DashboardProps) {
    const { name = DASHBOARD, allowFrom = [], hosts = [], kingdoms, clusterWide = false, args = [], settings, ...others } = props;
    const resources = mergedResources(RESOURCES, settings?.resources);
    super(scope, id, {
      ...others,
      name,
      settings: { ...settings, replicas: 1, resources },
      leads: false,
      args: [
        'dashboard',
        ...(name === DASHBOARD ? [] : [`--service=${name}`]),
        ...(hosts.length === 0 ? [] : [`--hosts=${hosts.join(',')}`]),
        ...(kingdoms === undefined ? [] : [`--kingdoms=${kingdoms.join(',')}`]),
        ...(clusterWide ? ['--cluster-wide'] : []),
        `--history=${HISTORY}/history`,
        ...args,
      ],
      clusterRules: [{ apiGroups: [''], resources: ['namespaces'], verbs: ['list', 'watch'] }, ...(clusterWide ? kingdomRules : [])],
      ownRules: systemRules,
      egress: [
        { to: kingdoms === undefined ? [workerPods()] : kingdoms.map(workerPods), ports: [tcp(WORKER_PORT)] },
        { to: [{ podSelector: {} }], ports: [tcp(CONTROLLER_PORT)] },
      ],
      ingress: allowFrom.length === 0 ? [] : [{ from: allowFrom, ports: [tcp(PAGE_PORT)] }],
    });
    this.node.addValidation({ validate: () => dashboardProblems(props).map(sentence) });
    this.deployment.main.env.addVariable(
      'NODE_OPTIONS',
      EnvValue.fromValue(`--max-semi-space-size=1 --max-old-space-size=${heapOf(resources)}`),
    );
    this.deployment.main.mount(HISTORY, Volume.fromEmptyDir(this, 'history', 'history', { sizeLimit: MOST_HISTORY }));
    this.deployment.main.addPort({ name: 'page', number: PAGE_PORT, protocol: Protocol.TCP });
    this.service = new Service(this, 'service', {
      metadata: { name, namespace: props.namespace, labels: { 'app.kubernetes.io/name': name } },
      selector: this.deployment,
      ports: [{ name: 'http', port: 80, targetPort: PAGE_PORT, protocol: Protocol.TCP }],
    });
    ApiObject.of(this.service).addJsonPatch(JsonPatch.remove('/spec/externalIPs')); // empty, which no API server keeps
  }
}

/** The past is kept here, in a file, for as long as the pod lives: its container may be restarted. */
const HISTORY = '/var/lib/civ';
/** In memory it is 24 MiB at most; in the file it may be there twice, while that is written, and its journal beside it. */
const MOST_HISTORY = Size.mebibytes(192);

/** Of a small realm; 1,000 shops with 5,000 pods, a full past and 100 viewers take some 165 MiB. */
const RESOURCES: AllResources = {
  requests: { ...CONTROLLER_RESOURCES.requests, memory: '64Mi' },
  limits: { ...CONTROLLER_RESOURCES.limits, memory: '384Mi', 'ephemeral-storage': `${MOST_HISTORY.toMebibytes() + 64}Mi` },
};

/**
 * MiB of it. V8 lets its heap grow by the larger a part before it collects, the more it may have: by a third where that is little, and to
 * four times of what lives where it does not know a limit. The rest is for the past, which is no part of the heap, and for the program.
 */
const heapOf = ({ limits }: AllResources): number => Math.floor(((quantity(limits.memory) ?? 0) * 2) / 3 / 2 ** 20);

/** Who leads, and what the controllers have done. */
const systemRules: AccessRule[] = [
  { apiGroups: [''], resources: ['events', 'pods'], verbs: ['list', 'watch'] },
  { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['list', 'watch'] },
];

export const dashboardProblems = ({ hosts = [], kingdoms }: DashboardSettings): readonly Problem[] => [
  ...hosts
    .filter((host) => !host.split('.').every(isDnsLabel))
    .map((host) => ({ what: `hosts has ${show(host)}`, remedy: 'give a name without scheme, port or path: "civ.example.com"' })),
  ...(kingdoms?.length === 0 ? [{ what: 'kingdoms is empty', remedy: 'name at least one, or leave it out' }] : []),
  ...(kingdoms ?? [])
    .filter((name) => !isDnsLabel(name))
    .map((name) => ({ what: `kingdoms has ${show(name)}`, remedy: 'give names of namespaces: "kingdom-of-foobar"' })),
];
