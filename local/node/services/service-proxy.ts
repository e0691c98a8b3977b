import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { resolve, type Address, type ServiceBook } from './resolve.ts';

export interface ServiceProxy {
  readonly port: number;
  /** What the processes of a namespace are told, so that they reach Services by name. */
  environment(namespace: string): Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** A process has no DNS of the cluster: what is sent to a Service goes through here, to one of its ready pods. */
export async function startServiceProxy(book: ServiceBook, random: () => number = Math.random): Promise<ServiceProxy> {
  const sockets = new Set<Duplex>();
  const pick = (message: IncomingMessage, host: string, port: number): Address | { readonly refused: string } => {
    const found = resolve(host, port, namespaceOf(message), book);
    if (found.kind === 'unknown') return { refused: `no Service "${host}" with port ${port}` };
    const address = found.addresses[Math.floor(random() * found.addresses.length)];
    return address ?? { refused: `Service "${host}" has no ready pod` };
  };
  const server = createServer((message, response) => forward(message, response, pick));
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('connect', (message: IncomingMessage, socket: Socket, head: Buffer) => {
    const { hostname, port } = new URL(`http://${message.url ?? ''}`);
    const target = pick(message, hostname, Number(port === '' ? 80 : port));
    socket.on('error', () => socket.destroy());
    if ('refused' in target) return void socket.end(`HTTP/1.1 503 ${target.refused}\r\nConnection: close\r\n\r\n`);
    const onward = connect(target, () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      if (head.length > 0) onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.once('close', () => onward.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening'); // throws what stands in the way
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    port,
    environment: (namespace) => {
      const url = `http://${namespace}:pod@127.0.0.1:${port}`;
      const direct = '127.0.0.1,localhost,::1';
      return { HTTP_PROXY: url, http_proxy: url, NO_PROXY: direct, no_proxy: direct, NODE_USE_ENV_PROXY: '1' };
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** The user's name of the proxy's URL: short names are those of the pod's own namespace. */
function namespaceOf({ headers }: IncomingMessage): string {
  const [, credentials = ''] = (headers['proxy-authorization'] ?? '').split(' ');
  return Buffer.from(credentials, 'base64').toString('utf8').split(':')[0] ?? '';
}

type Pick = (message: IncomingMessage, host: string, port: number) => Address | { readonly refused: string };

/** Absolute form: `GET http://woodworker/inventory`. */
function forward(message: IncomingMessage, response: ServerResponse, pick: Pick): void {
  const refuse = (status: number, text: string) =>
    void response.writeHead(status, { 'content-type': 'text/plain', connection: 'close' }).end(`${text}\n`);
  if (!URL.canParse(message.url ?? '')) return refuse(400, 'this is a proxy: send the whole URL');
  const url = new URL(message.url ?? '');
  const target = pick(message, url.hostname, Number(url.port === '' ? 80 : url.port));
  if ('refused' in target) return refuse(503, target.refused);
  const { 'proxy-authorization': _, 'proxy-connection': __, ...headers } = message.headers;
  const onward = request(
    { host: target.host, port: target.port, method: message.method, path: `${url.pathname}${url.search}`, headers, agent: false },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    },
  );
  onward.on('error', () => response.destroy());
  response.once('close', () => onward.destroy());
  message.pipe(onward);
}
