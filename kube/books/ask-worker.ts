import { ApiError } from '../errors/api-error.ts';
import type { Client } from '../client/client.ts';
import type { Connection } from '../connect.ts';
import type { ObjectName } from '../objects/resource.ts';
import { messageOf } from '../../ground/text/message-of.ts';
import { getOnConnection } from './get-on-connection.ts';
import type { Fetch } from './read-pages.ts';

/** How a worker was asked: by the API server itself, or by the kubelet of its node. */
export type Way = 'proxy' | 'port-forward';

export type BooksAnswer<T> =
  | { readonly pod: string; readonly way: Way; readonly books: T }
  | { readonly pod: string; readonly why: string; readonly forbidden: boolean };

export interface Ways {
  readonly client: Client;
  readonly forward: Connection['forward'];
  /** For each request. @default 10 s: a worker answers within milliseconds */
  readonly timeoutMs?: number;
}

const PATIENCE_MS = 10_000;
const PORT = 8_080;

/**
 * Asks workers for their books, each through pods/proxy, or where that does not get through, by a port-forward: network
 * policies hold back the API server, and never the pod's own node. What once got through is tried first from then on.
 * `read` reads the books, or says why they are not to be read.
 */
export function createInquiry<T extends object>(
  { client, forward, timeoutMs = PATIENCE_MS }: Ways,
  read: (fetch: Fetch) => Promise<T | string>,
): (worker: ObjectName) => Promise<BooksAnswer<T>> {
  const found = new Map<string, Way>();
  const ask: Readonly<Record<Way, (worker: ObjectName) => Fetch>> = {
    proxy:
      ({ namespace = '', name }) =>
      async (path) => {
        const { body } = await client.raw({
          timeoutMs,
          path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}:${PORT}/proxy${path}`,
        });
        return body;
      },
    'port-forward': (worker) => async (path) => {
      const signal = AbortSignal.timeout(timeoutMs);
      return getOnConnection(await forward(worker, PORT, { timeoutMs, signal }), path, signal);
    },
  };
  return async (worker) => {
    const pod = `${worker.namespace ?? ''}/${worker.name}`;
    const reasons: string[] = [];
    let forbidden = false;
    for (const way of found.get(pod) === 'port-forward' ? (['port-forward'] as const) : (['proxy', 'port-forward'] as const)) {
      try {
        const books = await read(ask[way](worker));
        if (typeof books === 'string') return { pod, why: books, forbidden };
        found.set(pod, way);
        return { pod, way, books };
      } catch (error) {
        reasons.push(`${way}: ${whyOf(error)}`);
        forbidden ||= ApiError.is(error, 'forbidden');
        if (!isInTheWay(error)) break;
      }
    }
    return { pod, why: reasons.join('; '), forbidden };
  };
}

/** Did the request not get to the pod, though the API server is there? */
const isInTheWay = (error: unknown): boolean => ApiError.is(error, 'unavailable', 'timeout', 'forbidden');

/** Without what was tried, which is the same for all. */
const whyOf = (error: unknown): string =>
  messageOf(error)
    .replace(/^could not .*?: (?=.)/, '')
    .trim()
    .replace(/:$/, '');
