import { ApiObject, ApiObjectMetadataDefinition, JsonPatch, type ApiObjectMetadata, type Duration } from 'cdk8s';
import {
  Deployment,
  DeploymentStrategy,
  ImagePullPolicy,
  k8s,
  LabelSelector,
  PercentOrAbsolute,
  Topology,
  type Container,
  type ContainerProps,
  type IServiceAccount,
  type PodSelectorConfig,
} from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { REPLICAS_ANNOTATION } from '../model/keys.ts';
import type { Quantities, ShopSettings } from '../model/realm.ts';
import { isLeftToDemand, rangeText, workersRange } from '../model/workers-range.ts';
import { AvailableThroughDrains } from './available-through-drains.ts';
import { imageOf } from './image.ts';
import type { ManifestMeta } from './object-meta.ts';
import { restrictedPod } from './restricted.ts';
import { sideContainer } from './side-container.ts';

export interface LabelledDeploymentProps {
  readonly metadata: ManifestMeta;
  readonly podMetadata: ApiObjectMetadata;
  /** The labels by which the Deployment knows its pods: they can never change. */
  readonly selector: Readonly<Record<string, string>>;
  readonly account: IServiceAccount;
  /** What runs, but for what `settings` say. */
  readonly container: Omit<ContainerProps, 'image' | 'imagePullPolicy' | 'resources' | 'securityContext'>;
  /** @default 1 replica of our own image, which asks for nothing */
  readonly settings?: PodSettings;
  /** @default 10 minutes */
  readonly progressDeadline?: Duration;
}

/** What may be set of any pods of ours. */
export type PodSettings = Pick<
  ShopSettings,
  'image' | 'registry' | 'pullPolicy' | 'replicas' | 'resources' | 'priorityClass' | 'nodeSelector'
>;

/**
 * A Deployment as all of ours are: restricted, adding pods before it takes any away, spread over nodes and kept
 * through drains where it has several, or may have. It selects by labels of our own: cdk8s-plus would mark its pods with a hash of
 * the construct's path, so that to move a construct in the code would replace running pods.
 */
export class LabelledDeployment extends Deployment {
  /** What the pods are for: of a shop, the worker. */
  readonly main: Container;
  readonly #podMetadata: ApiObjectMetadata;
  readonly #selector: Readonly<Record<string, string>>;
  #definition: ApiObjectMetadataDefinition | undefined;

  constructor(
    scope: Construct,
    id: string,
    { metadata, podMetadata, selector, account, container, settings = {}, progressDeadline }: LabelledDeploymentProps,
  ) {
    const { replicas, pullPolicy = 'IfNotPresent' } = settings;
    const range = workersRange(replicas);
    const several = range.to > 1;
    super(scope, id, {
      metadata,
      replicas: range.from,
      select: false,
      // A worker that leaves takes its stock along: the new one is there before the old one goes.
      strategy: DeploymentStrategy.rollingUpdate({
        maxSurge: PercentOrAbsolute.absolute(1),
        maxUnavailable: PercentOrAbsolute.absolute(0),
      }),
      serviceAccount: account,
      automountServiceAccountToken: true,
      securityContext: restrictedPod,
      ...(progressDeadline === undefined ? {} : { progressDeadline }),
    });
    this.main = this.addContainer({ ...container, image: imageOf(settings), imagePullPolicy: PULL_POLICIES[pullPolicy], resources: {} });
    this.#podMetadata = podMetadata;
    this.#selector = selector;
    this.select(LabelSelector.of({ labels: { ...selector } }));
    ApiObject.of(this).addJsonPatch(...podPatches(settings, several ? selector : undefined));
    if (isLeftToDemand(range)) {
      this.metadata.addAnnotation(REPLICAS_ANNOTATION, rangeText(range));
      this.markHasAutoscaler(); // renders no spec.replicas: an apply would undo what demand has decided
    }
    if (several) {
      this.scheduling.spread({ topology: Topology.HOSTNAME, weight: 100 });
      new AvailableThroughDrains(this, 'drains', { metadata, selector });
    }
  }

  override get podMetadata(): ApiObjectMetadataDefinition {
    this.#definition ??= new ApiObjectMetadataDefinition({ ...this.#podMetadata, apiObject: this.apiObject });
    return this.#definition;
  }

  /** Restricted and small, where its props do not say otherwise; so `workers.addContainer` is all that a sidecar takes. */
  override addContainer(container: ContainerProps): Container {
    return super.addContainer(sideContainer(container));
  }

  override addInitContainer(container: ContainerProps): Container {
    return super.addInitContainer(sideContainer(container));
  }

  /** What connections, scheduling rules and Services of cdk8s-plus select these pods by. */
  override toPodSelectorConfig(): PodSelectorConfig {
    return { labelSelector: LabelSelector.of({ labels: { ...this.#selector } }) };
  }
}

/**
 * What cdk8s-plus cannot say. The names of the Services of a namespace are not put into the environment: a large kingdom
 * would overflow it. Why a container failed stands in the last lines of its log: its status keeps them.
 */
function podPatches(
  { resources = {}, priorityClass, nodeSelector }: PodSettings,
  spreads: Readonly<Record<string, string>> | undefined,
): JsonPatch[] {
  const spec = '/spec/template/spec';
  const spread = {
    maxSkew: 1,
    topologyKey: 'kubernetes.io/hostname',
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: spreads },
  };
  return [
    JsonPatch.add(`${spec}/containers/0/resources`, { requests: asQuantities(resources.requests), limits: asQuantities(resources.limits) }),
    JsonPatch.add(`${spec}/containers/0/terminationMessagePolicy`, 'FallbackToLogsOnError'),
    JsonPatch.add(`${spec}/enableServiceLinks`, false),
    ...DEFAULTS.map((path) => JsonPatch.remove(path)),
    ...(priorityClass === undefined ? [] : [JsonPatch.add(`${spec}/priorityClassName`, priorityClass)]),
    ...(nodeSelector === undefined ? [] : [JsonPatch.add(`${spec}/nodeSelector`, nodeSelector)]),
    ...(spreads === undefined ? [] : [JsonPatch.add(`${spec}/topologySpreadConstraints`, [spread])]),
  ];
}

/** What cdk8s-plus writes out and no API server keeps: kubectl would find a difference for ever. */
const DEFAULTS = ['/spec/minReadySeconds', '/spec/template/spec/hostNetwork', '/spec/template/spec/setHostnameAsFqdn'];

/** Patches go in before cdk8s-plus turns its own types into JSON: a bare string would come out as nothing. */
const asQuantities = (texts: Quantities = {}) =>
  Object.fromEntries(Object.entries(texts).map(([name, text]: [string, string]) => [name, k8s.Quantity.fromString(text)]));

const PULL_POLICIES = {
  Always: ImagePullPolicy.ALWAYS,
  IfNotPresent: ImagePullPolicy.IF_NOT_PRESENT,
  Never: ImagePullPolicy.NEVER,
} as const;
