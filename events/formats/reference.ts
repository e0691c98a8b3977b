import type { ResourceChange, StateText } from '../resource-change.ts';

/** `apps/v1`, `v1`. */
export const apiVersionOf = ({ group, version }: ResourceChange['resource']): string => (group === '' ? version : `${group}/${version}`);

/** The least that can be said of an object, where a format wants a state and there is none: which one it is. */
export function referenceTo({ resource, object }: ResourceChange): StateText {
  const { uid, namespace, name } = object;
  return Buffer.from(JSON.stringify({ apiVersion: apiVersionOf(resource), kind: resource.kind, metadata: { name, namespace, uid } }));
}
