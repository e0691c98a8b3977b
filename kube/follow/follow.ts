import type { Change } from './change.ts';
import type { KubeObject } from '../objects/resource.ts';
import type { Delta, StoreWriter } from './store.ts';

/**
 * Keeps a store up to date and passes on what each change did to it: `follow(reflect(client, pods, options), writer)`.
 * The store is ahead of what is passed on, never behind. The store stands still while nobody pulls.
 */
export async function* follow<T extends KubeObject>(changes: AsyncIterable<Change<T>>, writer: StoreWriter<T>): AsyncGenerator<Delta<T>> {
  for await (const change of changes) yield* writer.write(change);
}
