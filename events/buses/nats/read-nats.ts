import type { JsMsg } from '@nats-io/jetstream';
import type { Msg, MsgHdrs, NatsConnection } from '@nats-io/transport-node';
import { fromHeaders } from '../attributes.ts';
import type { BusContext, Received } from '../bus.ts';
import { addressOf, titleOf } from '../bus-url.ts';
import { createIncoming, inSessions, type Incoming } from '../incoming.ts';
import { connectNats, cutNats, loadNats, natsOptions, type NatsLibraries } from './connect-nats.ts';
import { createStreamLookup } from './stream-lookup.ts';

const RETRY_MS = 1_000;
const MOST_UNACKNOWLEDGED = 500;

/**
 * `nats://subject?queue=q`: by a durable consumer of the stream that has the subject, named by `durable` or else `queue`, from the
 * stream's start; without a name, from now on; where no stream has the subject, what is published while we listen.
 */
export function readNats(context: BusContext, signal: AbortSignal): AsyncIterable<Received> {
  const subject = addressOf(context.url, 'subject');
  const { searchParams } = context.url;
  const queue = searchParams.get('queue') ?? undefined;
  const durable = searchParams.get('durable') ?? queue;
  const options = natsOptions(context);
  const tell = (text: string): void => context.tell(`${titleOf(context.url)}: ${text}`);

  async function* session(stop: AbortSignal): AsyncGenerator<Received> {
    const libraries = await loadNats();
    const incoming = createIncoming<Received>();
    const connection = await connectNats(libraries, options, (why) => incoming.fail(new Error(why)));
    try {
      const mode = await createStreamLookup(libraries, { subject, wanted: 'auto', tell: () => undefined }).lookUp(connection, 10_000);
      if (mode === 'core') listen(connection, { subject, queue, incoming });
      else await consume(connection, libraries, { subject, durable, incoming });
      yield* incoming.items(stop);
    } finally {
      cutNats(connection);
    }
  }
  return inSessions(session, { tell, signal });
}

interface Reading {
  readonly subject: string;
  readonly incoming: Incoming<Received>;
}

async function consume(
  connection: NatsConnection,
  { jetstream, jetstreamManager, AckPolicy, DeliverPolicy }: NatsLibraries,
  { subject, durable, incoming }: Reading & { readonly durable: string | undefined },
): Promise<void> {
  const manager = await jetstreamManager(connection, { checkAPI: false });
  const stream = await manager.streams.find(subject);
  const { name } = await manager.consumers.add(stream, {
    ...(durable === undefined ? {} : { durable_name: durable.replaceAll(/[.*>\s/\\]/g, '_') }),
    filter_subject: subject,
    ack_policy: AckPolicy.Explicit,
    deliver_policy: durable === undefined ? DeliverPolicy.New : DeliverPolicy.All,
    max_ack_pending: MOST_UNACKNOWLEDGED,
  });
  const consumer = await jetstream(connection).consumers.get(stream, name);
  await consumer.consume({ max_messages: 100, callback: (message) => incoming.push(ofStream(message)) });
}

const ofStream = (message: JsMsg): Received => ({
  ...receivedOf(message.data, message.headers),
  ack: async () => message.ack(),
  nack: async () => message.nak(RETRY_MS),
});

function listen(connection: NatsConnection, { subject, queue, incoming }: Reading & { readonly queue: string | undefined }): void {
  const push = (message: Msg): void => {
    const received: Received = {
      ...receivedOf(message.data, message.headers),
      ack: () => Promise.resolve(),
      // The server has forgotten it.
      nack: async () => void setTimeout(() => incoming.push(received), RETRY_MS),
    };
    incoming.push(received);
  };
  connection.subscribe(subject, {
    ...(queue === undefined ? {} : { queue }),
    callback: (error, message) => (error === null ? push(message) : incoming.fail(error)),
  });
}

function receivedOf(body: Uint8Array, headers: MsgHdrs | undefined): Omit<Received, 'ack' | 'nack'> {
  const named = [...(headers ?? [])].map(([name, [value = '']]) => [name, value] as const);
  const own = new Map(named.map(([name, value]) => [name.toLowerCase(), value]));
  const [contentType, key, id] = ['content-type', 'civ-key', 'nats-msg-id'].map((name) => own.get(name));
  return {
    body,
    attributes: fromHeaders(named),
    ...(contentType === undefined ? {} : { contentType }),
    ...(key === undefined ? {} : { key }),
    ...(id === undefined ? {} : { id }),
  };
}
