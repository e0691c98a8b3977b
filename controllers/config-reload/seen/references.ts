import type {
  CoreV1Container as Container,
  CoreV1PodSpec as PodSpec,
  CoreV1Volume as Volume,
} from '../../../kube/objects/kinds/core-v1.ts';
import { sourceId } from './source-type.ts';

/** A source that the pods of a workload take something from. */
export interface Reference {
  readonly id: string;
  /** The container that a reload is written to: the one that uses it, or the first one where an init container does. */
  readonly container: string;
  /** The keys that are used; absent: any. */
  readonly keys?: readonly string[];
}

/**
 * What the pods use, each use in the order in which a container is chosen by it: mounted volumes before environment, and
 * regular containers before init containers. A volume that nobody mounts is no use.
 */
export function referencesOf({ containers = [], initContainers = [], volumes = [] }: Partial<PodSpec>): readonly Reference[] {
  const first = containers[0]?.name ?? '';
  const uses = (find: (container: Container) => readonly Omit<Reference, 'container'>[]) => [
    ...containers.flatMap((container) => find(container).map((use) => ({ ...use, container: container.name }))),
    ...initContainers.flatMap((container) => find(container).map((use) => ({ ...use, container: first }))),
  ];
  return [...uses((container) => mounted(container, volumes)), ...uses(inEnvironment)];
}

function mounted({ volumeMounts = [] }: Container, volumes: readonly Volume[]): readonly Omit<Reference, 'container'>[] {
  return volumeMounts.flatMap(({ name, subPath }) => {
    const part = subPath === undefined ? undefined : [subPath.split('/')[0] ?? ''];
    return volumes
      .filter((volume) => volume.name === name)
      .flatMap(inVolume)
      .map(({ id, keys }) => reference(id, keys ?? part));
  });
}

const inVolume = ({ configMap, secret, projected, csi }: Volume): readonly Omit<Reference, 'container'>[] => [
  ...(configMap?.name === undefined ? [] : [reference(sourceId('ConfigMap', configMap.name), keysOf(configMap.items))]),
  ...(secret?.secretName === undefined ? [] : [reference(sourceId('Secret', secret.secretName), keysOf(secret.items))]),
  ...classesOf(csi).map((name) => reference(sourceId('SecretProviderClass', name))),
  ...(projected?.sources ?? []).flatMap((source) => [
    ...(source.configMap?.name === undefined
      ? []
      : [reference(sourceId('ConfigMap', source.configMap.name), keysOf(source.configMap.items))]),
    ...(source.secret?.name === undefined ? [] : [reference(sourceId('Secret', source.secret.name), keysOf(source.secret.items))]),
  ]),
];

/** What the CSI driver for secrets mounts. */
const classesOf = (csi: Volume['csi']): readonly string[] =>
  [csi?.volumeAttributes?.['secretProviderClass'] ?? ''].filter((name) => name !== '');

const inEnvironment = ({ env = [], envFrom = [] }: Container): readonly Omit<Reference, 'container'>[] => [
  ...env.flatMap(({ valueFrom }) => [
    ...(valueFrom?.configMapKeyRef?.name === undefined
      ? []
      : [reference(sourceId('ConfigMap', valueFrom.configMapKeyRef.name), [valueFrom.configMapKeyRef.key])]),
    ...(valueFrom?.secretKeyRef?.name === undefined
      ? []
      : [reference(sourceId('Secret', valueFrom.secretKeyRef.name), [valueFrom.secretKeyRef.key])]),
  ]),
  ...envFrom.flatMap(({ configMapRef, secretRef }) => [
    ...(configMapRef?.name === undefined ? [] : [reference(sourceId('ConfigMap', configMapRef.name))]),
    ...(secretRef?.name === undefined ? [] : [reference(sourceId('Secret', secretRef.name))]),
  ]),
];

const reference = (id: string, keys?: readonly string[]): Omit<Reference, 'container'> => ({ id, ...(keys === undefined ? {} : { keys }) });

const keysOf = (items: readonly { readonly key: string }[] | undefined): readonly string[] | undefined =>
  items === undefined || items.length === 0 ? undefined : items.map(({ key }) => key);
