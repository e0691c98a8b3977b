import type { Applied } from './applied.ts';
import { apiVersionOf, type KubeObject, type Resource } from './resource.ts';

/** An object, or as much of it as is one's own, as it stands in a file: with apiVersion and kind. */
export type KubeManifest<T extends KubeObject = KubeObject> = Applied<T> & { readonly apiVersion: string; readonly kind: string };

/** `manifest(configMaps, { metadata: { name: 'page' }, data })`: such an object, whose fields are checked by types. */
export const manifest = <T extends KubeObject>(resource: Resource<T>, object: Applied<T>): KubeManifest<T> => ({
  ...object,
  apiVersion: apiVersionOf(resource),
  kind: resource.kind,
});
