import { Duration, Size } from 'cdk8s';
import {
  ConfigMap, DeploymentStrategy, EnvFieldPaths, EnvValue, ImagePullPolicy, PercentOrAbsolute, Probe, Protocol, Service, ServiceAccount, Topology, Volume, type ContainerProps,
} from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { renderDirections } from '../model/directions.ts';
import { REALM_LABEL, SHOP_LABEL, SHOP_TYPE_LABEL, TOWN_LABEL } from '../model/keys.ts';
import type { Resources, Shop as ShopModel, ShopSettings } from '../model/realm.ts';
import { shopDirections } from '../model/shop-directions.ts';
import { AvailableThroughDrains } from './available-through-drains.ts';
import { DEFAULT_IMAGE } from './default-image.ts';
import { WORKER_PORT } from './ports.ts';
import { restrictedContainer, restrictedPod } from './restricted.ts';
import { WORKER_ACCOUNT } from './worker-access.ts';
import { LabelledDeployment } from './labelled-deployment.ts';

export interface ShopProps {
  readonly realm: string;
  /** The namespace. */
  readonly kingdom: string;
  readonly town: string;
  readonly shop: ShopModel;
  /** What holds for every shop that does not say otherwise. */
  readonly defaults?: ShopSettings;
  /** How long the first pod may take until it is ready. @default 10 minutes */
  readonly progressDeadline?: Duration;
}

/** Workers that follow directions, and the Service through which others buy from them. */
export class Shop extends Construct {
  readonly directions: ConfigMap;
  readonly workers: LabelledDeployment;
  readonly service: Service;

  constructor(scope: Construct, id: string, { realm, kingdom, town, shop, defaults = {}, progressDeadline = Duration.minutes(10) }: ShopProps) {
    super(scope, id);
    const settings = { ...defaults, ...shop };
    const selector = { [TOWN_LABEL]: town, [SHOP_LABEL]: shop.name };
    const own = { ...selector, [REALM_LABEL]: realm, [SHOP_TYPE_LABEL]: shop.type };
    const labels = { ...defaults.labels, ...shop.labels, ...own };
    const annotations = { ...defaults.annotations, ...shop.annotations };
    const metadata = (name: string) => ({ name, namespace: kingdom, labels: own });

    this.directions = new ConfigMap(this, 'directions', {
      metadata: metadata(`${shop.name}-directions`),
      data: { 'directions.json': renderDirections(shopDirections(kingdom, shop)) },
    });
    const replicas = settings.replicas ?? 1;
    this.workers = new LabelledDeployment(this, 'workers', {
      metadata: { ...metadata(shop.name), labels, annotations: { ...annotations, ...RELOAD } },
      podMetadata: { labels, annotations },
      selector,
      replicas,
      // A pod that leaves takes its stock along: the new one is there before the old one goes.
      strategy: DeploymentStrategy.rollingUpdate({ maxSurge: PercentOrAbsolute.absolute(1), maxUnavailable: PercentOrAbsolute.absolute(0) }),
      progressDeadline,
      serviceAccount: ServiceAccount.fromServiceAccountName(this, 'account', WORKER_ACCOUNT),
      automountServiceAccountToken: true,
      securityContext: restrictedPod,
      containers: [this.#worker(shop.name, settings)],
      resources: mergedResources(defaults.resources, shop.resources),
      topologySpread: replicas > 1,
      ...(settings.priorityClass === undefined ? {} : { priorityClass: settings.priorityClass }),
      ...(settings.nodeSelector === undefined ? {} : { nodeSelector: settings.nodeSelector }),
    });
    this.service = new Service(this, 'service', {
      metadata: metadata(shop.name),
      selector: this.workers,
      ports: [{ name: 'http', port: 80, targetPort: WORKER_PORT, protocol: Protocol.TCP }],
    });
    if (replicas > 1) {
      this.workers.scheduling.spread({ topology: Topology.HOSTNAME, weight: 100 });
      new AvailableThroughDrains(this, 'drains', { metadata: metadata(shop.name), selector });
    }
  }

  #worker(name: string, { image = DEFAULT_IMAGE, pullPolicy = 'IfNotPresent' }: ShopSettings): ContainerProps {
    return {
      name,
      image,
      imagePullPolicy: PULL_POLICIES[pullPolicy],
      args: ['serve', '/config/directions.json'],
      ports: [{ name: 'http', number: WORKER_PORT, protocol: Protocol.TCP }],
      envVariables: {
        POD_NAME: EnvValue.fromFieldRef(EnvFieldPaths.POD_NAME),
        POD_NAMESPACE: EnvValue.fromFieldRef(EnvFieldPaths.POD_NAMESPACE),
        POD_IP: EnvValue.fromFieldRef(EnvFieldPaths.POD_IP),
        BOOKS: EnvValue.fromValue(BOOKS),
      },
      volumeMounts: [
        { path: '/config', volume: Volume.fromConfigMap(this, 'config', this.directions, { name: 'config' }), readOnly: true },
        { path: BOOKS, volume: Volume.fromEmptyDir(this, 'books', 'books', { sizeLimit: Size.mebibytes(512) }) },
      ],
      readiness: Probe.fromHttpGet('/ready', { port: WORKER_PORT, initialDelaySeconds: Duration.seconds(5), periodSeconds: Duration.seconds(10), timeoutSeconds: Duration.seconds(2) }),
      liveness: Probe.fromHttpGet('/live', { port: WORKER_PORT, initialDelaySeconds: Duration.seconds(1), periodSeconds: Duration.seconds(20), timeoutSeconds: Duration.seconds(5) }),
      resources: {},
      securityContext: restrictedContainer,
    };
  }
}

const BOOKS = '/var/lib/civ';
/** New directions roll the shop: config-reload, and the tool that it takes over from, read this. */
const RELOAD = { 'reloader.stakater.com/auto': 'true' };
const PULL_POLICIES = { Always: ImagePullPolicy.ALWAYS, IfNotPresent: ImagePullPolicy.IF_NOT_PRESENT, Never: ImagePullPolicy.NEVER } as const;

const WORKER_RESOURCES = {
  requests: { cpu: '50m', memory: '96Mi', 'ephemeral-storage': '64Mi' },
  limits: { cpu: '1', memory: '192Mi', 'ephemeral-storage': '640Mi' },
};

const mergedResources = (...layers: readonly (Resources | undefined)[]): Resources => ({
  requests: Object.assign({}, WORKER_RESOURCES.requests, ...layers.map((layer) => layer?.requests)),
  limits: Object.assign({}, WORKER_RESOURCES.limits, ...layers.map((layer) => layer?.limits)),
});
