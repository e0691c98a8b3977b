import { groupVersionOf } from '../../../ground/text/group-version.ts';
import type { StoredObject, OwnerReference } from '../contracts/kube-object.ts';
import type { ServedResource } from '../contracts/schema-source.ts';
import { collectionOf } from '../registry.ts';
import { keyOf, type StoreChange } from '../store/store.ts';
import type { ServerParts } from '../verbs/request.ts';

export interface FoundObject {
  readonly served: ServedResource;
  readonly object: StoredObject;
}

/** Who belongs to whom, kept up with every change. A place is `collection key`. */
export interface Ownership {
  note(change: StoreChange): void;
  at(place: string): FoundObject | undefined;
  /** Where the objects are that name this uid as an owner. */
  dependentPlaces(uid: string): readonly string[];
  dependents(uid: string): readonly FoundObject[];
  placeOf(uid: string): string | undefined;
  /** The owner itself, if it is still the object that is meant. */
  owner(reference: OwnerReference, namespace: string | undefined): StoredObject | undefined;
}

export const ownersOf = ({ metadata }: StoredObject): readonly OwnerReference[] => metadata.ownerReferences ?? [];

export const placeFor = (collection: string, key: string): string => `${collection} ${key}`;

export function createOwnership({ store, registry }: ServerParts): Ownership {
  const dependents = new Map<string, Set<string>>();
  const places = new Map<string, string>();
  const at = (place: string): FoundObject | undefined => {
    const [collection = '', key = ''] = place.split(' ');
    const served = registry.stored().find(({ resource }) => collectionOf(resource) === collection);
    const object = store.collection(collection).get(key);
    return served && object && { served, object };
  };
  const dependentPlaces = (uid: string) => [...(dependents.get(uid) ?? [])];
  return {
    at,
    dependentPlaces,
    dependents: (uid) => dependentPlaces(uid).flatMap((place) => at(place) ?? []),
    placeOf: (uid) => places.get(uid),
    note({ collection, key, object, previous, type }) {
      const place = placeFor(collection, key);
      const uid = object.metadata.uid ?? '';
      for (const owner of previous ? ownersOf(previous) : []) {
        const others = dependents.get(owner.uid);
        others?.delete(place);
        if (others?.size === 0) dependents.delete(owner.uid);
      }
      if (type === 'DELETED') {
        places.delete(uid);
        return;
      }
      places.set(uid, place);
      for (const owner of ownersOf(object)) dependents.set(owner.uid, (dependents.get(owner.uid) ?? new Set()).add(place));
    },
    owner({ apiVersion, kind, name, uid }, namespace) {
      const served = registry.ofKind(groupVersionOf(apiVersion).group, kind);
      if (!served) return undefined;
      const found = store.collection(collectionOf(served.resource)).get(keyOf(served.resource.namespaced ? namespace : undefined, name));
      return found?.metadata.uid === uid ? found : undefined;
    },
  };
}
