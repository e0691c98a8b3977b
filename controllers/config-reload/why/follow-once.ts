import { ApiError } from '../../../kube/errors/api-error.ts';
import { createStore } from '../../../kube/follow/store.ts';
import type { Client, ListOptions } from '../../../kube/client/client.ts';
import type { KubeObject, Resource } from '../../../kube/objects/resource.ts';
import type { ReloadParts } from '../seen/reload-key.ts';

/** Collections that are listed, and not watched: what is followed for a single look. */
export interface FollowedOnce {
  readonly follow: ReloadParts['follow'];
  /** Resolves once all is listed, as far as it may be. Rejects where the cluster cannot be asked. */
  listed(): Promise<void>;
  /** Undefined: the user may list objects of this kind in this namespace. */
  refusal(kind: string, namespace: string): ApiError | undefined;
}

/** `without`: kinds that are not even asked for. */
export function createFollowOnce(client: Client, without: readonly string[] = []): FollowedOnce {
  const lists: Promise<void>[] = [];
  const refused = new Map<string, ApiError>();

  /** Undefined where they may not be listed. */
  async function list<T extends KubeObject>(resource: Resource<T>, options: ListOptions): Promise<readonly T[] | undefined> {
    try {
      return (await client.list(resource, options)).items;
    } catch (error) {
      // Of a kind that the cluster does not have there is none.
      if (ApiError.is(error, 'not-found')) return [];
      if (!ApiError.is(error, 'forbidden')) throw error;
      refused.set(`${resource.kind} ${options.namespace}`, error);
      return undefined;
    }
  }
  return {
    follow(resource, { namespaces = [], labelSelector, fieldSelector, transform = (object) => object, indexes, keys = () => [] }) {
      const { store, write } = createStore({ indexes });
      const fill = async (): Promise<void> => {
        const places = namespaces.map((namespace) => list(resource, { namespace, labelSelector, fieldSelector }));
        const found = (await Promise.all(places)).filter((objects) => objects !== undefined);
        if (found.length === 0) return;
        const objects = found.flat().map(transform);
        // Whose keys they are does not matter here, but that who listens has heard of them.
        for (const delta of write({ type: 'replaced', objects, version: '0' })) keys(delta);
      };
      if (!without.includes(resource.kind)) lists.push(fill());
      return store;
    },
    listed: async () => void (await Promise.all(lists)),
    refusal: (kind, namespace) => refused.get(`${kind} ${namespace}`),
  };
}
