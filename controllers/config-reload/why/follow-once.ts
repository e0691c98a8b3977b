import { ApiError } from '../../../kube/errors/api-error.ts';
import { createStore } from '../../../kube/follow/store.ts';
import type { Client } from '../../../kube/client/client.ts';
import type { KubeObject, Resource } from '../../../kube/objects/resource.ts';
import type { ReloadParts } from '../seen/reload-key.ts';

/** Collections that are listed, and not watched: what is followed for a single look. */
export interface FollowedOnce {
  readonly follow: ReloadParts['follow'];
  /** Resolves once all is listed, as far as it may be. Rejects where the cluster cannot be asked. */
  listed(): Promise<void>;
  /** By kind, what the user may not list. */
  readonly refused: ReadonlyMap<string, ApiError>;
}

/** `without`: kinds that are not even asked for. */
export function createFollowOnce(client: Client, without: readonly string[] = []): FollowedOnce {
  const lists: Promise<void>[] = [];
  const refused = new Map<string, ApiError>();
  async function list<T extends KubeObject>(
    resource: Resource<T>,
    options: object,
    take: (objects: readonly T[], version: string) => void,
  ) {
    try {
      const { items, resourceVersion } = await client.list(resource, options);
      take(items, resourceVersion);
    } catch (error) {
      // Of a kind that the cluster does not have there is none.
      if (ApiError.is(error, 'not-found')) take([], '');
      else if (ApiError.is(error, 'forbidden')) refused.set(resource.kind, error);
      else throw error;
    }
  }
  return {
    follow(resource, { namespaces = [], labelSelector, fieldSelector, transform = (object) => object, indexes, keys = () => [] }) {
      const { store, write } = createStore({ indexes });
      const [namespace] = namespaces;
      const selection = { ...(namespace === undefined ? {} : { namespace }), labelSelector, fieldSelector };
      if (!without.includes(resource.kind))
        lists.push(
          list(resource, selection, (objects, version) => {
            // Whose keys they are does not matter here, but that their histories are kept.
            for (const delta of write({ type: 'replaced', objects: objects.map(transform), version })) keys(delta);
          }),
        );
      return store;
    },
    listed: async () => void (await Promise.all(lists)),
    refused,
  };
}
