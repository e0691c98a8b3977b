import type { Grant } from '../controllers/runtime/rights/grant.ts';
import { selectedName } from '../controllers/runtime/rights/selected-name.ts';
import type { Client, Selection, WatchEvent, WatchOptions } from '../kube/client/client.ts';
import { pods } from '../kube/objects/built-in.ts';
import { nameOf, type KubeObject, type ObjectName, type Resource } from '../kube/objects/resource.ts';

/** Who has to answer for what is asked. */
export interface Accountable {
  /** Told of what each request takes, before it is sent. */
  asks(taken: readonly Grant[]): void;
  /** Told of what has gone wrong with it: answers what is thrown. */
  failed(taken: readonly Grant[], error: unknown): unknown;
}

/** A client that tells of all its requests what they take of whoever sends them; raw ones aside, which look around. */
export function accountFor(client: Client, { asks, failed }: Accountable): Client {
  const ask = async <Answer>(taken: readonly Grant[], act: () => Promise<Answer>): Promise<Answer> => {
    asks(taken);
    try {
      return await act();
    } catch (error) {
      throw failed(taken, error);
    }
  };
  async function* following<T extends KubeObject>(resource: Resource<T>, options?: WatchOptions): AsyncGenerator<WatchEvent<T>> {
    const taken = [collected('watch', resource, options)];
    asks(taken);
    try {
      yield* client.watch(resource, options);
    } catch (error) {
      throw failed(taken, error);
    }
  }
  return {
    get: (resource, name, options) => ask([grant('get', resource, name)], () => client.get(resource, name, options)),
    list: (resource, options) => ask([collected('list', resource, options)], () => client.list(resource, options)),
    async *listPages(resource, options) {
      const pages = client.listPages(resource, options);
      for (;;) {
        const page = await ask([collected('list', resource, options)], () => pages.next());
        if (page.done === true) return;
        yield page.value;
      }
    },
    watch: following,
    create: (resource, object, options) =>
      // A create carries no name that RBAC could check.
      ask([grant('create', resource, { namespace: object.metadata?.namespace })], () => client.create(resource, object, options)),
    update: (resource, object, options) =>
      ask([grant('update', resource, nameOf(object), options?.subresource)], () => client.update(resource, object, options)),
    patch: (resource, name, patch, options) =>
      ask(
        // What is applied and not there yet is created; a part of an object cannot be.
        ('apply' in patch && options?.subresource === undefined ? ['patch', 'create'] : ['patch']).map((verb) =>
          grant(verb, resource, name, options?.subresource),
        ),
        () => client.patch(resource, name, patch, options),
      ),
    delete: (resource, name, options) => ask([grant('delete', resource, name)], () => client.delete(resource, name, options)),
    evict: (name, options) => ask([grant('create', pods, name, 'eviction')], () => client.evict(name, options)),
    raw: (request) => client.raw(request),
  };
}

function grant(verb: string, { group, plural, namespaced }: Resource<KubeObject>, of: Partial<ObjectName>, subresource?: string): Grant {
  const { name, namespace = '' } = of;
  const resource = subresource === undefined ? plural : `${plural}/${subresource}`;
  return { verb, group, resource, ...(name !== undefined && { name }), ...(namespaced && namespace !== '' && { namespace }) };
}

const collected = (verb: string, resource: Resource<KubeObject>, { namespace, fieldSelector }: Selection = {}): Grant =>
  grant(verb, resource, { namespace, name: selectedName(fieldSelector) });
