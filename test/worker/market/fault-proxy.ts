import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Seeded } from './seeded.ts';

/** What the network does to a request. One connection carries one request: that is how workers ask. */
const FAULTS = [
  'drop-request',
  'drop-answer',
  'delay',
  'delay-beyond-deadlines',
  'duplicate',
  'duplicate-late',
  'cut-request',
  'cut-answer',
] as const;
type Fault = (typeof FAULTS)[number];

export interface FaultProxy {
  readonly port: number;
  /** How often each fault has struck. */
  readonly struck: Readonly<Partial<Record<Fault, number>>>;
  /** The share of requests that something happens to. */
  rate: number;
  close(): Promise<void>;
}

export interface MarketTarget {
  readonly host: string;
  readonly port: number;
}

/** A network in front of shops that are at `targets`; each request goes to one of them, if there is one. */
export async function startFaultProxy(host: string, targets: () => readonly MarketTarget[], random: Seeded): Promise<FaultProxy> {
  const sockets = new Set<Socket>();
  const closed = new AbortController();
  /** Rejects when the network is taken down meanwhile. */
  const hold = (ms: number) => pause(ms, undefined, { signal: closed.signal });
  const struck: Partial<Record<Fault, number>> = {};
  const track = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy()).once('close', () => sockets.delete(socket));
    return socket;
  };
  const server = createServer((client) => void carry(track(client)).catch(() => client.destroy()));
  server.listen(0, host);
  await once(server, 'listening');
  const address = server.address();

  const carry = async (client: Socket) => {
    const fault = random() < proxy.rate ? random.pick(FAULTS) : undefined;
    const there = targets();
    const request = await readRequest(client);
    if (request === undefined || there.length === 0) return client.destroy();
    const target = random.pick(there);
    if (fault) struck[fault] = (struck[fault] ?? 0) + 1;
    const send = (bytes: Buffer = request) => exchange(track(connect({ ...target })), bytes);
    if (fault === 'drop-request') return client.destroy();
    if (fault === 'cut-request') {
      void send(request.subarray(0, random.below(request.length)));
      return client.destroy();
    }
    if (fault === 'delay') await hold(random.below(400));
    if (fault === 'delay-beyond-deadlines') await hold(5_500);
    if (fault === 'duplicate') void send();
    if (fault === 'duplicate-late')
      void hold(random.below(6_000)).then(
        () => send(),
        () => undefined,
      );
    const answer = await send();
    if (fault === 'drop-answer' || answer.length === 0) return client.destroy();
    client.end(fault === 'cut-answer' ? answer.subarray(0, random.below(answer.length)) : answer);
    return client;
  };

  const proxy: FaultProxy = {
    port: typeof address === 'object' && address ? address.port : 0,
    struck,
    rate: 0,
    async close() {
      closed.abort();
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return proxy;
}

/** A whole request, head and body; undefined where the client has gone. */
const readRequest = (client: Socket): Promise<Buffer | undefined> =>
  new Promise((resolve) => {
    let bytes = Buffer.alloc(0);
    client.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      const text = bytes.toString('latin1');
      const head = text.indexOf('\r\n\r\n');
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(text)?.[1] ?? 0);
      if (head >= 0 && bytes.length >= head + 4 + length) resolve(bytes);
    });
    client.once('close', () => resolve(undefined));
  });

/** Sends a request's bytes and collects the answer's, until the shop closes the connection or it breaks. */
const exchange = (shop: Socket, bytes: Buffer): Promise<Buffer> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = [];
    shop.on('data', (chunk: Buffer) => chunks.push(chunk));
    shop.once('close', () => resolve(Buffer.concat(chunks)));
    shop.write(bytes);
    shop.setTimeout(20_000, () => shop.destroy());
  });
