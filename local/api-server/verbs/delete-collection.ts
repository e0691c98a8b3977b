import { deleteOptions, remove } from './delete.ts';
import { list, type Listed } from './list.ts';
import type { ApiRequest, ServerParts } from './request.ts';

/** Deletes, or begins to delete, all that the selectors choose; answers what was there. */
export async function deleteCollection(cluster: ServerParts, request: ApiRequest): Promise<Listed> {
  const options = await deleteOptions(request);
  const listed = list(cluster, request);
  for (const {
    metadata: { name = '', namespace },
  } of listed.items)
    remove(cluster, { ...request, name, namespace }, options);
  return listed;
}
