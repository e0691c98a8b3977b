import type { Query } from './client.ts';
import type { KubeObject, ObjectName, Resource } from '../objects/resource.ts';

/** Where a collection is; of all namespaces where none is given. */
export function collectionPath({ group, version, plural, namespaced }: Resource<KubeObject>, namespace?: string): string {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const scope = namespaced && namespace !== undefined && namespace !== '' ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  return `${root}${scope}/${plural}`;
}

export function objectPath(resource: Resource<KubeObject>, { namespace, name }: ObjectName, subresource?: string): string {
  const path = `${collectionPath(resource, namespace)}/${encodeURIComponent(name)}`;
  return subresource === undefined ? path : `${path}/${subresource}`;
}

/** What is undefined is left out. */
export function queryString(query: Query): string {
  const pairs = Object.entries(query).flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, String(value)]]));
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`;
}
