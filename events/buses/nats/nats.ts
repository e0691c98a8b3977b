import type { JetStreamClient } from '@nats-io/jetstream';
import type { MsgHdrs, NatsConnection } from '@nats-io/transport-node';
import { messageOf } from '../../../ground/text/message-of.ts';
import type { Message } from '../../message.ts';
import { toHeaders } from '../attributes.ts';
import type { BusKind, Delivery } from '../bus.ts';
import { addressOf, choiceIn, titleOf } from '../bus-url.ts';
import { createConnectedBus } from '../connected-bus.ts';
import { again, CONFIRMED, tooLarge } from '../delivery.ts';
import { expandedName } from '../expanded-name.ts';
import { orCut } from '../or-cut.ts';
import { connectNats, cutNats, loadNats, natsNames, natsOptions, type NatsLibraries } from './connect-nats.ts';
import { readNats } from './read-nats.ts';
import { createStreamLookup, type StreamMode } from './stream-lookup.ts';

interface Client {
  readonly connection: NatsConnection;
  readonly stream: JetStreamClient;
  readonly mode: StreamMode;
}

/** Where we stop waiting first: the library would answer that it timed out, and keep the connection. */
const LIBRARY_WAITS = 2;

/** `nats://subject`: to the stream that has the subject, by its acknowledgement; where none has, to whoever listens. */
export const nats: BusKind = {
  ...natsNames,
  async open(context) {
    const { url, timeoutMs = 10_000 } = context;
    const subject = addressOf(url, 'subject');
    const isExpanded = choiceIn(url, 'subject', ['plain', 'expanded']) === 'expanded';
    const wanted = choiceIn(url, 'jetstream', ['auto', 'require', 'off']);
    const options = natsOptions(context);
    const libraries = await loadNats();
    const { lookUp } = createStreamLookup(libraries, { subject: isExpanded ? `${subject}.>` : subject, wanted, tell: context.tell });
    const subjectOf = (message: Message): string => (isExpanded ? `${subject}.${expandedName(message.about)}` : subject);

    return createConnectedBus<Client>(
      { title: titleOf(url), timeoutMs },
      {
        async connect(lost, signal) {
          const connection = await connectNats(libraries, options, lost);
          const stream = libraries.jetstream(connection, { timeout: timeoutMs * LIBRARY_WAITS });
          const lookedUp = (): Promise<StreamMode> => lookUp(connection, timeoutMs);
          return { connection, stream, mode: await orCut(signal, () => cutNats(connection), lookedUp) };
        },
        cut: ({ connection }) => cutNats(connection),
        send(client, batch) {
          if (client.mode === 'core') return sendCore(client, batch, { subjectOf, libraries });
          return batch.map((message) => sendToStream(client, message, { subject: subjectOf(message), libraries }));
        },
      },
    );
  },
  subscribe: readNats,
};

async function sendToStream(
  { stream }: Client,
  message: Message,
  { subject, libraries }: { readonly subject: string; readonly libraries: NatsLibraries },
): Promise<Delivery> {
  try {
    await stream.publish(subject, message.body, { msgID: message.id, headers: headersOf(message, libraries) });
    return CONFIRMED;
  } catch (error) {
    if (messageOf(error) === 'jetstream is not enabled') return again(`no stream has the subject ${subject}`);
    return isTooLarge(error) ? tooLarge(messageOf(error)) : again(messageOf(error));
  }
}

/** A flush answers when the server has read all that was sent before; what it did not permit it has said by then. */
function sendCore(
  { connection }: Client,
  batch: readonly Message[],
  { subjectOf, libraries }: { readonly subjectOf: (message: Message) => string; readonly libraries: NatsLibraries },
): readonly Promise<Delivery>[] {
  const refusals = batch.map((message): Delivery | undefined => {
    try {
      connection.publish(subjectOf(message), message.body, { headers: headersOf(message, libraries) });
      return undefined;
    } catch (error) {
      return isTooLarge(error) ? tooLarge(messageOf(error)) : again(messageOf(error));
    }
  });
  const flushed = connection.flush();
  return refusals.map(async (refusal) => {
    if (refusal !== undefined) return refusal;
    await flushed;
    return CONFIRMED;
  });
}

function headersOf({ id, key, contentType, attributes }: Message, { headers }: NatsLibraries): MsgHdrs {
  const all = headers();
  all.set('Nats-Msg-Id', id);
  all.set('Civ-Key', key);
  all.set('Content-Type', contentType);
  if (attributes.size > 0) all.set('ce-datacontenttype', contentType);
  for (const [name, value] of toHeaders(attributes)) all.set(name, value);
  return all;
}

/** Of the server (max_payload) and of a stream (max_msg_size). */
const isTooLarge = (error: unknown): boolean => /max_payload|message size exceeds maximum/i.test(messageOf(error));
