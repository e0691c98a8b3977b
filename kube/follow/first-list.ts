import { ApiError } from '../errors/api-error.ts';
import type { Change, ReflectedCollection } from './change.ts';
import type { List, ListOptions } from '../client/client.ts';
import { metadataOf, type KubeObject } from '../objects/resource.ts';

/** All of a collection, by pages; `at`: as it was at that version or, where a newer one has been seen already, not older. */
export async function firstList<T extends KubeObject>(
  { client, resource, selection, signal, transform, onContact }: ReflectedCollection<T>,
  at: Pick<ListOptions, 'resourceVersion' | 'resourceVersionMatch'> = {},
): Promise<Change<T>> {
  const objects: T[] = [];
  let pages = 0;
  let version = '';
  const read = async (options: ListOptions): Promise<void> => {
    for await (const { items, resourceVersion } of client.listPages(resource, { ...selection, signal, ...options }) as AsyncIterable<
      List<T>
    >) {
      onContact();
      for (const item of items) objects.push(transform(item));
      version = resourceVersion;
      pages += 1;
    }
  };
  try {
    await read(at);
  } catch (error) {
    if (pages === 0 || !ApiError.is(error, 'expired')) throw error;
    // The pages took longer than the server remembers, and they would again: all in one answer, then.
    objects.length = 0;
    await read({ ...(at.resourceVersionMatch === 'Exact' ? at : {}), limit: 0 });
  }
  return { type: 'replaced', objects, version };
}

/**
 * Rejects with `version-too-large` where the server has not reached a version, as after it was restored from a backup. A
 * watch from such a version would not say so: it stays silent until the version comes.
 */
export async function confirmVersion<T extends KubeObject>(
  { client, resource, selection, signal }: ReflectedCollection<T>,
  resourceVersion: string,
): Promise<void> {
  const pages = client.listPages(metadataOf(resource), {
    ...selection,
    signal,
    limit: 1,
    resourceVersion,
    resourceVersionMatch: 'NotOlderThan',
  });
  await pages.next();
  await pages.return(undefined);
}
