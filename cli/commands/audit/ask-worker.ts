import { get, type IncomingMessage } from 'node:http';
import { ApiError } from '../../../kube/errors/api-error.ts';
import type { Pod } from '../../../kube/objects/built-in.ts';
import { textOf } from '../../../kube/client/exchange.ts';
import { messageOf } from '../../../ground/text/message-of.ts';
import { keyOf, nameOf } from '../../../kube/objects/resource.ts';
import type { Reached } from '../../cluster/reach-cluster.ts';
import { parseBooks, type AuditedBooks } from './books.ts';

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
  const ask: Readonly<Record<Way, (pod: Pod) => Promise<string>>> = {
    proxy: async ({ metadata: { namespace = '', name = '' } = {} }) => {
      const { body } = await client.raw({
        timeoutMs,
        path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}:${PORT}/proxy/books`,
      });
      return textOf(body);
    },
    'port-forward': async (pod) => {
      const signal = AbortSignal.timeout(timeoutMs);
      const connection = await forward(nameOf(pod), PORT, { timeoutMs, signal });
      try {
        return await request(connection, signal);
      } finally {
        connection.destroy();
      }
    },
  };
  return async (pod) => {
    const key = keyOf(pod);
    const reasons: string[] = [];
    let forbidden = false;
    for (const way of found.get(key) === 'port-forward' ? (['port-forward'] as const) : (['proxy', 'port-forward'] as const)) {
      try {
        const books = parseBooks(await ask[way](pod));
        if (books === undefined) return { pod: key, why: 'what it answers are no books', forbidden };
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

/** One GET on a connection of its own. */
async function request(connection: Awaited<ReturnType<Reached['forward']>>, signal: AbortSignal): Promise<string> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    get({ createConnection: () => connection, host: 'worker', path: '/books', headers: { connection: 'close' }, signal }, resolve).once(
      'error',
      reject,
    );
  });
  const text = await textOf(answer);
  if (answer.statusCode !== 200) throw new ApiError('unavailable', `it answered ${answer.statusCode ?? 0}`);
  return text;
}
