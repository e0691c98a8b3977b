import type { KubeObject } from '../../../kube/objects/resource.ts';
import { resource } from '../../../kube/objects/resource.ts';

export interface Oven extends KubeObject {
  readonly spec?: { readonly loaves: number };
  readonly status?: Readonly<Record<string, unknown>>;
}

export interface Peering extends KubeObject {
  readonly status?: Readonly<Record<string, unknown>>;
}

export const ovens = resource<Oven>('bakers.example.com', 'v1', 'ovens', 'Oven');
export const peerings = resource<Peering>('kopf.dev', 'v1', 'clusterkopfpeerings', 'ClusterKopfPeering', 'cluster');

const anything = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

const definition = (group: string, kind: string, scope: string, subresources?: object) => {
  const [singular, plural] = [kind.toLowerCase(), `${kind.toLowerCase()}s`];
  const schema = { openAPIV3Schema: { type: 'object', properties: { spec: anything, status: anything } } };
  return {
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope,
      names: { kind, singular, plural },
      versions: [{ name: 'v1', served: true, storage: true, schema, ...(subresources && { subresources }) }],
    },
  };
};

export const OVENS = definition('bakers.example.com', 'Oven', 'Namespaced', { status: {} });
/** How operators of kopf know of each other. */
export const PEERINGS = definition('kopf.dev', 'ClusterKopfPeering', 'Cluster');
