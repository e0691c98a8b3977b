import type { Connection, Delivery as AmqpDelivery, EventContext, Message as AmqpMessage, Sender } from 'rhea';
import { isRecord } from '../../../ground/json/json.ts';
import type { Message } from '../../message.ts';
import { prefixed } from '../attributes.ts';
import type { Bus, Delivery } from '../bus.ts';
import { createConnectedBus } from '../connected-bus.ts';
import { again, CONFIRMED, notAccepted, tooLarge } from '../delivery.ts';
import { orCut } from '../or-cut.ts';
import { connectAmqp, cutAmqp, whyOf, type AmqpLibrary, type AmqpPlace } from './connect-amqp.ts';

interface Client {
  readonly connection: Connection;
  readonly sender: Sender;
  readonly waiting: Map<AmqpDelivery, (delivery: Delivery) => void>;
  readonly unauthorize: () => void;
}

const TOO_LARGE = 'amqp:link:message-size-exceeded';

/** A bus over one link of AMQP 1.0, confirmed by the disposition `accepted`. */
export function createAmqpBus(
  library: AmqpLibrary,
  place: AmqpPlace,
  settings: { readonly title: string; readonly timeoutMs?: number | undefined },
): Bus {
  return createConnectedBus<Client>(settings, {
    async connect(lost, signal) {
      const connection = await connectAmqp(library, place.connection, { lost, signal });
      return orCut(
        signal,
        () => cutAmqp(connection),
        async () => {
          const unauthorize = (await place.authorize?.(connection, library)) ?? (() => undefined);
          const waiting = new Map<AmqpDelivery, (delivery: Delivery) => void>();
          return { connection, sender: await openSender(connection, place.address, { waiting, lost }), waiting, unauthorize };
        },
      );
    },
    cut({ connection, unauthorize }) {
      unauthorize();
      cutAmqp(connection);
    },
    send: ({ sender, waiting }, batch) =>
      batch.map((message) => {
        const bytes = library.message.encode(amqpMessage(library, message));
        const most = sender.max_message_size;
        // A link that is sent more than it takes ends, with all that is on its way.
        if (most > 0 && bytes.length > most) return Promise.resolve(tooLarge(`more than the ${most} bytes that the link takes`));
        return new Promise<Delivery>((resolve) => void waiting.set(sender.send(bytes, undefined, 0), resolve));
      }),
  });
}

function openSender(
  connection: Connection,
  address: string,
  { waiting, lost }: Pick<Client, 'waiting'> & { readonly lost: (why: string) => void },
): Promise<Sender> {
  const sender = connection.open_sender({ target: { address } });
  const answer =
    (of: (context: EventContext) => Delivery) =>
    (context: EventContext): void => {
      const { delivery } = context;
      if (delivery === undefined) return;
      waiting.get(delivery)?.(of(context));
      waiting.delete(delivery);
    };
  sender.on(
    'accepted',
    answer(() => CONFIRMED),
  );
  sender.on(
    'released',
    answer(() => again('released by the server')),
  );
  sender.on(
    'modified',
    answer(() => again('not taken by the server for now')),
  );
  sender.on('rejected', answer(rejectionOf));
  const { promise, resolve, reject } = Promise.withResolvers<Sender>();
  sender.on('sender_open', () => resolve(sender));
  for (const event of ['sender_error', 'sender_close'])
    sender.on(event, (context: EventContext) => {
      reject(new Error(whyOf(context)));
      lost(whyOf(context));
    });
  return promise;
}

/** What a full or throttled server rejects is welcome later. */
const LATER = /resource-limit-exceeded|server-busy|timeout|unauthorized-access|not-found|internal-error/;

function rejectionOf({ delivery }: EventContext): Delivery {
  const state: unknown = delivery?.remote_state;
  const error = isRecord(state) && isRecord(state['error']) ? state['error'] : {};
  const [condition = 'rejected', description] = ['condition', 'description'].map((name) =>
    typeof error[name] === 'string' ? error[name] : undefined,
  );
  const why = description === undefined ? condition : `${condition}: ${description}`;
  if (condition === TOO_LARGE) return tooLarge(why);
  return LATER.test(condition) ? again(why) : notAccepted(why);
}

const amqpMessage = (library: AmqpLibrary, { id, key, body, contentType, attributes }: Message): AmqpMessage => ({
  message_id: id,
  content_type: contentType,
  durable: true,
  // Of Azure Service Bus: messages of one go to one broker, in their order.
  message_annotations: { 'x-opt-partition-key': key },
  application_properties: { key, ...Object.fromEntries(prefixed(attributes, 'cloudEvents_')) },
  body: library.message.data_section(Buffer.from(body.buffer, body.byteOffset, body.byteLength)),
});
