import { get, type IncomingMessage } from 'node:http';
import { ApiError } from '../../../kube/errors/api-error.ts';
import type { Pod } from '../../../kube/objects/built-in.ts';
import { messageOf } from '../../../ground/text/message-of.ts';
import { keyOf, nameOf } from '../../../kube/objects/resource.ts';
import type { Reached } from '../../cluster/reach-cluster.ts';
import type { AuditedBooks } from './books.ts';
import { readPages, type Fetch } from './read-pages.ts';

/** How a worker was asked: by the API server itself, or by the kubelet of its node. */
export type Way = 'proxy' | 'port-forward';

export type AuditAnswer =
  | { readonly pod: string; readonly way: Way; readonly books: AuditedBooks }
  | { readonly pod: string; readonly why: string; readonly forbidden: boolean };

/** A worker answers within milliseconds. */
const PATIENCE_MS = 10_000;
const PORT = 8_080;

/**
 * Asks workers for their books, each through pods/proxy, or where that does not get through, by a port-forward: network
 * policies hold back the API server, and never the pod's own node. What once got through is tried first from then on.
 */
export function createInquiry({ client, forward, timeoutMs: wantedMs }: Reached): (pod: Pod) => Promise<AuditAnswer> {
  const found = new Map<string, Way>();
  const timeoutMs = wantedMs ?? PATIENCE_MS;
  const ask: Readonly<Record<Way, (pod: Pod) => Fetch>> = {
    proxy:
      ({ metadata: { namespace = '', name = '' } = {} }) =>
      async (path) => {
        const { body } = await client.raw({
          timeoutMs,
          path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}:${PORT}/proxy${path}`,
        });
        return body;
      },
    'port-forward': (pod) => async (path) => {
      const signal = AbortSignal.timeout(timeoutMs);
      const connection = await forward(nameOf(pod), PORT, { timeoutMs, signal });
      return request(connection, path, signal);
    },
  };
  return async (pod) => {
    const key = keyOf(pod);
    const reasons: string[] = [];
    let forbidden = false;
    for (const way of found.get(key) === 'port-forward' ? (['port-forward'] as const) : (['proxy', 'port-forward'] as const)) {
      try {
        const books = await readPages(ask[way](pod));
        if (typeof books === 'string') return { pod: key, why: books, forbidden };
        found.set(key, way);
        return { pod: key, way, books };
      } catch (error) {
        reasons.push(`${way}: ${whyOf(error)}`);
        forbidden ||= ApiError.is(error, 'forbidden');
        if (!isInTheWay(error)) break;
      }
    }
    return { pod: key, why: reasons.join('; '), forbidden };
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

/** One GET on a connection of its own, which ends with it. */
async function* request(
  connection: Awaited<ReturnType<Reached['forward']>>,
  path: string,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  try {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      get({ createConnection: () => connection, host: 'worker', path, headers: { connection: 'close' }, signal }, resolve).once(
        'error',
        reject,
      );
    });
    if (answer.statusCode !== 200) throw new ApiError('unavailable', `it answered ${answer.statusCode ?? 0}`);
    yield* answer;
  } finally {
    connection.destroy();
  }
}
