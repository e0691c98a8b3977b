import type { Client, Selection } from '../../../kube/client/client.ts';
import { nameOfKey, type KubeObject, type Resource } from '../../../kube/objects/resource.ts';
import type { Store } from '../../../kube/follow/store.ts';

/** An object of those that a store follows. */
export interface FollowedObject {
  readonly resource: Resource<KubeObject>;
  readonly key: string;
  /** Which ones the store follows. */
  readonly where: Pick<Selection, 'fieldSelector' | 'labelSelector'>;
}

/**
 * Does the store know all that became of the object until this version was written, in whatever collection? Where no later change has
 * told it so, the server is asked how the object stands: a collection may have been quiet, or its watch be late. By a list, since who
 * follows may list.
 */
export async function isKnownUpTo(
  version: string,
  store: Pick<Store<KubeObject>, 'get' | 'has'>,
  { resource, key, where }: FollowedObject,
  client: Client,
): Promise<boolean> {
  if (store.has(version)) return true;
  const { name, namespace } = nameOfKey(key);
  const fieldSelector = [where.fieldSelector ?? [], `metadata.name=${name}`].flat().join(',');
  const { items } = await client.list(resource, { ...where, namespace, fieldSelector });
  const there = items[0]?.metadata?.resourceVersion;
  return there === store.get(key)?.metadata?.resourceVersion || (there !== undefined && store.has(there));
}
