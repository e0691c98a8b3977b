import { createConditions } from '../../ground/time/condition.ts';
import { createIndexedMap, type Index, type IndexedMap } from './indexed-map.ts';
import type { Change } from './change.ts';
import { keyOf, type KubeObject } from '../objects/resource.ts';
import { compareVersions } from './version.ts';

/** What a change did to a store: what a handler is told. `initial`: it came with the first list, not with a later event. */
export type Delta<T> =
  | { readonly type: 'added'; readonly object: T; readonly initial: boolean }
  | { readonly type: 'updated'; readonly object: T; readonly old: T; readonly initial: boolean }
  | { readonly type: 'deleted'; readonly object: T; readonly initial: boolean };

/** The readers' side. What it hands out is shared by all of them, and never changed. */
export interface Store<T extends KubeObject> {
  /** By `namespace/name`, or `name` for what has no namespace (keyOf). */
  get(key: string): T | undefined;
  values(): Iterable<T>;
  readonly size: number;
  /** The objects for which the index function answers `value`. Throws where no such index was declared. */
  by(index: string, value: string): readonly T[];
  /** True once a whole list is in, and from then on. */
  readonly synced: boolean;
  /** Resolves when synced, or when `signal` aborts. */
  whenSynced(signal: AbortSignal): Promise<void>;
  /** The newest resourceVersion that has been seen, those of bookmarks included. */
  readonly version: string | undefined;
  /**
   * Has `version`, or a later one, been seen? Ask with the version that a write answered, to read one's own writes. A
   * version that cannot be compared counts as seen. A server restored from a backup may never get there: bound the wait.
   */
  has(version: string): boolean;
  /** Resolves when it has `version`, or when `signal` aborts. */
  whenHas(version: string, signal: AbortSignal): Promise<void>;
}

/** The one writer's side. */
export interface StoreWriter<T extends KubeObject> {
  readonly store: Store<T>;
  /** All of the change is in the store, for all readers at once, before this returns. */
  write(change: Change<T>): readonly Delta<T>[];
  /** Has its readers find objects by something else as well. Throws where another index has that name. */
  index(name: string, valuesOf: Index<T>): void;
}

export interface StoreOptions<T extends KubeObject> {
  readonly indexes?: Readonly<Record<string, Index<T>>>;
}

export function createStore<T extends KubeObject>({ indexes = {} }: StoreOptions<T> = {}): StoreWriter<T> {
  const objects = createIndexedMap<T>(indexes);
  const conditions = createConditions();
  let synced = false;
  let version: string | undefined;

  const has = (wanted: string): boolean => version !== undefined && (compareVersions(version, wanted) ?? 0) >= 0;
  const reach = (seen: string | undefined): void => {
    if (seen !== undefined && (version === undefined || (compareVersions(seen, version) ?? 1) > 0)) version = seen;
  };
  const write = (change: Change<T>): readonly Delta<T>[] => {
    switch (change.type) {
      case 'replaced': {
        const deltas = replaceAll(objects, change.objects, !synced);
        synced = true;
        version = change.version; // also where it is lower than before: the server's history is the one that counts
        return deltas;
      }
      case 'applied':
        reach(change.object.metadata?.resourceVersion);
        return put(objects, change.object, false);
      case 'deleted':
        reach(change.object.metadata?.resourceVersion);
        return drop(objects, change.object);
      case 'progress':
        reach(change.version);
        return [];
    }
  };
  const store: Store<T> = {
    get: (key) => objects.get(key),
    values: () => objects.values(),
    get size() {
      return objects.size;
    },
    by: (index, value) => objects.by(index, value),
    get synced() {
      return synced;
    },
    whenSynced: (signal) => conditions.when(() => synced, signal),
    get version() {
      return version;
    },
    has,
    whenHas: (wanted, signal) => conditions.when(() => has(wanted), signal),
  };
  return {
    store,
    index: objects.index,
    write: (change) => {
      const deltas = write(change);
      conditions.changed();
      return deltas;
    },
  };
}

function put<T extends KubeObject>(objects: IndexedMap<T>, object: T, initial: boolean): Delta<T>[] {
  const key = keyOf(object);
  const old = objects.get(key);
  if (old === undefined) {
    objects.set(key, object);
    return [{ type: 'added', object, initial }];
  }
  const same = old.metadata?.uid === object.metadata?.uid;
  if (same && !isNewer(object, old)) return [];
  objects.set(key, object);
  if (same) return [{ type: 'updated', object, old, initial }];
  return [
    { type: 'deleted', object: old, initial },
    { type: 'added', object, initial },
  ];
}

function drop<T extends KubeObject>(objects: IndexedMap<T>, object: T): Delta<T>[] {
  const key = keyOf(object);
  const old = objects.get(key);
  if (old === undefined) return [];
  if (old.metadata?.uid !== object.metadata?.uid && !isNewer(object, old)) return []; // the end of an earlier object of that name
  objects.delete(key);
  return [{ type: 'deleted', object, initial: false }];
}

/** A fresh list stands above what is here, also where its versions are lower. */
function replaceAll<T extends KubeObject>(objects: IndexedMap<T>, fresh: readonly T[], initial: boolean): Delta<T>[] {
  const deltas: Delta<T>[] = [];
  const gone = new Set(objects.keys());
  for (const object of fresh) {
    const key = keyOf(object);
    const old = objects.get(key);
    gone.delete(key);
    if (old !== undefined && sameState(old, object)) continue;
    objects.set(key, object);
    if (old === undefined) deltas.push({ type: 'added', object, initial });
    else if (old.metadata?.uid === object.metadata?.uid) deltas.push({ type: 'updated', object, old, initial });
    else deltas.push({ type: 'deleted', object: old, initial }, { type: 'added', object, initial });
  }
  for (const key of gone) {
    const object = objects.get(key);
    objects.delete(key);
    if (object !== undefined) deltas.push({ type: 'deleted', object, initial });
  }
  return deltas;
}

const sameState = (one: KubeObject, other: KubeObject): boolean =>
  one.metadata?.uid === other.metadata?.uid && one.metadata?.resourceVersion === other.metadata?.resourceVersion;

/** Versions that cannot be compared are taken in the order in which they come. */
function isNewer(object: KubeObject, than: KubeObject): boolean {
  const [one, other] = [object.metadata?.resourceVersion, than.metadata?.resourceVersion];
  return one === undefined || other === undefined || (compareVersions(one, other) ?? 1) > 0;
}
