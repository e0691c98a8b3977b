import type { ServedResource } from '../contracts/schema-source.ts';
import { collectionOf } from '../registry.ts';
import { keyOf } from '../store/store.ts';
import type { ServerParts } from './request.ts';

export const DEFINITIONS = 'customresourcedefinitions.apiextensions.k8s.io';

/** Calls back when the definition of a custom resource is gone. Answers how to call that off. */
export function onceUndefined({ store, registry }: ServerParts, served: ServedResource, onGone: () => void): () => void {
  if (registry.builtIn.resources.includes(served)) return () => undefined;
  const definition = keyOf(undefined, collectionOf(served.resource));
  return store.subscribe(({ collection, type, key }) => {
    if (collection === DEFINITIONS && type === 'DELETED' && key === definition) onGone();
  });
}
