import type { IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { WebSocket } from 'ws';
import { onAbort } from '../../../../ground/time/abort.ts';
import type { StoredObject } from '../../contracts/kube-object.ts';
import type { NodeHooks } from '../../contracts/node-hooks.ts';
import { badRequest, notServed } from '../../contracts/status-error.ts';
import type { Upgrade } from '../understand/arrival.ts';

/** Two channels a port, data and errors; each message begins with its channel's number, the first of each is the port. */
const PROTOCOL = 'v4.channel.k8s.io';

const wordsOf = (header: string | undefined): readonly string[] => (header ?? '').split(',').map((word) => word.trim());

/** Only such a request leaves HTTP; any other that wants to is answered as if it did not. */
export const isPortForward = ({ url = '', headers }: IncomingMessage): boolean =>
  /^[^?]*\/portforward(\?|$)/.test(url) &&
  headers.upgrade?.toLowerCase() === 'websocket' &&
  wordsOf(headers['sec-websocket-protocol']).includes(PROTOCOL);

/** The numbers of `?ports=80,81&ports=82`. */
function portsOf(query: URLSearchParams): readonly number[] {
  const requested = query.getAll('ports').flatMap((text) => text.split(','));
  if (requested.length === 0) throw badRequest('query parameter "port" is required');
  return requested.map((text) => {
    if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw badRequest(`unable to parse ${JSON.stringify(text)} as a port`);
    if (Number(text) < 1) throw badRequest(`port ${JSON.stringify(text)} must be > 0`);
    return Number(text);
  });
}

/** Connects a WebSocket with ports of a pod until either side ends. */
export async function forwardToPod(
  request: IncomingMessage,
  upgrade: Upgrade | undefined,
  pod: StoredObject,
  query: URLSearchParams,
  nodes: NodeHooks | undefined,
  signal: AbortSignal,
): Promise<void> {
  if (upgrade === undefined) throw notServed(`port-forward but over a WebSocket of ${PROTOCOL}: kubectl speaks SPDY`);
  if (!nodes) throw notServed('pods/portforward: no node runs pods here');
  const ports = portsOf(query);
  const { WebSocketServer } = await import('ws'); // who forwards nothing does not pay for it
  const sockets = new WebSocketServer({ noServer: true, clientTracking: false, perMessageDeflate: false, handleProtocols: () => PROTOCOL });
  upgrade.release();
  sockets.handleUpgrade(request, upgrade.socket, upgrade.head, (client) => {
    const channels = ports.map((port, index) => openChannel(client, index * 2, port, nodes.address(pod, port), pod));
    client.on('message', (data: Buffer) => channels[(data[0] ?? 0) / 2]?.write(data.subarray(1)));
    client.on('error', () => client.terminate()); // what it sent is not a WebSocket frame
    const forget = onAbort(signal, () => client.terminate());
    client.once('close', () => {
      forget();
      for (const channel of channels) channel?.destroy();
    });
  });
}

/** One port: what the pod says becomes messages, read no faster than the client takes them. Undefined where it cannot be reached. */
function openChannel(
  client: WebSocket,
  number: number,
  port: number,
  address: { readonly host: string; readonly port: number } | undefined,
  pod: StoredObject,
): Socket | undefined {
  const portBytes = Buffer.alloc(2);
  portBytes.writeUInt16LE(port);
  for (const channel of [number, number + 1]) client.send(Buffer.concat([Buffer.of(channel), portBytes]));
  const fail = (why: string) => {
    client.send(
      Buffer.concat([
        Buffer.of(number + 1),
        Buffer.from(`error forwarding port ${port} to pod ${pod.metadata.name ?? ''}, uid ${pod.metadata.uid ?? ''}: ${why}`),
      ]),
    );
    client.close();
  };
  if (address === undefined) {
    fail(`it does not listen on port ${port}`);
    return undefined;
  }
  const socket = connect(address);
  socket.on('data', (chunk: Buffer) => {
    socket.pause();
    client.send(Buffer.concat([Buffer.of(number), chunk]), () => socket.resume());
  });
  socket.once('error', (error) => fail(error.message));
  socket.once('end', () => client.close());
  return socket;
}
