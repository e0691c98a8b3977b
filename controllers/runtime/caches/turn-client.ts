import type { Client } from '../../../kube/client/client.ts';
import { nameOf, type KubeObject } from '../../../kube/objects/resource.ts';
import { pods } from '../../../kube/objects/built-in.ts';
import type { WhyMemory } from '../why/why.ts';
import type { WriteAttempt } from '../why/write-title.ts';
import type { OwnWrites } from './own-writes.ts';

export interface ReconcileClientOptions {
  readonly key: string;
  readonly signal: AbortSignal;
  readonly writes: OwnWrites;
  /** Told of each write. */
  readonly why?: Pick<WhyMemory, 'writes'>;
  /** Throws where this process may not write, as it does not lead any more. */
  readonly assertLeading: () => void;
}

/**
 * The client of one reconcile. Its requests end with the reconcile; it writes only while this process leads; and the
 * cache is not trusted for the key again until it shows what was written.
 */
export function createReconcileClient(client: Client, { key, signal, writes, why, assertLeading }: ReconcileClientOptions): Client {
  const bound = <Options extends { readonly signal?: AbortSignal }>(options: Options | undefined): Options =>
    ({ ...options, signal: options?.signal === undefined ? signal : AbortSignal.any([options.signal, signal]) }) as Options;
  const tried = async <Answer extends KubeObject | void>(
    attempt: WriteAttempt,
    dryRun: boolean | undefined,
    act: () => Promise<Answer>,
    done: (answer: Answer) => void,
  ): Promise<Answer> => {
    signal.throwIfAborted();
    assertLeading();
    const noted = dryRun === true ? undefined : why?.writes(key, attempt);
    try {
      const answer = await act();
      noted?.answered(answer ?? undefined);
      if (dryRun !== true) done(answer);
      return answer;
    } catch (error) {
      noted?.failed(error);
      throw error;
    }
  };
  const write = <T extends KubeObject>(attempt: WriteAttempt, dryRun: boolean | undefined, act: () => Promise<T>): Promise<T> =>
    tried(attempt, dryRun, act, (answer) => writes.wrote(key, attempt.resource, answer));
  const remove = (attempt: WriteAttempt, dryRun: boolean | undefined, act: () => Promise<void>): Promise<void> =>
    tried(attempt, dryRun, act, () => writes.deleted(key, attempt.resource, attempt.name));
  return {
    get: (resource, name, options) => client.get(resource, name, bound(options)),
    list: (resource, options) => client.list(resource, bound(options)),
    listPages: (resource, options) => client.listPages(resource, bound(options)),
    watch: (resource, options) => client.watch(resource, bound(options)),
    create: (resource, object, options) =>
      write({ verb: 'create', resource, name: nameOf(object) }, options?.dryRun, () => client.create(resource, object, bound(options))),
    update: (resource, object, options) =>
      write({ verb: 'update', resource, name: nameOf(object), subresource: options?.subresource }, options?.dryRun, () =>
        client.update(resource, object, bound(options)),
      ),
    patch: (resource, name, patch, options) =>
      write({ verb: 'apply' in patch ? 'apply' : 'patch', resource, name, subresource: options?.subresource }, options?.dryRun, () =>
        client.patch(resource, name, patch, bound(options)),
      ),
    delete: (resource, name, options) =>
      remove({ verb: 'delete', resource, name }, options?.dryRun, () => client.delete(resource, name, bound(options))),
    evict: (name, options) => remove({ verb: 'evict', resource: pods, name }, options?.dryRun, () => client.evict(name, bound(options))),
    raw: (request) => {
      if (request.method !== undefined && request.method !== 'GET') assertLeading();
      return client.raw(bound(request));
    },
  };
}
