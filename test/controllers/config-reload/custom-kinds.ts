import type { PodTemplate } from '../../../controllers/config-reload/workload.ts';
import { resource, type KubeObject, type Resource } from '../../../kube/resource.ts';

/** Kinds that a cluster has by definitions: here each with no more than what is looked at, and the rest as it comes. */
export interface Rollout extends KubeObject {
  readonly spec?: { readonly template?: PodTemplate; readonly restartAt?: string };
}
export const rollouts = resource<Rollout>('argoproj.io', 'v1alpha1', 'rollouts', 'Rollout');

interface Definition extends KubeObject {
  readonly spec: object;
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}
export const definitions = resource<Definition>('apiextensions.k8s.io', 'v1', 'customresourcedefinitions', 'CustomResourceDefinition', 'cluster');

const FREE = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

export const definitionOf = ({ group, version, plural, kind }: Resource<KubeObject>): Definition => ({
  metadata: { name: `${plural}.${group}` },
  spec: { group, scope: 'Namespaced', names: { plural, kind, singular: kind.toLowerCase(), listKind: `${kind}List` }, versions: [{ name: version, served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', properties: { spec: FREE, status: FREE } } } }] },
});
