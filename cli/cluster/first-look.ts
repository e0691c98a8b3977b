import type { KubeObject, Resource } from '../../kube/objects/resource.ts';
import type { Reached } from './reach-cluster.ts';

/**
 * Asks once for what is about to be followed, so that what is wrong with the cluster or the rights is said at once: a
 * reflector would try for ever. Answers whether there is anything.
 */
export async function firstLook(
  { client }: Reached,
  { resource, ...selection }: { readonly resource: Resource<KubeObject>; readonly namespace?: string; readonly labelSelector?: string },
): Promise<boolean> {
  for await (const { items } of client.listPages(resource, { ...selection, limit: 1 })) return items.length > 0;
  return false;
}
