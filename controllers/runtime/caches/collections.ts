import { keyOfName, type KubeObject, type Resource } from '../../../kube/objects/resource.ts';
import type { Store } from '../../../kube/follow/store.ts';
import type { FollowOptions } from '../definition.ts';
import { createFollowed, type FollowContext, type Followed } from './followed.ts';
import { joinStores } from './joined-store.ts';
import type { StoresOf } from './own-writes.ts';

/** All that a controller follows. */
export interface Collections {
  follow<T extends KubeObject>(resource: Resource<T>, options: FollowOptions<T>): Store<T>;
  readonly storesOf: StoresOf;
  /** Follows all of it until `signal` aborts. */
  run(signal: AbortSignal): Promise<void>;
  /** Everything that is there, as keys. */
  keys(): Iterable<string>;
  /** Aborts once there is something to decide on, of each. */
  readonly settled: AbortSignal;
  problems(): string[];
}

export interface CollectionsContext extends Omit<FollowContext, 'onSettled'> {
  /** Told of each store that is kept. */
  readonly onStore: (resource: Resource<KubeObject>, store: Store<KubeObject>) => void;
}

export function createCollections({ onStore, ...context }: CollectionsContext): Collections {
  const all: Followed[] = [];
  const settled = new AbortController();
  const onSettled = (): void => {
    if (all.every((followed) => followed.settled())) settled.abort();
  };
  const add = <T extends KubeObject>(resource: Resource<T>, namespace: string | undefined, options: FollowOptions<T>): Store<T> => {
    const { followed, store } = createFollowed(resource, namespace, options, { ...context, onSettled });
    all.push(followed);
    onStore(resource, store);
    return store;
  };
  return {
    follow(resource, options) {
      const { namespaces = [] } = options;
      const [only, ...others] = resource.namespaced ? new Set(namespaces) : [];
      if (only === undefined || others.length === 0) return add(resource, only, options);
      return joinStores(new Map([only, ...others].map((namespace) => [namespace, add(resource, namespace, options)])));
    },
    storesOf: (resource, name) =>
      all
        .filter((followed) => followed.resource.group === resource.group && followed.resource.plural === resource.plural)
        .filter((followed) => followed.namespace === undefined || followed.namespace === name.namespace)
        // What a selector leaves out never comes: nobody can tell when the cache would have shown it.
        .filter((followed) => !followed.selects || followed.store.get(keyOfName(name)) !== undefined)
        .map(({ store }) => store),
    async run(signal) {
      onSettled(); // a controller may follow nothing at all
      await Promise.all(all.map((followed) => followed.run(signal)));
    },
    *keys() {
      for (const followed of all) yield* followed.keys();
    },
    settled: settled.signal,
    problems: () => all.flatMap((followed) => followed.problem() ?? []),
  };
}
