import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A way to a server that ends when so many more bytes of answers have passed. */
export interface Cuttable {
  /** Text in which the server's address stands, with that of this way instead. */
  instead(text: string): string;
  /** How many bytes of answers have passed so far. */
  readonly answered: number;
  /** After so many more bytes all connections end, and none is made. */
  cutAfter(bytes: number): void;
  /** As at first. */
  mend(): void;
  end(): Promise<void>;
}

export async function cuttableWay(server: string): Promise<Cuttable> {
  const [host = '', port = ''] = server.split(':');
  const sockets = new Set<Socket>();
  let answered = 0;
  let left = Infinity;
  const cut = (): void => {
    for (const socket of sockets) socket.destroySoon(); // what has passed arrives
  };
  const proxy = createServer((incoming) => {
    if (left <= 0) return void incoming.destroy();
    const outgoing = connect(Number(port), host);
    for (const socket of [incoming, outgoing]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => {
        sockets.delete(socket);
        (socket === incoming ? outgoing : incoming).destroySoon();
      });
    }
    incoming.on('data', (part) => void (left > 0 && outgoing.write(part)));
    outgoing.on('data', (part) => {
      if (left <= 0) return;
      const passing = part.subarray(0, left);
      answered += passing.length;
      left -= passing.length;
      incoming.write(passing);
      if (left <= 0) cut();
    });
    return undefined;
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = proxy.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    instead: (text) => text.replaceAll(server, `127.0.0.1:${address.port}`),
    get answered() {
      return answered;
    },
    cutAfter: (bytes) => void (left = bytes),
    mend: () => void (left = Infinity),
    async end() {
      for (const socket of sockets) socket.destroy();
      proxy.close();
      await once(proxy, 'close');
    },
  };
}
