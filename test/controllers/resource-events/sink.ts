import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { decode } from '../../../events/formats/decode.ts';
import type { ResourceEvent } from '../../../events/formats/resource-event.ts';
import { until } from '../../until.ts';

/** A web hook that takes CloudEvents, from any process. */
export interface Sink {
  readonly url: string;
  /** What it has taken, in the order in which it did. */
  readonly events: readonly ResourceEvent[];
  /** All that has come, taken or not, but for who sent it: headers and body of each request. */
  readonly received: readonly string[];
  /** How many requests came. */
  readonly requests: number;
  /** What it answers; 200 takes the event. */
  status: number;
  /** What it refuses as too large, by headers and body. */
  isTooLarge: (received: string) => boolean;
  /** Called with each request, before it is answered; the answer waits for it. */
  onRequest: () => void | Promise<void>;
  saw(what: string, isIt: (event: ResourceEvent) => boolean): Promise<unknown>;
  stop(): Promise<void>;
}

export async function startSink(): Promise<Sink> {
  const events: ResourceEvent[] = [];
  const received: string[] = [];
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    void (async () => {
      const body = await bodyOf(request);
      const { authorization: _, ...headers } = request.headers;
      const text = `${JSON.stringify(headers)}\n${Buffer.from(body).toString('latin1')}`;
      received.push(text);
      await sink.onRequest();
      const status = sink.isTooLarge(text) ? 413 : sink.status;
      if (status === 200) {
        const event = decode({ body, contentType: request.headers['content-type'], attributes: attributesOf(request) });
        if (event.type !== 'unknown') events.push(event);
      }
      response.writeHead(status).end();
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const sink: Sink = {
    url: `http://127.0.0.1:${address.port}/events`,
    events,
    received,
    get requests() {
      return requests;
    },
    status: 200,
    isTooLarge: () => false,
    onRequest: () => {},
    saw: (what, isIt) => until(what, () => events.some(isIt)),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return sink;
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const attributesOf = ({ headers }: IncomingMessage): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(headers).flatMap(([name, value]): [string, string][] =>
      name.startsWith('ce-') && typeof value === 'string' ? [[name.slice(3), decodeURIComponent(value)]] : [],
    ),
  );
