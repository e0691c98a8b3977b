import { onAbort } from '../../../ground/time/abort.ts';
import { objectAt, objectsAt, textAt } from '../../../ground/json/read-json.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import { keyOf, type StoreChange } from '../store/store.ts';
import type { ServerParts } from '../verbs/request.ts';
import { createTasks } from './task.ts';

/** By collection: what keeps an object for as long as another needs it. */
const PROTECTION: Readonly<Record<string, string>> = {
  persistentvolumeclaims: 'kubernetes.io/pvc-protection',
  persistentvolumes: 'kubernetes.io/pv-protection',
  'volumeattributesclasses.storage.k8s.io': 'kubernetes.io/vac-protection',
};
const CLAIMS_AND_VOLUMES = ['persistentvolumeclaims', 'persistentvolumes'];
const ENDED: ReadonlySet<string> = new Set(['Succeeded', 'Failed']);

const claimsOf = (pod: StoredObject): readonly string[] =>
  objectsAt(objectAt(pod, 'spec'), 'volumes').flatMap((volume) => {
    const name = textAt(objectAt(volume, 'persistentVolumeClaim'), 'claimName');
    const generic = objectAt(volume, 'ephemeral') ? `${pod.metadata.name ?? ''}-${textAt(volume, 'name')}` : '';
    return [name, generic].filter((each) => each !== '');
  });

/** A claim and a volume that are to go stay until no pod uses the one, and no claim has the other; then they go. */
export function protectVolumes({ store }: ServerParts, report: (error: unknown) => void, signal: AbortSignal): void {
  const pods = store.collection('pods');
  const isUsed = ({ metadata: { name = '', namespace = '' } }: StoredObject): boolean =>
    [...pods.keys(`${namespace}/`)].some((key) => {
      const pod = pods.get(key);
      return pod !== undefined && !ENDED.has(textAt(objectAt(pod, 'status'), 'phase')) && claimsOf(pod).includes(name);
    });
  const isBound = (volume: StoredObject): boolean => textAt(objectAt(volume, 'status'), 'phase') === 'Bound';

  const isNamed = ({ metadata: { name } }: StoredObject): boolean =>
    CLAIMS_AND_VOLUMES.some((plural) => {
      const collection = store.collection(plural);
      return collection.keys('').some((key) => textAt(objectAt(collection.get(key), 'spec'), 'volumeAttributesClassName') === name);
    });
  const held: Readonly<Record<string, (object: StoredObject) => boolean>> = {
    persistentvolumeclaims: isUsed,
    persistentvolumes: isBound,
    'volumeattributesclasses.storage.k8s.io': isNamed,
  };

  const settle = (collection: string, key: string, finalizer: string) => {
    const object = store.collection(collection).get(key);
    if (object?.metadata.deletionTimestamp === undefined || !(object.metadata.finalizers ?? []).includes(finalizer)) return;
    if (held[collection]?.(object) === true) return;
    const { finalizers = [], ...metadata } = object.metadata;
    const left = finalizers.filter((each) => each !== finalizer);
    store.put(collection, key, { ...object, metadata: left.length === 0 ? metadata : { ...metadata, finalizers: left } });
    if (left.length === 0) store.remove(collection, key);
  };

  const tasks = createTasks(
    (place) => {
      const [collection = '', key = ''] = place.split(' ');
      settle(collection, key, PROTECTION[collection] ?? '');
    },
    report,
    signal,
  );
  const unsubscribe = store.subscribe(({ collection, key, object, type }: StoreChange) => {
    if (collection in PROTECTION && object.metadata.deletionTimestamp !== undefined) tasks.add(`${collection} ${key}`);
    if (type === 'DELETED' && CLAIMS_AND_VOLUMES.includes(collection))
      tasks.add(
        `volumeattributesclasses.storage.k8s.io ${keyOf(undefined, textAt(objectAt(object, 'spec'), 'volumeAttributesClassName'))}`,
      );
    if (collection !== 'pods') return;
    for (const name of claimsOf(object)) tasks.add(`persistentvolumeclaims ${keyOf(object.metadata.namespace, name)}`);
  });
  onAbort(signal, unsubscribe);
}
