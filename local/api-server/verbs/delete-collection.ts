import { StatusError } from '../contracts/status-error.ts';
import { deleteOptions, remove } from './delete.ts';
import { list, type Listed } from './list.ts';
import { untilCurrent } from './outdated.ts';
import type { ApiRequest, ServerParts } from './request.ts';

/** Deletes, or begins to delete, all that the selectors choose; answers what was there. */
export async function deleteCollection(cluster: ServerParts, request: ApiRequest): Promise<Listed> {
  const options = await deleteOptions(request);
  const listed = list(cluster, request);
  for (const {
    metadata: { name = '', namespace },
  } of listed.items) {
    const one = { ...request, name, namespace };
    await untilCurrent(one, () => remove(cluster, one, options)).catch(unlessGone);
  }
  return listed;
}

/** While somebody was asked about one, another may have deleted it. */
function unlessGone(error: unknown): void {
  if (!(error instanceof StatusError) || error.status.code !== 404) throw error;
}
