import type { CoreV1PodSpec as PodSpec, CoreV1PodTemplateSpec as PodTemplate } from '../../../kube/objects/kinds/core-v1.ts';
import { resource, type KubeObject, type ObjectMeta, type Resource } from '../../../kube/objects/resource.ts';

/** Kinds that a cluster has by definitions: here each with no more than what is looked at, and the rest as it comes. */
export interface ArgoRollout extends KubeObject {
  readonly spec?: { readonly template?: PodTemplate; readonly restartAt?: string };
}
export const rollouts = resource<ArgoRollout>('argoproj.io', 'v1alpha1', 'rollouts', 'Rollout');

interface Definition extends KubeObject {
  readonly spec: object;
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}
export const definitions = resource<Definition>(
  'apiextensions.k8s.io',
  'v1',
  'customresourcedefinitions',
  'CustomResourceDefinition',
  'cluster',
);

const FREE = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

export const definitionOf = ({ group, version, plural, kind }: Resource<KubeObject>): Definition => ({
  metadata: { name: `${plural}.${group}` },
  spec: {
    group,
    scope: 'Namespaced',
    names: { plural, kind, singular: kind.toLowerCase(), listKind: `${kind}List` },
    versions: [
      {
        name: version,
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', properties: { spec: FREE, status: FREE } } },
      },
    ],
  },
});

const GROUP = 'secrets-store.csi.x-k8s.io';
export const classes = resource(GROUP, 'v1', 'secretproviderclasses', 'SecretProviderClass');

/** What a pod has of a class. */
export interface PodStatus extends KubeObject {
  readonly status: {
    readonly podName: string;
    readonly secretProviderClassName: string;
    readonly mounted: boolean;
    readonly objects: readonly { readonly id: string; readonly version: string }[];
  };
}
export const statuses = resource<PodStatus>(GROUP, 'v1', 'secretproviderclasspodstatuses', 'SecretProviderClassPodStatus');

export const podStatus = (
  className: string,
  version: string,
  { pod = 'web-1', namespace = 'default', ...metadata }: ObjectMeta & { readonly pod?: string } = {},
): PodStatus => ({
  metadata: { namespace, name: `${pod}-${namespace}-${className}`, ...metadata },
  status: { podName: pod, secretProviderClassName: className, mounted: true, objects: [{ id: 'password', version }] },
});

/** A pod that mounts a class by its first container, or initially. */
export function mounting(className: string, where: 'containers' | 'initContainers' = 'containers'): PodSpec {
  const container = { name: 'main', image: 'none' };
  const volumeMounts = [{ name: 'v', mountPath: '/x' }];
  const volumes = [
    { name: 'v', csi: { driver: 'secrets-store.csi.k8s.io', readOnly: true, volumeAttributes: { secretProviderClass: className } } },
  ];
  return where === 'containers'
    ? { containers: [{ ...container, volumeMounts }], volumes }
    : { containers: [container], initContainers: [{ ...container, name: 'init', volumeMounts }], volumes };
}
