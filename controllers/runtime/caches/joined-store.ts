import { nameOfKey, type KubeObject } from '../../../kube/objects/resource.ts';
import type { Store } from '../../../kube/follow/store.ts';

/** The stores of several namespaces, read as one. */
export function joinStores<T extends KubeObject>(byNamespace: ReadonlyMap<string, Store<T>>): Store<T> {
  const stores = [...byNamespace.values()];
  return {
    get: (key) => byNamespace.get(nameOfKey(key).namespace ?? '')?.get(key),
    *values() {
      for (const store of stores) yield* store.values();
    },
    get size() {
      return stores.reduce((sum, { size }) => sum + size, 0);
    },
    by: (index, value) => stores.flatMap((store) => store.by(index, value)),
    get synced() {
      return stores.every(({ synced }) => synced);
    },
    whenSynced: async (signal) => void (await Promise.all(stores.map((store) => store.whenSynced(signal)))),
    get version() {
      return undefined; // each namespace is at its own
    },
    has: (version) => stores.every((store) => store.has(version)),
    whenHas: async (version, signal) => void (await Promise.all(stores.map((store) => store.whenHas(version, signal)))),
  };
}
