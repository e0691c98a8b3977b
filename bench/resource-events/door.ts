import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A way to a server that can be shut: as if the server was away. */
export interface Door {
  /** host:port */
  readonly address: string;
  shut(): void;
  open(): void;
  remove(): Promise<void>;
}

export async function doorTo(server: string): Promise<Door> {
  const { hostname, port } = new URL(server);
  const sockets = new Set<Socket>();
  let isOpen = true;
  const cut = (): void => sockets.forEach((socket) => socket.destroy());
  const proxy = createServer((incoming) => {
    if (!isOpen) {
      incoming.destroy();
      return;
    }
    const outgoing = connect(Number(port), hostname);
    for (const [socket, other] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      socket.setNoDelay(true);
      sockets.add(socket);
      socket.on('error', () => {});
      socket.once('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = proxy.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    address: `127.0.0.1:${address.port}`,
    shut() {
      isOpen = false;
      cut();
    },
    open: () => void (isOpen = true),
    async remove() {
      cut();
      proxy.close();
      await once(proxy, 'close');
    },
  };
}
