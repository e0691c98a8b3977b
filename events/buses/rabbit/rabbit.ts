import type { ChannelModel, ConfirmChannel } from 'amqplib';
import { messageOf } from '../../../ground/text/message-of.ts';
import type { Message } from '../../message.ts';
import { prefixed } from '../attributes.ts';
import type { BusKind, Delivery } from '../bus.ts';
import { addressOf, choiceIn, titleOf } from '../bus-url.ts';
import { createConnectedBus } from '../connected-bus.ts';
import { again, CONFIRMED, tooLarge } from '../delivery.ts';
import { expandedName } from '../expanded-name.ts';
import { orCut } from '../or-cut.ts';
import { connectRabbit, cutRabbit, loadRabbit, rabbitNames, rabbitServerOf } from './connect-rabbit.ts';
import { readRabbit } from './read-rabbit.ts';

interface Client {
  readonly connection: ChannelModel;
  readonly channel: ConfirmChannel;
  /** Ids of messages that no queue took: the server returns them, and then confirms them all the same. */
  readonly returned: Set<string>;
}

/** `rabbit://exchange`: persistent, confirmed by the server once a queue has it. */
export const rabbit: BusKind = {
  ...rabbitNames,
  async open(context) {
    const { url, timeoutMs } = context;
    const exchange = addressOf(url, 'exchange');
    const isExpanded = choiceIn(url, 'routing', ['key', 'expanded']) === 'expanded';
    const server = rabbitServerOf(context);
    const library = await loadRabbit();
    // The server tells its limit only by closing the channel, and then not which message it was.
    let mostBytes = Infinity;
    const learnLimit = (why: string): void => {
      mostBytes = Number(/larger than configured max size (\d+)/.exec(why)?.[1] ?? mostBytes);
    };
    const deliver = (client: Client, message: Message): Promise<Delivery> =>
      message.body.length > mostBytes
        ? Promise.resolve(tooLarge(`more than the ${mostBytes} bytes that the server takes`))
        : publish(client, message, { exchange, isExpanded });
    return createConnectedBus<Client>(
      { title: titleOf(url), timeoutMs },
      {
        async connect(lost, signal) {
          const connection = await connectRabbit(library, server, lost);
          const cut = (): void => cutRabbit(connection);
          const channel = await orCut(signal, cut, () => connection.createConfirmChannel());
          const returned = new Set<string>();
          channel.on('return', ({ properties }) => void returned.add(String(properties.messageId)));
          channel.on('error', (error) => {
            learnLimit(messageOf(error));
            lost(messageOf(error));
          });
          return { connection, channel, returned };
        },
        cut: ({ connection }) => cutRabbit(connection),
        send: (client, batch) => batch.map((message) => deliver(client, message)),
      },
    );
  },
  subscribe: readRabbit,
};

interface Route {
  readonly exchange: string;
  readonly isExpanded: boolean;
}

function publish({ channel, returned }: Client, message: Message, { exchange, isExpanded }: Route): Promise<Delivery> {
  const { id, key, body, contentType, attributes, about } = message;
  const options = {
    messageId: id,
    contentType,
    persistent: true,
    // With a routing key for each object it is usual that nobody has bound a queue to some.
    mandatory: !isExpanded,
    headers: Object.fromEntries([['civ-key', key], ...prefixed(attributes, 'ce-')]),
  };
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return new Promise((resolve) => {
    channel.publish(exchange, isExpanded ? expandedName(about) : key, bytes, options, (error: unknown) => {
      const isReturned = returned.delete(id);
      if (error !== null && error !== undefined) resolve(again(messageOf(error)));
      else resolve(isReturned ? again(`no queue is bound to ${exchange} for this routing key`) : CONFIRMED);
    });
  });
}
