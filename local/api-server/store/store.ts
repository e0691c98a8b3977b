import type { StoredObject } from '../contracts/kube-object.ts';
import type { LoggedChange } from './change-log.ts';
import { createCollection, type StoredCollection } from './collection.ts';

export interface StoreChange extends LoggedChange {
  readonly collection: string;
}

/** Everything that is kept, in memory: one writer (this event loop), one counter of revisions. */
export interface ObjectStore {
  /** The revision of the latest write. */
  readonly revision: number;
  /** By `groupResourceOf`: `pods`, `deployments.apps`. */
  collection(name: string): StoredCollection;
  /** Writes, gives the object its resourceVersion, and tells the followers. */
  put(collection: string, key: string, object: StoredObject): StoredObject;
  /** Removes; answers the object with the revision of its deletion. */
  remove(collection: string, key: string): StoredObject | undefined;
  /** Called within each write, after it is visible. A listener may write in turn. */
  subscribe(listener: (change: StoreChange) => void): () => void;
  /** Forgets history: watches and page tokens of before are expired. */
  compact(): void;
  /** Everything as it was at a revision, the counter included. Throws if that is forgotten; nobody is told. */
  rewind(revision: number): void;
  /** Takes a revision for nothing, as writes to another resource would. */
  skip(revisions: number): void;
  readonly names: () => readonly string[];
}

export const keyOf = (namespace: string | undefined, name: string): string => `${namespace ?? ''}/${name}`;

export const keyOfObject = ({ metadata }: StoredObject): string => keyOf(metadata.namespace, metadata.name ?? '');

/** In the order in which a real server writes metadata. */
function withRevision(object: StoredObject, revision: number): StoredObject {
  const { name, generateName, namespace, uid, resourceVersion: _old, ...more } = object.metadata;
  return {
    ...object,
    metadata: {
      name,
      ...(generateName === undefined ? {} : { generateName }),
      ...(namespace === undefined ? {} : { namespace }),
      uid,
      resourceVersion: String(revision),
      ...more,
    },
  };
}

export function createStore({ historyLength }: { readonly historyLength: number }): ObjectStore {
  const collections = new Map<string, StoredCollection>();
  const listeners = new Set<(change: StoreChange) => void>();
  let revision = 0;
  const collection = (name: string): StoredCollection => {
    const known = collections.get(name);
    if (known) return known;
    const made = createCollection(historyLength);
    collections.set(name, made);
    return made;
  };
  const commit = (name: string, change: LoggedChange): StoredObject => {
    collection(name).record(change);
    for (const listener of listeners) listener({ ...change, collection: name });
    return change.object;
  };
  return {
    get revision() {
      return revision;
    },
    names: () => [...collections.keys()],
    collection,
    put(name, key, object) {
      const previous = collection(name).get(key);
      revision += 1;
      return commit(name, { type: previous ? 'MODIFIED' : 'ADDED', revision, key, object: withRevision(object, revision), previous });
    },
    remove(name, key) {
      const previous = collection(name).get(key);
      if (previous === undefined) return undefined;
      revision += 1;
      return commit(name, { type: 'DELETED', revision, key, object: withRevision(previous, revision), previous });
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    compact() {
      for (const each of collections.values()) each.log.compact(0);
    },
    rewind(to) {
      const past = [...collections].map(([name, each]) => ({ name, objects: each.asOf(to) }));
      for (const { name, objects } of past) {
        if (!objects)
          throw new RangeError(`the state of revision ${to} of ${name} is forgotten: ask for a later one, or keep a longer history`);
        collections.set(name, createCollection(historyLength, objects));
      }
      revision = to;
    },
    skip(revisions) {
      revision += revisions;
    },
  };
}
