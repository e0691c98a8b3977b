import { once } from 'node:events';
import type { RequestListener, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { http } from '../../ground/http/node-http.ts';

export interface ListenOptions {
  readonly port: number;
  /** Absent: all addresses. */
  readonly host?: string;
  /** A request has so long for its head, and as long again for all of it. @default 10 s */
  readonly patienceMs?: number;
  /** What every answer bears, also one to what is not a request. */
  readonly headers?: () => Readonly<Record<string, string>>;
}

export interface Listening {
  readonly port: number;
  /** Takes no new connection, waits for what is being answered, and after `graceMs` for nothing more. */
  close(graceMs: number): Promise<void>;
}

/** Serves an app, and lets nobody hold a connection by being slow. */
export async function listen(
  app: RequestListener,
  { port, host, patienceMs = 10_000, headers = () => ({}) }: ListenOptions,
): Promise<Listening> {
  const server = http.createServer(
    { headersTimeout: patienceMs, requestTimeout: 2 * patienceMs, keepAliveTimeout: 60_000, connectionsCheckingInterval: patienceMs / 10 },
    app,
  );
  server.timeout = 3 * patienceMs; // one that does not read its answer
  server.on('clientError', (error, socket) => refuseConnection(error, socket, headers()));
  server.listen(port, host);
  await once(server, 'listening'); // throws what stands in the way: a port that is taken
  const address = server.address();
  return { port: typeof address === 'object' && address ? address.port : port, close: (graceMs) => close(server, graceMs) };
}

async function close(server: Server, graceMs: number): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  const closed = once(server, 'close');
  server.close();
  await closed;
  clearTimeout(cut);
}

/** What is not HTTP, or too slow, or too long to be: said in the words of the other answers. */
function refuseConnection(error: Error & { readonly code?: string }, socket: Duplex, headers: Readonly<Record<string, string>>): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const status = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
  const body = JSON.stringify({ error: http.STATUS_CODES[status], code: 'bad-request' });
  const head = { ...headers, 'Content-Type': 'application/json', 'Content-Length': String(body.length), Connection: 'close' };
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${http.STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`);
}
