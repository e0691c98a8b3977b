import { keyOfName, resourceTitle, type KubeObject, type ObjectName, type Resource } from '../../../kube/objects/resource.ts';
import type { Store } from '../../../kube/follow/store.ts';
import type { FollowOptions } from '../definition.ts';
import type { Wake } from '../wake.ts';
import { createFollowed, type FollowContext, type Followed, type Opened } from './followed.ts';
import { joinStores } from './joined-store.ts';
import type { KeptObject } from '../why/why.ts';
import type { StoresOf } from './own-writes.ts';
import { createSharedCollections, type Shape } from './shared-collections.ts';

/** All that the controllers of a process follow. What two of them follow alike is followed once, and kept in one store. */
export interface Collections {
  /** The share of one controller, whose keys are woken. */
  follower(wake: Wake, onChange: () => void): Follower;
  readonly storesOf: StoresOf;
  /** Aborts once all of it is there, or is known not to come. */
  readonly settled: AbortSignal;
  /** What is kept of an object; undefined where it is not followed. */
  kept(resource: Resource<KubeObject>, name: ObjectName): KeptObject | undefined;
  /** Follows all of it until `signal` aborts. */
  run(signal: AbortSignal): Promise<void>;
  problems(): string[];
  /** Those that have not got that far yet. */
  behind(version: string): readonly string[];
}

/** What one controller follows. */
export interface Follower {
  follow<T extends KubeObject>(resource: Resource<T>, options: FollowOptions<T>): Store<T>;
  /** Everything that is there, as keys. */
  keys(): Iterable<string>;
  /** Has it said how its changes become keys? */
  readonly listens: boolean;
  /** What speaks against relying on it. */
  problems(): string[];
  /** Aborts once there is something to decide on, of each. */
  readonly settled: AbortSignal;
}

export interface CollectionsContext extends Omit<FollowContext, 'onSettled' | 'onChange'> {
  /** Told of each store that is kept. */
  readonly onStore: (resource: Resource<KubeObject>, store: Store<KubeObject>) => void;
}

export function createCollections({ onStore, ...context }: CollectionsContext): Collections {
  const all: Followed[] = [];
  const shared = createSharedCollections();
  const changed = new Set<() => void>();
  const changes = new Set<() => void>();
  const tellChange = (): void => changes.forEach((tell) => tell());
  const settled = new AbortController();
  const onSettled = (): void => {
    changed.forEach((tell) => tell());
    if (all.every((followed) => followed.settled())) settled.abort();
  };

  const open = <T extends KubeObject>(shape: Shape<T>): Opened<T> =>
    shared.take(shape, () => {
      const opened = createFollowed(shape.resource, shape.namespace, shape.options, { ...context, onSettled, onChange: tellChange });
      all.push(opened.followed);
      onStore(shape.resource, opened.store);
      return opened;
    });

  /** Those that will show what is done to an object. */
  const showing = (resource: Resource<KubeObject>, name: ObjectName): readonly Followed[] =>
    all
      .filter((followed) => followed.resource.group === resource.group && followed.resource.plural === resource.plural)
      .filter((followed) => followed.namespace === undefined || followed.namespace === name.namespace)
      // What a selector leaves out never comes: nobody can tell when the cache would have shown it.
      .filter((followed) => !followed.selects || followed.store.get(keyOfName(name)) !== undefined);

  return {
    follower(wake, onChange) {
      changes.add(onChange);
      const own: Followed[] = [];
      const keys: (() => Iterable<string>)[] = [];
      const ownSettled = new AbortController();
      changed.add(() => {
        if (own.every((followed) => followed.settled())) ownSettled.abort();
      });
      const add = <T extends KubeObject>(resource: Resource<T>, namespace: string | undefined, options: FollowOptions<T>): Store<T> => {
        const { keys: keysOf, namespaces: _, indexes = {}, ...others } = options;
        const { followed, store, listen } = open({ resource, namespace, indexes, options: others });
        own.push(followed);
        if (keysOf !== undefined) keys.push(listen({ keys: keysOf, wake }));
        return store;
      };
      return {
        follow(resource, options) {
          const { namespaces = [] } = options;
          const [only, ...others] = resource.namespaced ? new Set(namespaces) : [];
          if (only === undefined || others.length === 0) return add(resource, only, options);
          return joinStores(new Map([only, ...others].map((namespace) => [namespace, add(resource, namespace, options)])));
        },
        *keys() {
          for (const each of keys) yield* each();
        },
        get listens() {
          return keys.length > 0;
        },
        problems: () => own.flatMap((followed) => followed.problem() ?? []),
        settled: ownSettled.signal,
      };
    },
    settled: settled.signal,
    storesOf: (resource, name) => showing(resource, name).map(({ store }) => store),
    kept(resource, name) {
      const [first] = showing(resource, name);
      return first && { object: first.store.get(keyOfName(name)), keep: first.keep };
    },
    async run(signal) {
      onSettled(); // a controller may follow nothing at all
      await Promise.all(all.map((followed) => followed.run(signal)));
    },
    problems: () => all.flatMap((followed) => followed.problem() ?? []),
    behind: (version) => all.filter((followed) => !followed.has(version)).map(({ resource }) => resourceTitle(resource)),
  };
}
