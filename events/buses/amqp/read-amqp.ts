import type { Delivery, EventContext, Message } from 'rhea';
import { isRecord } from '../../../ground/json/json.ts';
import { withoutPrefix } from '../attributes.ts';
import type { Received } from '../bus.ts';
import { createIncoming, inSessions } from '../incoming.ts';
import { connectAmqp, cutAmqp, loadAmqp, whyOf, type AmqpPlace } from './connect-amqp.ts';

const RETRY_MS = 1_000;
const MOST_AHEAD = 100;

/** What an address holds, over AMQP 1.0. */
export function readAmqp(
  scheme: string,
  place: AmqpPlace,
  { tell, signal }: { readonly tell: (text: string) => void; readonly signal: AbortSignal },
): AsyncIterable<Received> {
  async function* session(stop: AbortSignal): AsyncGenerator<Received> {
    const library = await loadAmqp(scheme);
    const incoming = createIncoming<Received>();
    const lost = (why: string): void => incoming.fail(new Error(why));
    const connection = await connectAmqp(library, place.connection, { lost, signal: stop });
    let unauthorize = (): void => undefined;
    try {
      unauthorize = (await place.authorize?.(connection, library)) ?? unauthorize;
      const receiver = connection.open_receiver({ source: { address: place.address }, credit_window: MOST_AHEAD, autoaccept: false });
      receiver.on('message', ({ message, delivery }: EventContext) => {
        if (message !== undefined && delivery !== undefined) incoming.push(receivedOf(message, delivery));
      });
      for (const event of ['receiver_error', 'receiver_close']) receiver.on(event, (context: EventContext) => lost(whyOf(context)));
      yield* incoming.items(stop);
    } finally {
      unauthorize();
      cutAmqp(connection);
    }
  }
  return inSessions(session, { tell, signal });
}

/** What may stand in a message of anybody's. */
type Parts = Readonly<Partial<Record<'application_properties' | 'message_id' | 'content_type' | 'body', unknown>>>;

function receivedOf(message: Message, delivery: Delivery): Received {
  const { application_properties: held, message_id: id, content_type: contentType, body }: Parts = message;
  const named = Object.entries(isRecord(held) ? held : {}).map(([name, value]) => [name, String(value)] as const);
  const key = new Map(named).get('key');
  return {
    body: bytesOf(body),
    attributes: new Map([...withoutPrefix(named, 'cloudEvents:'), ...withoutPrefix(named, 'cloudEvents_')]),
    ...(typeof contentType === 'string' ? { contentType } : {}),
    ...(key === undefined ? {} : { key }),
    ...(typeof id === 'string' ? { id } : {}),
    ack: async () => delivery.accept(),
    nack: async () => void setTimeout(() => delivery.release(), RETRY_MS),
  };
}

/** A data section, or whatever else somebody sent, as text. */
function bytesOf(body: unknown): Uint8Array {
  const content = isRecord(body) && 'content' in body ? body['content'] : body;
  return content instanceof Uint8Array ? content : Buffer.from(typeof content === 'string' ? content : (JSON.stringify(content) ?? ''));
}
