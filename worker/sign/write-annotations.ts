import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import type { KubeContext } from '../../kube/access/kubeconfig.ts';
import { http, https } from '../../ground/http/node-http.ts';
import type { Write, Written } from './write.ts';

export interface SignedPod {
  readonly name: string;
  readonly namespace: string;
}

const DEADLINE_MS = 5_000;

/**
 * Writes annotations of one pod with one kind of request. The client that everything else uses would cost a worker
 * a tenth of its memory, and would try again by itself with values that are old by then.
 */
export async function connectSign(
  { cluster, user }: KubeContext,
  { name, namespace }: SignedPod,
  deadlineMs: number = DEADLINE_MS,
): Promise<Write> {
  if (user.exec ?? user['auth-provider'] ?? user.username)
    throw new Error('the sign can use a token or a client certificate, and the kubeconfig gives neither');
  const material = async (file: string | undefined, data: string | undefined) =>
    data === undefined ? file && (await readFile(file)) : Buffer.from(data, 'base64');
  const tls = {
    ca: await material(cluster['certificate-authority'], cluster['certificate-authority-data']),
    cert: await material(user['client-certificate'], user['client-certificate-data']),
    key: await material(user['client-key'], user['client-key-data']),
    rejectUnauthorized: cluster['insecure-skip-tls-verify'] !== true,
    servername: cluster['tls-server-name'],
  };
  const isSecure = cluster.server.startsWith('https:');
  const agent = isSecure ? new https.Agent({ ...tls, keepAlive: true, maxSockets: 1 }) : new http.Agent({ keepAlive: true, maxSockets: 1 });
  const url = new URL(`${cluster.server.replace(/\/$/, '')}/api/v1/namespaces/${namespace}/pods/${name}?fieldManager=civ-worker`);

  return async (annotations, signal) => {
    try {
      // Tokens rotate: the file always has the newest.
      const token = user.tokenFile === undefined ? user.token : (await readFile(user.tokenFile, 'utf8')).trim();
      const body = JSON.stringify({ metadata: { annotations } });
      const headers = {
        'content-type': 'application/merge-patch+json',
        'content-length': Buffer.byteLength(body),
        accept: 'application/json',
        'user-agent': 'civ-worker',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      };
      const send = isSecure ? https.request : http.request;
      return await new Promise<Written>((resolve, reject) => {
        const both = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]);
        const request = send(url, { method: 'PATCH', agent, headers, signal: both });
        request.once('error', (error) => reject(both.aborted ? new Error(`no answer within ${deadlineMs} ms`) : error));
        request.once('response', (response) => void read(response).then(resolve, reject));
        request.end(body);
      });
    } catch (error) {
      return { is: 'unreached', why: `${url.origin}: ${String(error)}` };
    }
  };
}

/** The pod in the answer is of no interest, its error is; either has to be read for the connection to be used again. */
async function read(response: IncomingMessage): Promise<Written> {
  const { statusCode = 0, headers } = response;
  let text = '';
  for await (const chunk of response) if (statusCode >= 300 && text.length < 2_000) text += String(chunk);
  if (statusCode < 300) return { is: 'written' };
  const seconds = Number(headers['retry-after']);
  const message = /"message":\s*"((?:[^"\\]|\\.){1,300})/.exec(text)?.[1] ?? '';
  return {
    is: 'refused',
    status: statusCode,
    why: `${statusCode} ${message}`,
    retryAfterMs: seconds > 0 && seconds <= 60 ? seconds * 1_000 : undefined,
  };
}
