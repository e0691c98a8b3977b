import type { KubeObject } from '../../kube/objects/resource.ts';

export interface ControllerOwner {
  readonly apiVersion: string;
  readonly kind: string;
  readonly object: KubeObject;
}

/** What an object says of the one that controls it. */
export const ownerReference = ({ apiVersion, kind, object: { metadata } }: ControllerOwner) => ({
  apiVersion,
  kind,
  name: metadata?.name ?? '',
  uid: metadata?.uid ?? '',
  controller: true,
  blockOwnerDeletion: true,
});
