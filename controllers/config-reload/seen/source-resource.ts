import { configMaps, secrets } from '../../../kube/objects/built-in.ts';
import { resource, type KubeObject, type Resource } from '../../../kube/objects/resource.ts';
import type { SourceType } from './source-type.ts';

/** Where sources of each type are found. */
export const SOURCE_RESOURCES: Readonly<Record<SourceType, Resource<KubeObject>>> = {
  ConfigMap: configMaps,
  Secret: secrets,
  SecretProviderClass: resource('secrets-store.csi.x-k8s.io', 'v1', 'secretproviderclasses', 'SecretProviderClass'),
};
