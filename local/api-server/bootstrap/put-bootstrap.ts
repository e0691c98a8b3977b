import type { ManagedFieldsEntry, StoredObject, StoredMeta } from '../contracts/kube-object.ts';
import type { ServedResource } from '../contracts/schema-source.ts';
import { trackUpdate } from '../patch/managed-fields.ts';
import { collectionOf } from '../registry.ts';
import { keyOf } from '../store/store.ts';
import { groupVersionOf } from '../../../ground/text/group-version.ts';
import { timestamp } from '../../../ground/time/rfc3339.ts';
import type { ServerParts } from '../verbs/request.ts';

// Every cluster begins with the same objects: whose their fields are is found out once, however many a program starts.
const owners = new WeakMap<StoredObject, readonly ManagedFieldsEntry[]>();

function ownersOf(object: StoredObject, { schema }: ServedResource): readonly ManagedFieldsEntry[] {
  const known = owners.get(object);
  if (known !== undefined) return known;
  const { managedFields = [] } = trackUpdate(undefined, object, schema.fields, { manager: 'kube-apiserver', time: '' }).metadata;
  owners.set(object, managedFields);
  return managedFields;
}

/** Stores an object that the server makes itself, as its own work. */
export function putBootstrap({ store, registry, clock, newUid }: ServerParts, object: StoredObject): void {
  const { group, version } = groupVersionOf(object.apiVersion);
  const served = registry.ofKind(group, object.kind, version);
  if (!served) return;
  const { name, namespace, ...more } = object.metadata;
  const time = timestamp(clock());
  const metadata: StoredMeta = {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    uid: newUid(),
    creationTimestamp: time,
    ...more,
    managedFields: ownersOf(object, served).map((entry) => ({ ...entry, time })),
  };
  store.put(collectionOf(served.resource), keyOf(namespace, name ?? ''), { ...object, metadata });
}
