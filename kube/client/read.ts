import { ApiError } from '../errors/api-error.ts';
import type { Client, List, ListOptions, Query } from './client.ts';
import { collectionPath, objectPath } from './path.ts';
import { acceptOf } from './representation.ts';
import type { KubeObject, Resource } from '../objects/resource.ts';
import { describeAttempt, describeCollection, type Send } from './send.ts';

const PAGE = 500;

interface Page<T> {
  /** Null: metadata of none. */
  readonly items?: readonly T[] | null;
  readonly metadata?: { readonly resourceVersion?: string; readonly continue?: string };
}

export function createReader(send: Send): Pick<Client, 'get' | 'list' | 'listPages'> {
  async function* listPages<T extends KubeObject>(resource: Resource<T>, options: ListOptions = {}): AsyncGenerator<List<T>> {
    const { namespace, labelSelector, fieldSelector, resourceVersion, resourceVersionMatch, limit = PAGE, signal, timeoutMs } = options;
    const attempt = describeCollection('list', resource, namespace);
    const request = { path: collectionPath(resource, namespace), headers: acceptOf(resource, 'list'), signal, timeoutMs };
    const selection = { labelSelector, fieldSelector, limit };
    let position: Query = { resourceVersion, resourceVersionMatch };
    for (;;) {
      const { items, metadata } = await send<Page<T>>(attempt, { ...request, query: { ...selection, ...position } });
      if (items === undefined || (items !== null && !Array.isArray(items)))
        throw new ApiError('malformed', `could not ${attempt}: the answer is not a list`);
      yield { items: items ?? [], resourceVersion: metadata?.resourceVersion ?? '' };
      if (metadata?.continue === undefined || metadata.continue === '') return;
      position = { continue: metadata.continue };
    }
  }
  return {
    get: (resource, name, { subresource, ...limits } = {}) =>
      send(describeAttempt('get', resource, name, subresource), {
        ...limits,
        path: objectPath(resource, name, subresource),
        headers: acceptOf(resource),
      }),
    listPages,
    list: async <T extends KubeObject>(resource: Resource<T>, options?: ListOptions) => {
      const pages: List<T>[] = [];
      for await (const page of listPages(resource, options)) pages.push(page);
      return { items: pages.flatMap(({ items }) => items), resourceVersion: pages.at(-1)?.resourceVersion ?? '' };
    },
  };
}
