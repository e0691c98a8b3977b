import { ApiObject, Duration, JsonPatch, Size } from 'cdk8s';
import { ConfigMap, EnvFieldPaths, EnvValue, Probe, Protocol, Service, ServiceAccount, Volume } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { renderDirections } from '../model/directions.ts';
import { REALM_LABEL, SHOP_LABEL, SHOP_TYPE_LABEL, TOWN_LABEL } from '../model/keys.ts';
import type { Shop as ShopModel, ShopSettings } from '../model/realm.ts';
import { sentence } from '../model/checks/problem.ts';
import { shopProblems } from '../model/checks/realm-problems.ts';
import { shopDirections } from '../model/shop-directions.ts';
import { LabelledDeployment, type LabelledDeploymentProps } from './labelled-deployment.ts';
import { WORKER_PORT } from './ports.ts';
import { shopSettings } from './shop-settings.ts';
import { WORKER_ACCOUNT } from './worker-access.ts';

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

  constructor(scope: Construct, id: string, { realm, kingdom, town, shop, defaults = {}, progressDeadline }: ShopProps) {
    super(scope, id);
    const settings = shopSettings(defaults, shop);
    this.node.addValidation({ validate: () => shopProblems({ ...shop, ...settings }).map(sentence) });
    const selector = { [TOWN_LABEL]: town, [SHOP_LABEL]: shop.name };
    const own = { ...selector, [REALM_LABEL]: realm, [SHOP_TYPE_LABEL]: shop.type };
    const labels = { ...settings.labels, ...own };
    const { annotations } = settings;
    const metadata = (name: string) => ({ name, namespace: kingdom, labels: own });

    this.directions = new ConfigMap(this, 'directions', {
      metadata: metadata(`${shop.name}-directions`),
      data: { 'directions.json': renderDirections(shopDirections(kingdom, shop)) },
    });
    this.workers = new LabelledDeployment(this, 'workers', {
      metadata: { ...metadata(shop.name), labels, annotations: { ...RELOAD, ...annotations } },
      podMetadata: { labels, annotations },
      selector,
      account: ServiceAccount.fromServiceAccountName(this, 'account', WORKER_ACCOUNT),
      container: this.#worker(shop.name),
      settings,
      ...(progressDeadline === undefined ? {} : { progressDeadline }),
    });
    this.service = new Service(this, 'service', {
      metadata: metadata(shop.name),
      selector: this.workers,
      ports: [{ name: 'http', port: 80, targetPort: WORKER_PORT, protocol: Protocol.TCP }],
    });
    ApiObject.of(this.service).addJsonPatch(JsonPatch.remove('/spec/externalIPs')); // empty, which no API server keeps
  }

  #worker(name: string): LabelledDeploymentProps['container'] {
    return {
      name,
      args: ['serve', '/config/directions.json'],
      ports: [{ name: 'http', number: WORKER_PORT, protocol: Protocol.TCP }],
      envVariables: {
        POD_NAME: EnvValue.fromFieldRef(EnvFieldPaths.POD_NAME),
        POD_NAMESPACE: EnvValue.fromFieldRef(EnvFieldPaths.POD_NAMESPACE),
        POD_IP: EnvValue.fromFieldRef(EnvFieldPaths.POD_IP),
        STORE: EnvValue.fromValue(`http://${name}`),
        BOOKS: EnvValue.fromValue(BOOKS),
        // Left alone, V8 and malloc let what sales and the compiler's threads throw away grow to some 40 MiB more, and keep them.
        NODE_OPTIONS: EnvValue.fromValue('--max-semi-space-size=1 --max-old-space-size=64'),
        MALLOC_ARENA_MAX: EnvValue.fromValue('2'),
        MALLOC_MMAP_THRESHOLD_: EnvValue.fromValue('32768'),
      },
      volumeMounts: [
        { path: '/config', volume: Volume.fromConfigMap(this, 'config', this.directions, { name: 'config' }), readOnly: true },
        { path: BOOKS, volume: Volume.fromEmptyDir(this, 'books', 'books', { sizeLimit: Size.mebibytes(512) }) },
      ],
      readiness: Probe.fromHttpGet('/ready', {
        port: WORKER_PORT,
        initialDelaySeconds: Duration.seconds(5),
        periodSeconds: Duration.seconds(10),
        timeoutSeconds: Duration.seconds(2),
      }),
      liveness: Probe.fromHttpGet('/live', {
        port: WORKER_PORT,
        initialDelaySeconds: Duration.seconds(1),
        periodSeconds: Duration.seconds(20),
        timeoutSeconds: Duration.seconds(5),
      }),
    };
  }
}

const BOOKS = '/var/lib/civ';
/** New directions roll the shop: config-reload, and the tool that it takes over from, read this. */
const RELOAD = { 'reloader.stakater.com/auto': 'true' };
