import type { KubeObject } from '../../kube/objects/resource.ts';

/** A label selector as it stands in objects. */
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly { readonly key: string; readonly operator: string; readonly values?: readonly string[] }[];
}

export function matches(
  { matchLabels = {}, matchExpressions = [] }: LabelSelector,
  labels: Readonly<Record<string, string>> = {},
): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const value = labels[key];
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
    })
  );
}

export const controllerOf = ({ metadata }: KubeObject) => metadata?.ownerReferences?.find(({ controller }) => controller === true);

/** Indexes of what has an owner, and of what looks for one. */
export const byOwner = {
  owner: (object: KubeObject): string[] => [controllerOf(object)?.uid ?? ''],
  namespace: (object: KubeObject): string[] => [object.metadata?.namespace ?? ''],
};

/** Objects that a selector chooses and nobody controls: what is left of an owner that was deleted alone. */
export const isOrphan = (object: KubeObject): boolean =>
  controllerOf(object) === undefined && object.metadata?.deletionTimestamp === undefined;
