import { Agent, request as httpsRequest } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { onAbort } from '../../../../ground/time/abort.ts';
import { datedAgent, trusting } from './dated-agent.ts';
import type { HookAddress } from './hook-address.ts';

export interface PostReply {
  readonly code: number;
  readonly mediaType: string;
  readonly text: string;
}

/** What is sent to a webhook, and how long it may take. */
interface Posting {
  readonly address: HookAddress;
  /** PEM; those of this machine where it is absent. */
  readonly authorities: string | undefined;
  readonly body: string;
  readonly timeoutMs: number;
}

/** Sends a body to a webhook over TLS. Rejects with the errors of Node's client. */
export type Post = (posting: Posting) => Promise<PostReply>;

const MOST_BYTES = 8 * 1024 * 1024;
/** Each authority has connections of its own: of these, the latest. */
const MOST_AGENTS = 16;

/** Connections are kept for the next call until the signal aborts. Certificates are judged by `clock`; absent: by the machine's. */
export function createPost(signal: AbortSignal, clock?: () => number): Post {
  const agents = new Map<string, Agent>();
  const newAgent = (authorities: string | undefined): Agent =>
    clock === undefined ? new Agent({ keepAlive: true, ...trusting(authorities) }) : datedAgent(authorities, clock);
  const agentFor = (authorities: string | undefined): Agent => {
    const key = authorities ?? '';
    const agent = agents.get(key) ?? newAgent(authorities);
    agents.delete(key);
    agents.set(key, agent); // as the latest
    for (const [oldest, idle] of agents) {
      if (agents.size <= MOST_AGENTS) break;
      agents.delete(oldest);
      closeIdle(idle);
    }
    return agent;
  };
  onAbort(signal, () => agents.forEach((agent) => agent.destroy()));
  const once = (posting: Posting, limit: AbortSignal) => exchange(posting, agentFor(posting.authorities), limit);
  return async (posting) => {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(posting.timeoutMs)]);
    try {
      return await once(posting, limit);
    } catch (error) {
      if (error instanceof ClosedMeanwhile) return once(posting, limit);
      throw error;
    }
  };
}

/** Calls that are under way go on. */
function closeIdle({ freeSockets }: Agent): void {
  for (const sockets of Object.values(freeSockets)) sockets?.forEach((socket) => socket.destroy());
}

/** The other side has closed a connection that was kept, before it could know of the call. */
class ClosedMeanwhile extends Error {
  override readonly name = 'ClosedMeanwhile';
}

/** What the certificate has to be for: an address is told by no name, and checked all the same. */
function serverName(host: string): string {
  const name = host.replace(/:\d+$/, '').replaceAll(/[[\]]/g, '');
  return isIP(name) === 0 ? name : '';
}

function exchange({ address: { host, path, dial }, body }: Posting, agent: Agent, signal: AbortSignal): Promise<PostReply> {
  return new Promise((resolve, reject) => {
    const outgoing = httpsRequest({
      ...dial,
      agent,
      signal,
      servername: serverName(host),
      method: 'POST',
      path,
      headers: {
        host,
        accept: 'application/json, */*',
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'kube-apiserver-admission',
      },
    });
    outgoing.once('response', (response) => void textOf(response).then(resolve, reject));
    outgoing.once('error', (error: NodeJS.ErrnoException) => {
      if (signal.aborted) return reject(signal.reason as Error);
      reject(error.code === 'ECONNRESET' && outgoing.reusedSocket ? new ClosedMeanwhile() : error);
    });
    outgoing.end(body);
  });
}

async function textOf(response: IncomingMessage): Promise<PostReply> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BYTES) throw new Error(`the answer is longer than ${MOST_BYTES} bytes`);
    chunks.push(chunk);
  }
  const mediaType = response.headers['content-type'] ?? '';
  return { code: response.statusCode ?? 0, mediaType, text: Buffer.concat(chunks).toString('utf8') };
}
