import type { Pod } from '../../../kube/objects/built-in.ts';

type PodSpec = NonNullable<Pod['spec']>;

export interface References {
  readonly configMaps: ReadonlySet<string>;
  readonly secrets: ReadonlySet<string>;
}

/** The ConfigMaps and Secrets that a pod's volumes and variables are made of: a change of another is no reason to look at the pod. */
export function referencesOf({ volumes = [], containers = [], initContainers = [] }: Partial<PodSpec>): References {
  const all = [...initContainers, ...containers];
  const sources = volumes.flatMap(({ projected }) => projected?.sources ?? []);
  const from = all.flatMap(({ envFrom = [] }) => envFrom);
  const variables = all.flatMap(({ env = [] }) => env.map(({ valueFrom }) => valueFrom));
  return {
    configMaps: named([
      ...volumes.map(({ configMap }) => configMap?.name),
      ...sources.map(({ configMap }) => configMap?.name),
      ...from.map(({ configMapRef }) => configMapRef?.name),
      ...variables.map((variable) => variable?.configMapKeyRef?.name),
    ]),
    secrets: named([
      ...volumes.map(({ secret }) => secret?.secretName),
      ...sources.map(({ secret }) => secret?.name),
      ...from.map(({ secretRef }) => secretRef?.name),
      ...variables.map((variable) => variable?.secretKeyRef?.name),
    ]),
  };
}

const named = (names: readonly (string | undefined)[]): ReadonlySet<string> => new Set(names.filter((name) => name !== undefined));
