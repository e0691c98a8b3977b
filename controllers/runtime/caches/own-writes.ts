import type { Clock } from '../../../ground/time/clock.ts';
import { keyOfName, type KubeObject, type ObjectName, type Resource } from '../../../kube/objects/resource.ts';
import type { Store } from '../../../kube/follow/store.ts';

/** True once the cache shows what was written. */
type Shown = () => boolean;

/**
 * A cache that follows is there within a minute, by its bookmarks. One that is not after this time never will be: the
 * server was restored from a backup, and its versions start over.
 */
const PATIENCE_MS = 300_000;

/**
 * Read-your-writes: what each key's own reconciles wrote, until the cache has seen it. A key that is decided on a cache
 * older than its own last write does things twice.
 */
export interface OwnWrites {
  /** Has the cache seen all that was written for the key? */
  seen(key: string): boolean;
  /** Keys for which it has not. */
  pending(): readonly string[];
  /** The server answered a write for the key with this object. */
  wrote(key: string, resource: Resource<KubeObject>, answer: KubeObject): void;
  /** The object was deleted, or evicted, for the key: it will be gone, or going, or another of its name will be there. */
  deleted(key: string, resource: Resource<KubeObject>, name: ObjectName): void;
}

/** The stores that will show what is done to this object. */
export type StoresOf = (resource: Resource<KubeObject>, name: ObjectName) => readonly Store<KubeObject>[];

export function createOwnWrites(storesOf: StoresOf, clock: Clock): OwnWrites {
  const pending = new Map<string, Shown[]>();
  const expect = (key: string, visible: Shown): void => {
    if (visible()) return;
    const until = clock.now() + PATIENCE_MS;
    const shown = () => visible() || clock.now() > until;
    const known = pending.get(key);
    if (known === undefined) pending.set(key, [shown]);
    else known.push(shown);
  };
  const seen = (key: string): boolean => {
    const left = pending.get(key)?.filter((shown) => !shown()) ?? [];
    if (left.length === 0) pending.delete(key);
    else pending.set(key, left);
    return left.length === 0;
  };
  return {
    seen,
    pending: () => [...pending.keys()].filter((key) => !seen(key)),
    wrote(key, resource, { metadata }) {
      const version = metadata?.resourceVersion;
      if (version === undefined) return;
      for (const store of storesOf(resource, { namespace: metadata?.namespace, name: metadata?.name ?? '' }))
        expect(key, () => store.has(version));
    },
    deleted(key, resource, name) {
      for (const store of storesOf(resource, name)) {
        const uid = store.get(keyOfName(name))?.metadata?.uid;
        if (uid === undefined) continue;
        expect(key, () => {
          const now = store.get(keyOfName(name))?.metadata;
          return now?.uid !== uid || now.deletionTimestamp !== undefined;
        });
      }
    },
  };
}
