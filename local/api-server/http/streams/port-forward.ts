import type { IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { WebSocket } from 'ws';
import { onAbort } from '../../../../ground/time/abort.ts';
import type { StoredObject } from '../../contracts/kube-object.ts';
import type { NodeHooks } from '../../contracts/node-hooks.ts';
import { badRequest, notServed } from '../../contracts/status-error.ts';
import type { Upgrade } from '../understand/arrival.ts';
import { forwardingProblem } from './forwarding-problem.ts';
import { PORT_CHANNELS, streamProtocolOf, TUNNELLED_SPDY } from './stream-protocol.ts';
import { takeOverAsSpdy, takeOverAsWebSocket } from './take-over.ts';

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

/** Connects the client with ports of a pod until either side ends. */
export async function forwardToPod(
  request: IncomingMessage,
  upgrade: Upgrade | undefined,
  pod: StoredObject,
  query: URLSearchParams,
  nodes: NodeHooks | undefined,
  signal: AbortSignal,
): Promise<void> {
  const protocol = streamProtocolOf(request);
  if (upgrade === undefined || protocol === undefined) throw badRequest('Upgrade request required');
  if (!nodes) throw notServed('pods/portforward: no node runs pods here');
  if (protocol.name === PORT_CHANNELS) {
    const ports = portsOf(query);
    forwardChannels(await takeOverAsWebSocket(request, upgrade, protocol.name), ports, pod, nodes, signal);
    return;
  }
  const { forwardOverSpdy } = await import('./spdy-port-forward.ts'); // who forwards nothing does not pay for it
  const transport =
    protocol.name === TUNNELLED_SPDY
      ? (await import('ws')).createWebSocketStream(await takeOverAsWebSocket(request, upgrade, protocol.name))
      : takeOverAsSpdy(upgrade, protocol.name);
  const forget = onAbort(signal, () => transport.destroy());
  void forwardOverSpdy(transport, pod, nodes).finally(forget);
}

function forwardChannels(client: WebSocket, ports: readonly number[], pod: StoredObject, nodes: NodeHooks, signal: AbortSignal): void {
  const channels = ports.map((port, index) => openChannel(client, index * 2, port, nodes.address(pod, port), pod));
  client.on('message', (data: Buffer) => channels[(data[0] ?? 0) / 2]?.write(data.subarray(1)));
  const forget = onAbort(signal, () => client.terminate());
  client.once('close', () => {
    forget();
    for (const channel of channels) channel?.destroy();
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
    client.send(Buffer.concat([Buffer.of(number + 1), Buffer.from(forwardingProblem(pod, port, why))]));
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
