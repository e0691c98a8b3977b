import type { Client } from '../../../kube/client/client.ts';
import type { KubeObject, ObjectName, Resource } from '../../../kube/objects/resource.ts';
import { pods } from '../../../kube/objects/built-in.ts';
import type { OwnWrites } from './own-writes.ts';

export interface ReconcileClientOptions {
  readonly key: string;
  readonly signal: AbortSignal;
  readonly writes: OwnWrites;
  /** Throws where this process may not write, as it does not lead any more. */
  readonly assertLeading: () => void;
}

/**
 * The client of one reconcile. Its requests end with the reconcile; it writes only while this process leads; and the
 * cache is not trusted for the key again until it shows what was written.
 */
export function createReconcileClient(client: Client, { key, signal, writes, assertLeading }: ReconcileClientOptions): Client {
  const bound = <Options extends { readonly signal?: AbortSignal }>(options: Options | undefined): Options =>
    ({ ...options, signal: options?.signal === undefined ? signal : AbortSignal.any([options.signal, signal]) }) as Options;
  const write = async <T extends KubeObject>(resource: Resource<T>, dryRun: boolean | undefined, act: () => Promise<T>): Promise<T> => {
    signal.throwIfAborted();
    assertLeading();
    const answer = await act();
    if (dryRun !== true) writes.wrote(key, resource, answer);
    return answer;
  };
  const remove = async (
    resource: Resource<KubeObject>,
    name: ObjectName,
    dryRun: boolean | undefined,
    act: () => Promise<void>,
  ): Promise<void> => {
    signal.throwIfAborted();
    assertLeading();
    await act();
    if (dryRun !== true) writes.deleted(key, resource, name);
  };
  return {
    get: (resource, name, options) => client.get(resource, name, bound(options)),
    list: (resource, options) => client.list(resource, bound(options)),
    listPages: (resource, options) => client.listPages(resource, bound(options)),
    watch: (resource, options) => client.watch(resource, bound(options)),
    create: (resource, object, options) => write(resource, options?.dryRun, () => client.create(resource, object, bound(options))),
    update: (resource, object, options) => write(resource, options?.dryRun, () => client.update(resource, object, bound(options))),
    patch: (resource, name, patch, options) => write(resource, options?.dryRun, () => client.patch(resource, name, patch, bound(options))),
    delete: (resource, name, options) => remove(resource, name, options?.dryRun, () => client.delete(resource, name, bound(options))),
    evict: (name, options) => remove(pods, name, options?.dryRun, () => client.evict(name, bound(options))),
    raw: (request) => {
      if (request.method !== undefined && request.method !== 'GET') assertLeading();
      return client.raw(bound(request));
    },
  };
}
