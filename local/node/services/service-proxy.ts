import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { pipeline, type Duplex } from 'node:stream';
import { nodeHttp } from '../../../ground/node-http.ts';
import { authorityOf } from '../authority.ts';
import { resolve, type Address, type ServiceBook } from './resolve.ts';

export interface ServiceProxy {
  readonly port: number;
  /** What the processes of a namespace are told, so that they reach Services by name. */
  environment(namespace: string): Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export interface ServiceProxyOptions {
  /** Told of every defect of this proxy: an error that nothing sent to it should be able to cause. */
  readonly report?: (error: unknown) => void;
  readonly random?: () => number;
}

/** A process has no DNS of the cluster: what is sent to a Service goes through here, to one of its ready pods. */
export async function startServiceProxy(
  book: ServiceBook,
  { report = () => undefined, random = Math.random }: ServiceProxyOptions = {},
): Promise<ServiceProxy> {
  const sockets = new Set<Duplex>();
  const pick: Pick = (message, host, port) => {
    const found = resolve(host, port, namespaceOf(message), book);
    if (found.kind === 'unknown') return { refused: `no Service "${host}" with port ${port}` };
    const address = found.addresses[Math.floor(random() * found.addresses.length)];
    return address ?? { refused: `Service "${host}" has no ready pod` };
  };
  const server = nodeHttp.createServer((message, response) => {
    try {
      forward(message, response, pick);
    } catch (error) {
      report(error);
      if (response.headersSent) response.destroy();
      else refuse(response, 500, 'the proxy has a defect, which it has logged');
    }
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('connect', (message: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on('error', () => socket.destroy()); // HTTP listens no longer
    try {
      tunnel(message, socket, head, pick);
    } catch (error) {
      report(error);
      socket.end(refusalLine(500, 'the proxy has a defect, which it has logged'));
    }
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

const refusalLine = (code: number, why: string): string => `HTTP/1.1 ${code} ${why}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`;

const refuse = (response: ServerResponse, status: number, text: string): void =>
  void response.writeHead(status, { 'content-type': 'text/plain', connection: 'close' }).end(`${text}\n`);

/** `CONNECT woodworker:80`: bytes to and fro. */
function tunnel(message: IncomingMessage, socket: Socket, head: Buffer, pick: Pick): void {
  const wanted = authorityOf(message.url ?? '');
  if (wanted === undefined) return void socket.end(refusalLine(400, 'give a host and a port from 1 to 65535'));
  const target = pick(message, wanted.host, wanted.port);
  if ('refused' in target) return void socket.end(refusalLine(503, target.refused));
  const onward = connect(target, () => {
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    if (head.length > 0) onward.write(head);
    onward.pipe(socket).pipe(onward);
  });
  onward.on('error', () => socket.destroy());
  socket.once('close', () => onward.destroy());
}

/** Absolute form: `GET http://woodworker/inventory`. */
function forward(message: IncomingMessage, response: ServerResponse, pick: Pick): void {
  const url = URL.parse(message.url ?? '');
  if (url === null) return refuse(response, 400, 'this is a proxy: send the whole URL');
  if (url.protocol !== 'http:') return refuse(response, 400, `this proxy speaks http, not ${url.protocol.slice(0, 20)}`);
  const target = pick(message, url.hostname, Number(url.port === '' ? 80 : url.port));
  if ('refused' in target) return refuse(response, 503, target.refused);
  const { 'proxy-authorization': _, 'proxy-connection': __, ...headers } = message.headers;
  const onward = nodeHttp.request(
    { host: target.host, port: target.port, method: message.method, path: `${url.pathname}${url.search}`, headers, agent: false },
    (answer) => {
      const { statusCode = 502 } = answer;
      // A pod may answer what HTTP does not know, and Node would throw where nobody catches.
      if (statusCode < 200) return void response.destroy();
      response.writeHead(statusCode, answer.headers);
      pipeline(answer, response, () => undefined); // a client that went away does not need to be told
    },
  );
  onward.on('error', () => response.destroy());
  response.once('close', () => onward.destroy());
  message.pipe(onward);
}
