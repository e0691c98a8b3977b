import { resource, type KubeObject } from '../../../kube/objects/resource.ts';

export interface Oven extends KubeObject {
  readonly spec?: { readonly loaves: number };
  readonly status?: Readonly<Record<string, unknown>>;
}

const GROUP = 'bakers.example.com';
export const ovens = resource<Oven>(GROUP, 'v1', 'ovens', 'Oven');

const anything = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

export const OVENS = {
  metadata: { name: `ovens.${GROUP}` },
  spec: {
    group: GROUP,
    scope: 'Namespaced',
    names: { kind: 'Oven', singular: 'oven', plural: 'ovens' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', properties: { spec: anything, status: anything } } },
        subresources: { status: {} },
      },
    ],
  },
};
