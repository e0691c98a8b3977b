import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Seeded } from './seeded.ts';

/** What the network does to a request. One connection carries one request: that is how workers ask. */
export const FAULTS = [
  'drop-request',
  'drop-answer',
  'delay',
  'delay-beyond-deadlines',
  'duplicate',
  'duplicate-late',
  'cut-request',
  'cut-answer',
  // The sender's end is closed, and the answer gets back: that of an HTTP parser.
  'cut-body-half-closed',
  // A whole request whose answer is lost, and the same again, cut in its body.
  'duplicate-cut',
  // The request is carried out, and gets the answer to another.
  'stray-answer',
  // A proxy on the way adds headers of 8 KiB, both ways.
  'swell',
] as const;
export type MarketFault = (typeof FAULTS)[number];

export interface FaultProxy {
  readonly port: number;
  /** How often each fault has struck. */
  readonly struck: Readonly<Partial<Record<MarketFault, number>>>;
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
  const struck: Partial<Record<MarketFault, number>> = {};
  const track = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy()).once('close', () => sockets.delete(socket));
    return socket;
  };
  const server = createServer((client) => void carry(track(client)).catch(() => client.destroy()));
  server.listen(0, host);
  await once(server, 'listening');
  const address = server.address();

  let lastAnswer: Buffer | undefined;
  const carry = async (client: Socket) => {
    const fault = random() < proxy.rate ? random.pick(FAULTS) : undefined;
    const there = targets();
    const request = await readRequest(client);
    if (request === undefined || there.length === 0) return client.destroy();
    const target = random.pick(there);
    if (fault) struck[fault] = (struck[fault] ?? 0) + 1;
    const send = (bytes: Buffer = request) => exchange(track(connect({ ...target })), bytes);
    const sendCut = () => exchange(track(connect({ ...target })), cutInBody(request, random), 'half-closed');
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
    if (fault === 'duplicate-cut') await send();
    const cut = fault === 'duplicate-cut' || fault === 'cut-body-half-closed';
    const own = await (cut ? sendCut() : send(fault === 'swell' ? swollen(request) : request));
    const answer = fault === 'stray-answer' ? (lastAnswer ?? Buffer.alloc(0)) : fault === 'swell' ? swollen(own) : own;
    lastAnswer = own;
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
const exchange = (shop: Socket, bytes: Buffer, end: 'open' | 'half-closed' = 'open'): Promise<Buffer> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = [];
    shop.on('data', (chunk: Buffer) => chunks.push(chunk));
    shop.once('close', () => resolve(Buffer.concat(chunks)));
    shop.write(bytes);
    if (end === 'half-closed') shop.end();
    shop.setTimeout(20_000, () => shop.destroy());
  });

/** So much of a request that its head is whole and its body is not; of one that has no body, a part. */
function cutInBody(request: Buffer, random: Seeded): Buffer {
  const body = request.indexOf('\r\n\r\n') + 4;
  return request.subarray(0, body < request.length ? body + random.below(request.length - body) : random.below(request.length));
}

/** A message, request or answer, with 8 KiB more in its head. */
function swollen(message: Buffer): Buffer {
  const line = message.indexOf('\r\n') + 2;
  return Buffer.concat([message.subarray(0, line), Buffer.from(`X-Swollen: ${'x'.repeat(8_192)}\r\n`), message.subarray(line)]);
}
