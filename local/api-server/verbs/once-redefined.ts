import { equal } from '../../../ground/json/equal.ts';
import type { ServedResource } from '../contracts/schema-source.ts';
import { collectionOf } from '../registry.ts';
import { keyOf } from '../store/store.ts';
import type { ServerParts } from './request.ts';

export const DEFINITIONS = 'customresourcedefinitions.apiextensions.k8s.io';

/** Calls back when the definition of a custom resource is another than it was, or gone. Answers how to call that off. */
export function onceRedefined({ store, registry }: ServerParts, served: ServedResource, onChange: () => void): () => void {
  if (registry.builtIn.resources.includes(served)) return () => undefined;
  const definition = keyOf(undefined, collectionOf(served.resource));
  return store.subscribe(({ collection, type, key, object, previous }) => {
    if (collection !== DEFINITIONS || key !== definition) return;
    if (type === 'DELETED' || !equal(object['spec'], previous?.['spec'])) onChange();
  });
}
