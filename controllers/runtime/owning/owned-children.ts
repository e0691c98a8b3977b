import { ApiError } from '../../../kube/errors/api-error.ts';
import type { Client } from '../../../kube/client/client.ts';
import {
  keyOf,
  keyOfName,
  nameOf,
  resourceTitle,
  type KubeObject,
  type ObjectName,
  type Resource,
} from '../../../kube/objects/resource.ts';
import type { Store } from '../../../kube/follow/store.ts';
import { digestOf } from './digest.ts';
import { ownedDigest } from './owned-part.ts';
import { childOf, type OwnedBy, type WishedChild } from './owner-mark.ts';
import type { KubeManifest } from '../../../kube/objects/manifest.ts';

/** A resource whose objects are owned, and those that are there. */
interface OwnedCollection {
  readonly resource: Resource<KubeObject>;
  readonly store: Store<KubeObject>;
}

export interface OwnedChildrenOptions extends OwnedBy {
  readonly collections: readonly OwnedCollection[];
  /** Who is noted as owner of the fields. */
  readonly manager: string;
  /** Where somebody else has set a field that is wished: take it, or leave the child as it is. */
  readonly conflicts: 'force' | 'yield';
  /** Told of each such conflict once. */
  readonly onConflict: (owner: KubeObject, message: string) => void;
}

/** A child that is there. */
interface OwnedChild {
  readonly resource: Resource<KubeObject>;
  readonly object: KubeObject;
}

/** The children of all owners. */
export interface OwnedChildren {
  /** Those of an owner that are there. */
  of(owner: KubeObject): readonly OwnedChild[];
  /** Has all of them as they are wished, and no others. */
  have(client: Client, owner: KubeObject, wishes: readonly KubeManifest[]): Promise<void>;
  /** Deletes all of them. True once none is left. */
  remove(client: Client, owner: KubeObject): Promise<boolean>;
  forget(ownerKey: string): void;
}

/** What was applied last, and what the server made of it. */
interface AppliedChild {
  /** Where it will be seen. */
  readonly store: Store<KubeObject>;
  readonly uid: string | undefined;
  readonly version: string | undefined;
  readonly wish: string;
  readonly owned: string;
}

/** The index of stores by the uid of the owner. */
export const BY_OWNER = 'owner';

export function createOwnedChildren(options: OwnedChildrenOptions): OwnedChildren {
  const { collections, manager, conflicts, onConflict } = options;
  const applied = new Map<string, Map<string, AppliedChild>>();
  /** Conflicts, by owner. */
  const told = new Map<string, Set<string>>();

  const of: OwnedChildren['of'] = ({ metadata }) =>
    collections.flatMap(({ resource, store }) => store.by(BY_OWNER, metadata?.uid ?? '').map((object) => ({ resource, object })));
  /** Is it as it was left? What the store cannot show yet is as it was answered. */
  const isAsLeft = (last: AppliedChild | undefined, wish: string, { store }: OwnedCollection, key: string): boolean => {
    if (last?.wish !== wish) return false;
    const live = store.get(key);
    if (live === undefined || last.uid !== live.metadata?.uid) return last.version !== undefined && !store.has(last.version);
    return (last.version !== undefined && !store.has(last.version)) || ownedDigest(live, manager) === last.owned;
  };
  const apply = async (client: Client, owner: KubeObject, { collection, name, object }: Wished): Promise<KubeObject> => {
    const { resource } = collection;
    const send = (force: boolean) => client.patch(resource, name, { apply: object, force }, { fieldManager: manager });
    try {
      return await send(false);
    } catch (error) {
      if (!isFieldConflict(error)) throw error;
      const message = `${idOf(resource, name)}: ${error.message}`;
      const known = told.get(keyOf(owner)) ?? new Set();
      if (!known.has(message))
        onConflict(owner, conflicts === 'force' ? `${message}; it is taken over` : `${message}; it is left as it is`);
      told.set(keyOf(owner), known.add(message));
      return conflicts === 'force' ? send(true) : client.get(resource, name);
    }
  };
  const prune = async (client: Client, { resource, object }: OwnedChild): Promise<void> => {
    if (object.metadata?.deletionTimestamp !== undefined) return;
    try {
      await client.delete(resource, nameOf(object), { uid: object.metadata?.uid, propagation: 'Background' });
    } catch (error) {
      if (!ApiError.is(error, 'not-found')) throw error; // somebody was faster
    }
  };

  return {
    of,
    async have(client, owner, wishes) {
      const known = applied.get(keyOf(owner)) ?? new Map<string, AppliedChild>();
      applied.set(keyOf(owner), known);
      const wished = wishedChildren(owner, wishes, options);
      for (const [id, each] of wished) {
        const { collection, name, object } = each;
        // It goes first, and is then made again.
        if (collection.store.get(keyOfName(name))?.metadata?.deletionTimestamp !== undefined) continue;
        const wish = digestOf(object);
        if (isAsLeft(known.get(id), wish, collection, keyOfName(name))) continue;
        const answer = await apply(client, owner, each);
        const { uid, resourceVersion: version } = answer.metadata ?? {};
        known.set(id, { store: collection.store, uid, version, wish, owned: ownedDigest(answer, manager) });
      }
      for (const id of known.keys()) if (!wished.has(id)) known.delete(id);
      for (const child of of(owner)) if (!wished.has(idOf(child.resource, nameOf(child.object)))) await prune(client, child);
    },
    async remove(client, owner) {
      const left = of(owner);
      for (const child of left) await prune(client, child);
      const known = [...(applied.get(keyOf(owner))?.values() ?? [])];
      // One that was made a moment ago may not be there yet; when it comes, it wakes the owner.
      const shown = known.every(({ store, version }) => version === undefined || store.has(version));
      return left.length === 0 && shown;
    },
    forget(ownerKey) {
      for (const memory of [applied, told]) memory.delete(ownerKey);
    },
  };
}

interface Wished extends Omit<WishedChild, 'resource'> {
  readonly collection: OwnedCollection;
}

/** All that is wished, by what tells it apart, as it is to be applied. */
function wishedChildren(owner: KubeObject, wishes: readonly KubeManifest[], options: OwnedChildrenOptions): ReadonlyMap<string, Wished> {
  const wished = new Map<string, Wished>();
  for (const wish of wishes) {
    const { resource, name, object } = childOf(owner, wish, options);
    const collection = options.collections.find((each) => each.resource === resource);
    const id = idOf(resource, name);
    if (wished.has(id)) throw new TypeError(`the child ${id} is wished twice: give each a name of its own`);
    if (collection !== undefined) wished.set(id, { collection, name, object });
  }
  return wished;
}

const idOf = (resource: Resource<KubeObject>, name: ObjectName): string => `${resourceTitle(resource)} ${keyOfName(name)}`;

/** Another manager has the field: not a conflict of versions, and not one that somebody injects. */
const isFieldConflict = (error: unknown): error is ApiError =>
  ApiError.is(error, 'conflict') && error.causes.some(({ reason }) => reason === 'FieldManagerConflict');
