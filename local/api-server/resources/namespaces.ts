import { isJsonObject } from '../../../ground/json/json.ts';
import type { StoredObject } from '../contracts/kube-object.ts';
import type { ResourceStrategy } from './strategy.ts';

const KUBERNETES = 'kubernetes';

const labelled = (object: StoredObject): StoredObject => ({
  ...object,
  metadata: { ...object.metadata, labels: { ...object.metadata.labels, 'kubernetes.io/metadata.name': object.metadata.name ?? '' } },
});

/** What still holds a namespace: its own finalizers, besides those of its metadata. */
export const finalizersOfNamespace = (object: StoredObject): readonly string[] => {
  const spec = object['spec'];
  const finalizers = isJsonObject(spec) ? spec['finalizers'] : undefined;
  return Array.isArray(finalizers) ? (finalizers as readonly string[]) : [];
};

/** A namespace is Active until it is deleted, then Terminating until all that it holds is gone. */
export const namespaces: ResourceStrategy = {
  onCreate: (object) => {
    const finalizers = finalizersOfNamespace(object);
    return {
      ...labelled(object),
      spec: { finalizers: finalizers.includes(KUBERNETES) ? finalizers : [...finalizers, KUBERNETES] },
      status: { phase: 'Active' },
    };
  },
  onUpdate: (object, old) => ({ ...labelled(object), spec: old['spec'], status: old['status'] }),
};
