import type { Channel, ConsumeMessage } from 'amqplib';
import { messageOf } from '../../../ground/text/message-of.ts';
import { withoutPrefix } from '../attributes.ts';
import type { BusContext, Received } from '../bus.ts';
import { addressOf, titleOf } from '../bus-url.ts';
import { createIncoming, inSessions } from '../incoming.ts';
import { connectRabbit, cutRabbit, loadRabbit, rabbitServerOf } from './connect-rabbit.ts';

const RETRY_MS = 1_000;
const MOST_UNACKNOWLEDGED = 200;

/** `rabbit://queue`: what the queue holds. */
export function readRabbit(context: BusContext, signal: AbortSignal): AsyncIterable<Received> {
  const queue = addressOf(context.url, 'queue');
  const server = rabbitServerOf(context);
  const tell = (text: string): void => context.tell(`${titleOf(context.url)}: ${text}`);

  async function* session(stop: AbortSignal): AsyncGenerator<Received> {
    const library = await loadRabbit();
    const incoming = createIncoming<Received>();
    const connection = await connectRabbit(library, server, (why) => incoming.fail(new Error(why)));
    try {
      const channel = await connection.createChannel();
      channel.on('error', (error) => incoming.fail(new Error(messageOf(error))));
      await channel.prefetch(MOST_UNACKNOWLEDGED);
      await channel.consume(queue, (message) => {
        if (message === null) incoming.fail(new Error(`the queue ${queue} was deleted`));
        else incoming.push(receivedOf(channel, message));
      });
      yield* incoming.items(stop);
    } finally {
      cutRabbit(connection);
    }
  }
  return inSessions(session, { tell, signal });
}

function receivedOf(channel: Channel, message: ConsumeMessage): Received {
  // Declared as anything at all.
  const { messageId, contentType, headers }: { readonly messageId: unknown; readonly contentType: unknown; readonly headers?: object } =
    message.properties;
  const named = Object.entries(headers ?? {}).map(([name, value]) => [name, String(value)] as const);
  const key = new Map(named).get('civ-key');
  return {
    body: message.content,
    attributes: withoutPrefix(named, 'ce-'),
    key: key ?? message.fields.routingKey,
    ...(typeof contentType === 'string' ? { contentType } : {}),
    ...(typeof messageId === 'string' ? { id: messageId } : {}),
    ack: async () => unlessClosed(() => channel.ack(message)),
    nack: async () => void setTimeout(() => unlessClosed(() => channel.nack(message, false, true)), RETRY_MS),
  };
}

/** On a channel that is closed by now the library throws; the server gives out again what was not acknowledged there. */
function unlessClosed(act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!/closed|closing/i.test(messageOf(error))) throw error;
  }
}
