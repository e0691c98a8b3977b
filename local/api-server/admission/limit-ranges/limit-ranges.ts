import type { StoredObject } from '../../contracts/kube-object.ts';
import { groupResourceOf } from '../../contracts/resource-info.ts';
import { forbidden } from '../../contracts/status-error.ts';
import type { ObjectStore } from '../../store/store.ts';
import type { Attempt } from '../policies/attempt.ts';
import { withLimits } from './fill-in.ts';
import { brokenLimits } from './judge.ts';

const rangesOf = (store: ObjectStore, namespace: string): readonly StoredObject[] => {
  const ranges = store.collection('limitranges');
  return namespace === '' ? [] : ranges.keys(`${namespace}/`).flatMap((key) => ranges.get(key) ?? []);
};

/** A new pod with the limits and requests that its namespace gives to containers without some. */
export const fillInLimits = (object: StoredObject, store: ObjectStore): StoredObject =>
  object.kind === 'Pod' && object.apiVersion === 'v1'
    ? rangesOf(store, object.metadata.namespace ?? '').reduce(withLimits, object)
    : object;

/** Throws a StatusError where a new pod, or a claim, is beyond the limits of its namespace. */
export function judgeLimits({ served, object, operation, subresource, namespace, name }: Attempt, store: ObjectStore): void {
  if (!object || subresource !== '' || (operation !== 'CREATE' && operation !== 'UPDATE')) return;
  const resource = groupResourceOf(served.resource);
  if (resource !== 'persistentvolumeclaims' && (resource !== 'pods' || operation === 'UPDATE')) return;
  for (const range of rangesOf(store, namespace)) {
    const why = brokenLimits(object, range);
    if (why !== undefined) throw forbidden(served.resource, name, why);
  }
}
