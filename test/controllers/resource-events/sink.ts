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
  /** How many requests came. */
  readonly requests: number;
  /** What it answers; 200 takes the event. */
  status: number;
  /** Called with each request, before it is answered; the answer waits for it. */
  onRequest: () => void | Promise<void>;
  saw(what: string, isIt: (event: ResourceEvent) => boolean): Promise<unknown>;
  stop(): Promise<void>;
}

export async function startSink(): Promise<Sink> {
  const events: ResourceEvent[] = [];
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    void (async () => {
      const body = await bodyOf(request);
      await sink.onRequest();
      if (sink.status === 200) {
        const event = decode({ body, contentType: request.headers['content-type'], attributes: attributesOf(request) });
        if (event.type !== 'unknown') events.push(event);
      }
      response.writeHead(sink.status).end();
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const sink: Sink = {
    url: `http://127.0.0.1:${address.port}/events`,
    events,
    get requests() {
      return requests;
    },
    status: 200,
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
