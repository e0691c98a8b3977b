import { resourceTitle, type KubeObject, type Resource } from '../../../kube/objects/resource.ts';

/** A right that a controller needs, as data. */
export interface NeededRight {
  readonly verbs: readonly string[];
  /** Verbs that are granted along with it, where rules are rendered, and that nobody misses. */
  readonly alongside?: readonly string[];
  readonly resource: Resource<KubeObject>;
  /** `eviction`. */
  readonly subresource?: string;
  /** The one object of that name. */
  readonly name?: string;
  /** Where. Absent or empty: in all namespaces. */
  readonly namespaces?: readonly string[];
  /** What does not happen without it: `no Deployment rolls`. */
  readonly without: string;
  /** Does the controller count as ready without it? Said it is all the same. */
  readonly optional?: boolean;
  /** Of the rights that are vital for the same purpose one has to be there somewhere, or the controller can do nothing at all. */
  readonly vitalFor?: string;
}

/** What is not granted of a right, in a namespace or in all. */
export interface LackingRight {
  readonly right: NeededRight;
  readonly namespace?: string;
  readonly verbs: readonly string[];
}

/** `deployments`, `pods/eviction`: as a rule of RBAC names it. */
export const ruleResource = ({ resource, subresource }: NeededRight): string =>
  subresource === undefined ? resource.plural : `${resource.plural}/${subresource}`;

/** Where a right is needed, one by one; undefined: in all namespaces. */
export const placesOf = ({ namespaces = [] }: NeededRight): readonly (string | undefined)[] =>
  namespaces.length === 0 ? [undefined] : namespaces;

/** `list and patch deployments.apps in shop: no Deployment rolls` */
export function lackInWords({ right, namespace, verbs }: LackingRight): string {
  const { subresource, name, without } = right;
  const sub = subresource === undefined ? '' : `/${subresource}`;
  const what = [`${resourceTitle(right.resource)}${sub}`, ...(name === undefined ? [] : [name])].join(' ');
  return `${verbs.join(', ')} ${what}${namespace === undefined ? '' : ` in ${namespace}`}: ${without}`;
}

/** What the controller cannot do anything without: each vital purpose for which no right is there, anywhere. */
export function hopelessPurposes(rights: readonly NeededRight[], lacking: readonly LackingRight[]): readonly string[] {
  const isWhole = (right: NeededRight): boolean =>
    placesOf(right).some((place) => !lacking.some((lack) => lack.right === right && lack.namespace === place));
  const purposes = new Set(rights.flatMap(({ vitalFor }) => vitalFor ?? []));
  return [...purposes].filter((purpose) => !rights.some((right) => right.vitalFor === purpose && isWhole(right)));
}
