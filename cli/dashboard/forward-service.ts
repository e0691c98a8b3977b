import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream';
import { messageOf } from '../../ground/text/message-of.ts';
import type { Client } from '../../kube/client/client.ts';
import type { Connection } from '../../kube/connect.ts';
import { keyOfName, type NamespacedName } from '../../kube/objects/resource.ts';
import { serviceTarget } from './service-pods.ts';

export interface ForwardedService {
  readonly port: number;
  close(): Promise<void>;
}

export interface ForwardingOptions {
  readonly client: Client;
  readonly forward: Connection['forward'];
  readonly service: NamespacedName;
  /** On 127.0.0.1; 0: any that is free. */
  readonly port: number;
}

/**
 * An address on this machine that leads to a Service's page, whichever pod it has: each connection is taken to a pod that is there then,
 * so that the address outlives its pods. Where there is none, a browser is told so, and asks again by itself.
 */
export async function forwardService({ client, forward, service, port }: ForwardingOptions): Promise<ForwardedService> {
  const over = new AbortController();
  const sockets = new Set<Socket>();
  const reach = async (): Promise<Duplex> => {
    const target = await serviceTarget(client, service, over.signal);
    if (target === undefined) throw new Error(`no pod of Service ${keyOfName(service)} runs yet`);
    return forward(target.pod, target.port, { signal: over.signal });
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy()); // whoever asked has gone
    void reach().then(
      (there) => pipeline(socket, there, socket, () => socket.destroy()),
      (error: unknown) => apologize(socket, messageOf(error)),
    );
  });
  await listening(server, port);
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        over.abort();
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

const listening = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.removeListener('error', reject);
      resolve();
    });
  });

/** An answer to whatever is asked; after the question, for who is answered before may not read it. */
function apologize(socket: Socket, why: string): void {
  socket.once('data', () => {
    const body = `The dashboard is not there: ${why}. A browser asks again every second.\n`;
    const head = ['HTTP/1.1 503 Service Unavailable', 'Content-Type: text/plain; charset=utf-8', 'Cache-Control: no-store', 'Refresh: 1'];
    socket.end(`${[...head, 'Connection: close', `Content-Length: ${Buffer.byteLength(body)}`].join('\r\n')}\r\n\r\n${body}`);
  });
}
