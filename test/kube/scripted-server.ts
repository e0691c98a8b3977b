import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { TLSSocket } from 'node:tls';
import { connectTo, type Connection, type ConnectToOptions } from '../../kube/connect.ts';

/** A request that waits for a test to answer it. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** The whole answer. */
  json(body: object, status?: number, headers?: Readonly<Record<string, string>>): void;
  /** A Status of Kubernetes, by its code and reason. */
  refuse(
    code: number,
    reason: string,
    more?: { readonly message?: string; readonly details?: object; readonly headers?: Readonly<Record<string, string>> },
  ): void;
  /** A line of a watch; the first one begins the answer. */
  event(type: string, object: object): void;
  /** Bytes, just so. */
  write(bytes: Uint8Array | string): void;
  /** The answer's proper end. */
  end(): void;
  /** The connection's end, in the middle of everything. */
  cut(): void;
  /** The common name of the certificate that the client shows. */
  readonly clientName: string | undefined;
  /** Has the client gone? */
  readonly closed: Promise<void>;
}

/** An API server whose every answer is the test's: a conversation, call by call. */
export interface ScriptedServer {
  readonly url: string;
  /** The next request, in the order of their arrival. */
  next(): Promise<Call>;
  /** How many requests came. */
  readonly count: number;
  connect(options?: Partial<ConnectToOptions>): Connection;
  stop(): Promise<void>;
}

/** Over TLS where it has an identity. */
export async function startScriptedServer(identity?: { readonly certificate: string; readonly key: string }): Promise<ScriptedServer> {
  const calls: Call[] = [];
  const waiting: ((call: Call) => void)[] = [];
  const connections: Connection[] = [];
  let count = 0;
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    void callOf(request, response).then((call) => {
      count += 1;
      const taker = waiting.shift();
      if (taker === undefined) calls.push(call);
      else taker(call);
    });
  };
  const server =
    identity === undefined
      ? createServer(listener)
      : createTlsServer({ cert: identity.certificate, key: identity.key, requestCert: true, rejectUnauthorized: false }, listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const url = `${identity === undefined ? 'http' : 'https'}://127.0.0.1:${address.port}`;
  return {
    url,
    next: () => {
      const call = calls.shift();
      return call === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(call);
    },
    get count() {
      return count;
    },
    connect: (options = {}) => {
      const connection = connectTo({ name: 'scripted', namespace: 'default', cluster: { server: url }, user: {} }, { env: {}, ...options });
      connections.push(connection);
      return connection;
    },
    stop: async () => {
      await Promise.all(connections.map((connection) => connection.close()));
      server.closeAllConnections();
      server.close();
    },
  };
}

async function callOf(request: IncomingMessage, response: ServerResponse): Promise<Call> {
  const url = new URL(request.url ?? '/', 'http://unused');
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const json = (body: object, status = 200, headers: Readonly<Record<string, string>> = {}): void => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
  const write = (bytes: Uint8Array | string): void => {
    if (!response.headersSent) response.writeHead(200, { 'content-type': 'application/json' });
    response.write(bytes);
  };
  return {
    method: request.method ?? '',
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: request.headers,
    body: Buffer.concat(chunks).toString('utf8'),
    json,
    refuse: (code, reason, { message = `refused: ${reason}`, details, headers } = {}) =>
      json({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message, details }, code, headers),
    event: (type, object) => write(`${JSON.stringify({ type, object })}\n`),
    write,
    end: () => {
      if (!response.headersSent) response.writeHead(200, { 'content-type': 'application/json' });
      response.end();
    },
    cut: () => request.socket.resetAndDestroy(),
    clientName: request.socket instanceof TLSSocket ? [request.socket.getPeerCertificate().subject?.CN].flat()[0] : undefined,
    closed: once(response, 'close').then(() => undefined),
  };
}
