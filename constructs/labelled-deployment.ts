import { ApiObject, ApiObjectMetadataDefinition, JsonPatch, type ApiObjectMetadata } from 'cdk8s';
import { Deployment, k8s, LabelSelector, type DeploymentProps, type PodSelectorConfig } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { Quantities, Resources } from '../model/realm.ts';

export interface LabelledDeploymentProps extends Omit<DeploymentProps, 'select' | 'podMetadata'> {
  readonly podMetadata: ApiObjectMetadata;
  /** The labels by which the Deployment knows its pods. */
  readonly selector: Readonly<Record<string, string>>;
  /** Of the first container. */
  readonly resources: Resources;
  readonly priorityClass?: string;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** Prefer nodes that hold none of these pods yet. @default false */
  readonly topologySpread?: boolean;
}

/**
 * A Deployment that selects by labels of our own. cdk8s-plus would mark its pods with a hash of the construct's path:
 * to move a construct in the code would then replace running pods.
 */
export class LabelledDeployment extends Deployment {
  readonly #podMetadata: ApiObjectMetadata;
  readonly #selector: Readonly<Record<string, string>>;
  #definition: ApiObjectMetadataDefinition | undefined;

  constructor(scope: Construct, id: string, { podMetadata, selector, resources, priorityClass, nodeSelector, topologySpread = false, ...props }: LabelledDeploymentProps) {
    super(scope, id, { ...props, podMetadata, select: false });
    this.#podMetadata = podMetadata;
    this.#selector = selector;
    this.select(LabelSelector.of({ labels: { ...selector } }));
    const spec = '/spec/template/spec';
    const spread = { maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels: selector } };
    ApiObject.of(this).addJsonPatch(
      JsonPatch.add(`${spec}/containers/0/resources`, quantified(resources)),
      ...(priorityClass === undefined ? [] : [JsonPatch.add(`${spec}/priorityClassName`, priorityClass)]),
      ...(nodeSelector === undefined ? [] : [JsonPatch.add(`${spec}/nodeSelector`, nodeSelector)]),
      ...(topologySpread ? [JsonPatch.add(`${spec}/topologySpreadConstraints`, [spread])] : []),
    );
  }

  override get podMetadata(): ApiObjectMetadataDefinition {
    this.#definition ??= new ApiObjectMetadataDefinition({ ...this.#podMetadata, apiObject: this.apiObject });
    return this.#definition;
  }

  /** What connections, scheduling rules and Services of cdk8s-plus select these pods by. */
  override toPodSelectorConfig(): PodSelectorConfig {
    return { labelSelector: LabelSelector.of({ labels: { ...this.#selector } }) };
  }
}

/** Patches go in before cdk8s-plus turns its own types into JSON: a bare string would come out as nothing. */
const quantified = ({ requests = {}, limits = {} }: Resources) => ({ limits: asQuantities(limits), requests: asQuantities(requests) });
const asQuantities = (texts: Quantities) => Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, k8s.Quantity.fromString(text)]));
