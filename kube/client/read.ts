import type { Client, List, ListOptions, Query } from './client.ts';
import { createEndlessness } from './endless-pages.ts';
import { parsePage } from './parse-object.ts';
import { collectionPath, objectPath } from './path.ts';
import { acceptOf } from './representation.ts';
import type { KubeObject, Resource } from '../objects/resource.ts';
import { describeAttempt, describeCollection, type Send } from './send.ts';

const PAGE = 500;

export function createReader(send: Send): Pick<Client, 'get' | 'list' | 'listPages'> {
  async function* listPages<T extends KubeObject>(resource: Resource<T>, options: ListOptions = {}): AsyncGenerator<List<T>> {
    const {
      namespace,
      labelSelector,
      fieldSelector,
      resourceVersion,
      resourceVersionMatch,
      limit = PAGE,
      signal,
      timeoutMs,
      parseJson,
    } = options;
    const attempt = describeCollection('list', resource, namespace);
    const request = { path: collectionPath(resource, namespace), headers: acceptOf(resource, 'list'), about: resource, signal, timeoutMs };
    const selection = { labelSelector, fieldSelector, limit };
    const endless = createEndlessness(attempt);
    let position: Query = { resourceVersion, resourceVersionMatch };
    for (;;) {
      const answer = await send<object>(attempt, { ...request, query: { ...selection, ...position } }, { parseJson });
      const { items, resourceVersion: version, next } = parsePage<T>(answer, attempt);
      yield { items, resourceVersion: version };
      if (next === undefined) return;
      endless.check(next, items.length);
      position = { continue: next };
    }
  }
  return {
    get: async (resource, name, { subresource, ...limits } = {}) =>
      send(describeAttempt('get', resource, name, subresource), {
        ...limits,
        path: objectPath(resource, name, subresource),
        headers: acceptOf(resource),
        about: resource,
      }),
    listPages,
    list: async <T extends KubeObject>(resource: Resource<T>, options?: ListOptions) => {
      const pages: List<T>[] = [];
      for await (const page of listPages(resource, options)) pages.push(page);
      return { items: pages.flatMap(({ items }) => items), resourceVersion: pages.at(-1)?.resourceVersion ?? '' };
    },
  };
}
