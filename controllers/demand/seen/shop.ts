import { REALM_LABEL, REPLICAS_ANNOTATION, SCALING_ANNOTATION, SHOP_LABEL, SHOP_TYPE_LABEL, TOWN_LABEL } from '../../../model/keys.ts';
import type { ObservedShop } from '../../../model/observed-realm.ts';
import type { Deployment } from '../../../kube/objects/built-in.ts';
import { replicasManagers, replicasOwner, type ReplicasOwner } from './replicas-owner.ts';

/** A shop as the cluster has it now: texts as they are, nothing decided. */
export interface SeenShop extends ObservedShop {
  readonly uid: string;
  readonly version: string;
  readonly realm: string | undefined;
  /** Has it the label by which its pods are found? */
  readonly labelled: boolean;
  /** The texts of its annotations; undefined where there are none. */
  readonly rangeText: string | undefined;
  readonly scalingText: string | undefined;
  readonly owner: ReplicasOwner | undefined;
  /** Is it being rolled, or has it not yet the pods that it should have? */
  readonly rolling: boolean;
  readonly available: number;
  readonly pods: readonly SeenPod[];
}

export interface SeenPod {
  readonly ready: boolean;
  /** It is being deleted. */
  readonly leaving: boolean;
  /** What its sign says that outsiders ask. */
  readonly askedText: string | undefined;
}

/** What is kept of a Deployment: a cluster has many, and few are shops. */
export function keptOfDeployment({ metadata = {}, spec, status = {} }: Deployment): Deployment {
  const { name, namespace, uid, resourceVersion, generation, labels = {}, annotations = {}, deletionTimestamp } = metadata;
  const identity = { name, namespace, uid, resourceVersion };
  if (labels[SHOP_LABEL] === undefined && annotations[REPLICAS_ANNOTATION] === undefined) return { metadata: identity };
  const { observedGeneration, replicas, updatedReplicas, availableReplicas } = status;
  return {
    metadata: {
      ...identity,
      generation,
      deletionTimestamp,
      labels: only(labels, [REALM_LABEL, SHOP_LABEL, SHOP_TYPE_LABEL, TOWN_LABEL]),
      annotations: only(annotations, [REPLICAS_ANNOTATION, SCALING_ANNOTATION]),
      managedFields: [...replicasManagers(metadata)],
    },
    spec: { replicas: spec?.replicas, ...NO_TEMPLATE },
    status: { observedGeneration, replicas, updatedReplicas, availableReplicas },
  };
}

/** The type of a Deployment has them, and nothing here asks for them. */
const NO_TEMPLATE = { selector: {}, template: {} };

const only = (all: Readonly<Record<string, string>>, keys: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(keys.flatMap((key) => (all[key] === undefined ? [] : [[key, all[key]]])));

/** The shop that a Deployment is; undefined for any other Deployment, and for one that goes away. */
export function seenShop(
  { metadata = {}, spec, status = {} }: Deployment,
  { directions, pods }: Pick<SeenShop, 'directions' | 'pods'>,
): SeenShop | undefined {
  const { name = '', namespace = '', uid = '', resourceVersion = '', labels = {}, annotations = {} } = metadata;
  const rangeText = annotations[REPLICAS_ANNOTATION];
  const labelled = labels[SHOP_LABEL] === name;
  if (metadata.deletionTimestamp !== undefined || (rangeText === undefined && (!labelled || directions === undefined))) return undefined;
  const replicas = spec?.replicas ?? 1;
  return {
    kingdom: namespace,
    town: labels[TOWN_LABEL] ?? '',
    shop: name,
    type: labels[SHOP_TYPE_LABEL] ?? name,
    realm: labels[REALM_LABEL],
    uid,
    version: resourceVersion,
    labelled,
    replicas,
    directions,
    rangeText,
    scalingText: annotations[SCALING_ANNOTATION],
    owner: replicasOwner(metadata.managedFields),
    rolling:
      (status.observedGeneration ?? 0) < (metadata.generation ?? 0) ||
      (status.replicas ?? 0) !== replicas ||
      (status.updatedReplicas ?? 0) !== replicas,
    available: status.availableReplicas ?? 0,
    pods,
  };
}
