import type { Server, Socket } from 'node:net';
import type { Wires } from './faults/switchboard.ts';

/** A listening socket and its connections: what an outage takes away and gives back. */
export interface Wire extends Wires {
  /** 0 until it is open; then it stays the same, also after an outage. */
  readonly port: number;
  readonly isOpen: boolean;
}

/** `wanted`: the port; 0 for any that is free. */
export function createWire(server: Server, wanted = 0): Wire {
  const sockets = new Set<Socket>();
  let port = wanted;
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const disconnect = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    get port() {
      return port;
    },
    get isOpen() {
      return server.listening;
    },
    disconnect,
    open: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', () => {
          server.off('error', reject);
          const address = server.address();
          if (typeof address === 'object' && address !== null) port = address.port;
          resolve();
        });
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        disconnect();
      }),
  };
}

/** Several as one. */
export const together = (wires: readonly Wires[]): Wires => ({
  disconnect: () => wires.forEach((wire) => wire.disconnect()),
  open: async () => void (await Promise.all(wires.map((wire) => wire.open()))),
  close: async () => void (await Promise.all(wires.map((wire) => wire.close()))),
});

/** Neither the server nor a connection to it keeps the process alive. */
export function letGo(server: Server): void {
  server.unref();
  server.on('connection', (socket: Socket) => socket.unref());
}
