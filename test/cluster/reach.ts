import { text } from 'node:stream/consumers';
import { parseBooks, type WorkerBooks } from '../../kube/books/worker-books.ts';
import { ApiError } from '../../kube/errors/api-error.ts';
import { pods } from '../../kube/objects/built-in.ts';
import { connect } from '../../kube/connect.ts';
import type { ObjectName } from '../../kube/objects/resource.ts';

/** The cluster over a connection that stays: for what is asked so often that a kubectl each time would be a load of its own. */
export interface ReachedPod {
  podsOf(namespace: string): Promise<readonly ObjectName[]>;
  /** What a worker answers on a path of its own; undefined: 404. */
  ask(pod: ObjectName, path: string, timeoutMs?: number): Promise<string | undefined>;
  booksOf(pod: ObjectName, timeoutMs?: number): Promise<WorkerBooks>;
  close(): Promise<void>;
}

export async function reach(): Promise<ReachedPod> {
  const { client, close } = await connect({ env: process.env });
  const ask: ReachedPod['ask'] = async ({ namespace, name }, path, timeoutMs = 60_000) => {
    try {
      return await text((await client.raw({ timeoutMs, path: `/api/v1/namespaces/${namespace}/pods/${name}:8080/proxy${path}` })).body);
    } catch (error) {
      if (ApiError.is(error, 'not-found')) return undefined;
      throw error;
    }
  };
  return {
    ask,
    async podsOf(namespace) {
      const { items } = await client.list(pods, { namespace });
      return items.map(({ metadata }) => ({ namespace, name: metadata?.name ?? '' }));
    },
    async booksOf(pod, timeoutMs) {
      const books = parseBooks((await ask(pod, '/books', timeoutMs)) ?? '');
      if (books === undefined) throw new Error(`${pod.name} does not answer with books`);
      return books;
    },
    close,
  };
}
