import { onAbort } from '../../../ground/time/abort.ts';
import type { StoredObject, StoredMeta } from '../contracts/kube-object.ts';
import { collectionOf } from '../registry.ts';
import { keyOfObject } from '../store/store.ts';
import type { ServerParts } from '../verbs/request.ts';
import { deleteAsSystem } from './deletions.ts';
import { createOwnership, ownersOf, placeFor, type FoundObject, type Ownership } from './ownership.ts';
import { createTasks } from './task.ts';

const FOREGROUND = 'foregroundDeletion';
const ORPHAN = 'orphan';

const has = ({ metadata }: StoredObject, finalizer: string) => (metadata.finalizers ?? []).includes(finalizer);

function withoutFinalizer({ metadata: { finalizers = [], ...metadata } }: StoredObject, finalizer: string): StoredMeta {
  const left = finalizers.filter((each) => each !== finalizer);
  return left.length === 0 ? metadata : { ...metadata, finalizers: left };
}

function withOwners({ metadata: { ownerReferences = [], ...metadata } }: StoredObject, stays: (uid: string) => boolean): StoredMeta {
  const left = ownerReferences.filter(({ uid }) => stays(uid));
  return left.length === 0 ? metadata : { ...metadata, ownerReferences: left };
}

/** Writes other metadata; what is being deleted and held by nothing more is gone. */
function rewrite({ store }: ServerParts, { served, object }: FoundObject, metadata: StoredMeta): void {
  const collection = collectionOf(served.resource);
  const key = keyOfObject(object);
  store.put(collection, key, { ...object, metadata });
  if (
    metadata.deletionTimestamp !== undefined &&
    (metadata.finalizers ?? []).length === 0 &&
    (metadata.deletionGracePeriodSeconds ?? 0) === 0
  )
    store.remove(collection, key);
}

/** An object with owners: it stays as long as one of them does. */
function judge(cluster: ServerParts, ownership: Ownership, found: FoundObject): void {
  const { served, object } = found;
  const references = ownersOf(object);
  if (references.length === 0 || object.metadata.deletionTimestamp !== undefined) return;
  const alive = references.flatMap((reference) => ownership.owner(reference, object.metadata.namespace) ?? []);
  const solid = new Set(alive.filter((owner) => !has(owner, FOREGROUND)).map(({ metadata }) => metadata.uid));
  if (solid.size === references.length) return;
  if (solid.size > 0)
    rewrite(
      cluster,
      found,
      withOwners(object, (uid) => solid.has(uid)),
    );
  else
    deleteAsSystem(cluster, served, object, {
      propagation: alive.length > 0 && ownership.dependentPlaces(object.metadata.uid ?? '').length > 0 ? 'Foreground' : 'Background',
    });
}

/** An object on its way out: it lets go of its dependents, or waits until they are gone. */
function settle(cluster: ServerParts, ownership: Ownership, found: FoundObject): void {
  const { object } = found;
  const uid = object.metadata.uid ?? '';
  if (has(object, ORPHAN)) {
    for (const child of ownership.dependents(uid))
      rewrite(
        cluster,
        child,
        withOwners(child.object, (owner) => owner !== uid),
      );
    rewrite(cluster, found, withoutFinalizer(object, ORPHAN));
  } else if (has(object, FOREGROUND)) {
    for (const child of ownership.dependents(uid)) judge(cluster, ownership, child);
    const blocking = ownership
      .dependents(uid)
      .some((child) => ownersOf(child.object).some((owner) => owner.uid === uid && owner.blockOwnerDeletion === true));
    if (!blocking) rewrite(cluster, found, withoutFinalizer(object, FOREGROUND));
  }
}

/** Deletes what nobody owns any more, and settles the finalizers `orphan` and `foregroundDeletion`. */
export function collectGarbage(cluster: ServerParts, report: (error: unknown) => void, signal: AbortSignal): void {
  const ownership = createOwnership(cluster);
  const tasks = createTasks(
    (place) => {
      const found = ownership.at(place);
      if (!found) return;
      if (found.object.metadata.deletionTimestamp === undefined) judge(cluster, ownership, found);
      else settle(cluster, ownership, found);
    },
    report,
    signal,
  );
  const unsubscribe = cluster.store.subscribe((change) => {
    ownership.note(change);
    const { collection, key, object, type } = change;
    if (type !== 'DELETED') {
      if (ownersOf(object).length > 0 || has(object, ORPHAN) || has(object, FOREGROUND)) tasks.add(placeFor(collection, key));
      return;
    }
    for (const place of ownership.dependentPlaces(object.metadata.uid ?? '')) tasks.add(place);
    for (const { uid } of ownersOf(object)) {
      const owner = ownership.placeOf(uid);
      if (owner !== undefined) tasks.add(owner); // it may be waiting for this
    }
  });
  onAbort(signal, unsubscribe);
}
