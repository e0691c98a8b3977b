import { ApiError } from '../errors/api-error.ts';
import type { Query } from './client.ts';
import { resourceTitle, type KubeObject, type ObjectName, type Resource } from '../objects/resource.ts';

/** Where a collection is; of all namespaces where none is given. */
export function collectionPath({ group, version, plural, namespaced }: Resource<KubeObject>, namespace?: string): string {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const scope = namespaced && namespace !== undefined && namespace !== '' ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  return `${root}${scope}/${plural}`;
}

/** Where an object is. Throws ApiError `bad-request` for one that has to be in a namespace, and whose namespace is not given. */
export function objectPath(resource: Resource<KubeObject>, { namespace, name }: ObjectName, subresource?: string): string {
  const path = `${collectionOf(resource, { namespace, name })}/${encodeURIComponent(name)}`;
  return subresource === undefined ? path : `${path}/${subresource}`;
}

/** Where an object is created. Throws as `objectPath` does. */
export function collectionOf(resource: Resource<KubeObject>, { namespace, name }: ObjectName): string {
  if (resource.namespaced && (namespace === undefined || namespace === ''))
    throw new ApiError(
      'bad-request',
      `${resourceTitle(resource)} ${name}: no namespace is given, and ${resourceTitle(resource)} are in one: give { namespace, name }`,
    );
  return collectionPath(resource, namespace);
}

/** What is undefined is left out. */
export function queryString(query: Query): string {
  const pairs = Object.entries(query).flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, String(value)]]));
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`;
}
