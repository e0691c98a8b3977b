import type { JsonPatchStep } from '../../../kube/client/client.ts';
import type { KubeObject } from '../../../kube/objects/resource.ts';

export const isHeld = ({ metadata }: KubeObject, finalizer: string): boolean => metadata?.finalizers?.includes(finalizer) === true;

/** Adds a finalizer, if the object is as it was seen. */
export function heldBy({ metadata = {} }: KubeObject, finalizer: string): readonly JsonPatchStep[] {
  const { uid, resourceVersion, finalizers = [] } = metadata;
  return [
    { op: 'test', path: '/metadata/uid', value: uid },
    { op: 'test', path: '/metadata/resourceVersion', value: resourceVersion },
    { op: 'add', path: '/metadata/finalizers', value: [...finalizers, finalizer] },
  ];
}

/** Removes a finalizer and no other, whatever else has changed, unless the finalizers themselves have. */
export function releasedBy({ metadata = {} }: KubeObject, finalizer: string): readonly JsonPatchStep[] {
  const path = `/metadata/finalizers/${metadata.finalizers?.indexOf(finalizer) ?? 0}`;
  return [
    { op: 'test', path: '/metadata/uid', value: metadata.uid },
    { op: 'test', path, value: finalizer },
    { op: 'remove', path },
  ];
}
