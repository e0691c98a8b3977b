import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { CertificateAndKey } from '../../../ground/certificates/certificate.ts';
import { RuleFailure, type WebhookResponder } from '../../../webhooks/respond.ts';
import { WebhookRefusal } from '../../../webhooks/refusal.ts';
import { defectOf } from '../defect.ts';
import { listen } from '../tell/probes.ts';
import type { Log } from '../tell/log.ts';

/** An API server sends an object of 3 MiB at most, and with it the object as it was. */
const MOST_BYTES = 8 * 1024 * 1024;
/** Longer than an API server keeps a connection that is idle: it is not closed while a question is on its way. */
const IDLE_MS = 600_000;
const LONGEST_CALL_MS = 30_000;
/** Questions in hand may take so long once the process is to stop. */
const DRAIN_MS = 5_000;

/** Serves the webhooks of a program over TLS. */
export interface WebhookServer {
  /** What it shows from the next connection on. */
  use(identity: CertificateAndKey): void;
  listen(address: { readonly host?: string; readonly port: number }): Promise<number>;
  /** Answers what is in hand, and ends. */
  close(): Promise<void>;
}

export function createWebhookServer(respond: WebhookResponder, log: Log, keepsAlive: boolean): WebhookServer {
  const server = createServer({ keepAliveTimeout: IDLE_MS, minVersion: 'TLSv1.2' }, (request, response) => {
    void answer(request, response, respond, log);
  });
  if (!keepsAlive) {
    server.unref();
    server.on('connection', (socket: Socket) => socket.unref());
  }
  server.on('tlsClientError', (error) => log.debug({ error }, 'a connection to the webhooks came to nothing'));
  return {
    use: ({ certificate, key }) => server.setSecureContext({ cert: certificate, key, minVersion: 'TLSv1.2' }),
    listen: (address) => listen(server, address),
    close: () => end(server),
  };
}

async function end(server: Server): Promise<void> {
  const closed = new Promise((resolve) => {
    server.close(resolve);
  });
  server.closeIdleConnections();
  const limit = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearTimeout(limit);
}

async function answer(request: IncomingMessage, response: ServerResponse, respond: WebhookResponder, log: Log): Promise<void> {
  const [path = '/', query = ''] = (request.url ?? '/').split('?', 2); // whatever it is, and not only what is a URL
  const gone = new AbortController();
  response.on('close', () => gone.abort(new Error('the API server has closed the connection')));
  const limit = AbortSignal.timeout(timeoutOf(new URLSearchParams(query).get('timeout')));
  const signal = AbortSignal.any([gone.signal, limit]);
  try {
    const act = actAt(request, path, respond);
    const body = await bodyOf(request);
    const answered = await untilAborted(act({ path, body, signal }), limit, path);
    send(response, 200, 'application/json', JSON.stringify(answered));
  } catch (error) {
    if (gone.signal.aborted) return;
    const status = error instanceof WebhookRefusal ? error.status : 500;
    tell(error, path, log);
    send(response, status, 'text/plain; charset=utf-8', error instanceof Error ? error.message : String(error));
  }
}

function actAt({ method, headers }: IncomingMessage, path: string, respond: WebhookResponder) {
  const act = respond(path);
  if (act === undefined) throw new WebhookRefusal(404, `there is no webhook at ${path}`);
  if (method !== 'POST') throw new WebhookRefusal(405, 'a review is sent by POST');
  if (!/^application\/json\b/.test(headers['content-type'] ?? ''))
    throw new WebhookRefusal(415, `a review is application/json, and not ${JSON.stringify(headers['content-type'] ?? '')}`);
  return act;
}

/** `10s`, as the API server says how long it waits. */
function timeoutOf(text: string | null): number {
  const seconds = Number(/^(\d+(?:\.\d+)?)s$/.exec(text ?? '')?.[1] ?? Infinity);
  return Math.min(LONGEST_CALL_MS, seconds * 1_000);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MOST_BYTES) chunks.push(chunk);
  }
  if (size > MOST_BYTES) throw new WebhookRefusal(413, `the review is longer than ${MOST_BYTES} bytes`);
  return Buffer.concat(chunks).toString('utf8');
}

/** A rule that does not heed the signal is not waited for. */
function untilAborted<T>(work: Promise<T>, limit: AbortSignal, path: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new WebhookRefusal(504, `the rule at ${path} took longer than the API server waits`));
    limit.addEventListener('abort', late, { once: true });
    work.then(resolve, reject).finally(() => limit.removeEventListener('abort', late));
  });
}

function tell(error: unknown, path: string, log: Log): void {
  if (!(error instanceof RuleFailure)) return log.warn({ path, error }, 'a review was not answered');
  const defect = defectOf(error.cause);
  log.error({ path, error: error.cause, ...(defect && { at: defect.at }) }, 'a rule of a webhook has failed');
  if (defect) log.debug({ path, stack: defect.stack }, 'where the rule has failed');
}

function send(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text) }).end(text);
}
