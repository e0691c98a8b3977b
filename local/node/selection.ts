import type { KubeObject } from '../../kube/objects/resource.ts';

/** One condition of a selector, on the value of a label. */
export interface SelectorRequirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

/** A label selector as it stands in objects. */
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly SelectorRequirement[];
}

export function matches(
  { matchLabels = {}, matchExpressions = [] }: LabelSelector,
  labels: Readonly<Record<string, string>> = {},
): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every((each) => meets(each, labels[each.key]))
  );
}

export function meets({ operator, values = [] }: SelectorRequirement, value: string | undefined): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}

export const controllerOf = ({ metadata }: KubeObject) => metadata?.ownerReferences?.find(({ controller }) => controller === true);

/** The key of the workload of this kind that an object belongs to; empty where it belongs to none. */
export const ownerKeys =
  (kind: string) =>
  (object: KubeObject): string[] => {
    const owner = controllerOf(object);
    return owner?.kind === kind ? [`${object.metadata?.namespace ?? ''}/${owner.name}`] : [];
  };

/** Indexes of what has an owner, and of what looks for one. */
export const byOwner = {
  owner: (object: KubeObject): string[] => [controllerOf(object)?.uid ?? ''],
  namespace: (object: KubeObject): string[] => [object.metadata?.namespace ?? ''],
};

/** Objects that a selector chooses and nobody controls: what is left of an owner that was deleted alone. */
export const isOrphan = (object: KubeObject): boolean =>
  controllerOf(object) === undefined && object.metadata?.deletionTimestamp === undefined;
