import type { StoredObject, StoredMeta } from '../contracts/kube-object.ts';
import { trackUpdate } from '../patch/managed-fields.ts';
import { collectionOf } from '../registry.ts';
import { keyOf } from '../store/store.ts';
import { timestamp } from '../../../ground/time/rfc3339.ts';
import type { ServerParts } from '../verbs/request.ts';

/** Stores an object that the server makes itself, as its own work. */
export function putBootstrap({ store, registry, clock, newUid }: ServerParts, object: StoredObject): void {
  const [group = '', version = ''] = object.apiVersion.includes('/') ? object.apiVersion.split('/') : ['', object.apiVersion];
  const served = registry.ofKind(group, object.kind, version);
  if (!served) return;
  const { name, namespace, ...more } = object.metadata;
  const metadata: StoredMeta = {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    uid: newUid(),
    creationTimestamp: timestamp(clock()),
    ...more,
  };
  const whole = trackUpdate(undefined, { ...object, metadata: { ...metadata } }, served.schema.fields, {
    manager: 'kube-apiserver',
    time: timestamp(clock()),
  });
  store.put(collectionOf(served.resource), keyOf(namespace, name ?? ''), whole);
}
