import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Broker } from '../../real/broker.ts';
import type { Arrived, Destination } from './bus-contract.ts';

/** An HTTP server that takes what is posted, a path for each destination, and that can be away or frozen as a broker can. */
export interface HttpReceiver extends Broker {
  readonly url: string;
  destination(): Destination & { make(): void };
  /** Answers this status to all that is posted from now on; undefined: as usual. */
  answer(status: number | undefined, headers?: Readonly<Record<string, string>>): void;
}

const MOST_BYTES = 1_000_000;

export async function startHttpReceiver(): Promise<HttpReceiver> {
  const held = new Map<string, Arrived[]>();
  const sockets = new Set<Socket>();
  let wanted: { readonly status: number; readonly headers: Readonly<Record<string, string>> } | undefined;
  let thawed = Promise.resolve();
  let thaw: () => void = () => undefined;
  let port = 0;
  let server: Server | undefined;

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Read first: who does not read does not notice either that the other has gone.
    const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>));
    await thawed;
    const arrived = held.get(request.url ?? '');
    if (wanted !== undefined) return void response.writeHead(wanted.status, wanted.headers).end();
    if (arrived === undefined) return void response.writeHead(404).end();
    if (body.length > MOST_BYTES) return void response.writeHead(413).end();
    const attributes = new Map(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    arrived.push({ body, key: attributes.get('ce-partitionkey'), id: attributes.get('idempotency-key'), attributes });
    response.writeHead(202).end();
  }

  async function start(): Promise<void> {
    const fresh = createServer((request, response) => void take(request, response).catch(() => response.destroy()));
    fresh.on('connection', (socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    await new Promise<void>((resolve) => void fresh.listen(port, '127.0.0.1', resolve));
    ({ port } = fresh.address() as AddressInfo);
    server = fresh;
  }

  async function kill(): Promise<void> {
    thaw();
    const ended = new Promise<void>((resolve) => void server?.close(() => resolve()));
    for (const socket of sockets) socket.destroy();
    await ended;
  }

  await start();
  const url = `http://127.0.0.1:${port}`;
  let places = 0;
  return {
    url,
    env: {},
    kill,
    start,
    end: kill,
    async freeze() {
      ({ promise: thawed, resolve: thaw } = Promise.withResolvers<void>());
    },
    thaw: async () => thaw(),
    answer: (status, headers = {}) => void (wanted = status === undefined ? undefined : { status, headers }),
    destination() {
      const path = `/place-${(places += 1)}`;
      const arrived: Arrived[] = [];
      const make = (): void => void held.set(path, arrived);
      return { url: `${url}${path}`, env: {}, arrived: async () => arrived, make };
    },
  };
}
