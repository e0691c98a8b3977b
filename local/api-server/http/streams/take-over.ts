import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Upgrade } from '../understand/arrival.ts';

/** Answers with `101`; the connection speaks SPDY from then on. */
export function takeOverAsSpdy({ socket, head, release }: Upgrade, protocol: string): Duplex {
  release();
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\nX-Stream-Protocol-Version: ${protocol}\r\n\r\n`,
  );
  if (head.length > 0) socket.unshift(head);
  return socket;
}

const MAX_MESSAGE_BYTES = 1024 * 1024;

/** Resolves with the WebSocket that the connection has become. Who never asks for one does not pay for the library. */
export async function takeOverAsWebSocket(request: IncomingMessage, upgrade: Upgrade, protocol: string): Promise<WebSocket> {
  const { WebSocketServer } = await import('ws');
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE_BYTES,
  });
  // Kubernetes' names of protocols are not all tokens, as `SPDY/3.1+portforward.k8s.io`: the library would refuse them.
  delete request.headers['sec-websocket-protocol'];
  sockets.on('headers', (headers) => headers.push(`Sec-WebSocket-Protocol: ${protocol}`));
  upgrade.release();
  return new Promise((resolve) => {
    sockets.handleUpgrade(request, upgrade.socket, upgrade.head, (client) => {
      client.on('error', () => client.terminate()); // what it sent is not a WebSocket frame
      resolve(client);
    });
  });
}
