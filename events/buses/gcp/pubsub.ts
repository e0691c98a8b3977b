import { messageOf } from '../../../ground/text/message-of.ts';
import type { Message } from '../../message.ts';
import { prefixed } from '../attributes.ts';
import type { Bus, BusKind, Delivery } from '../bus.ts';
import { titleOf } from '../bus-url.ts';
import { chunksOf } from '../chunks.ts';
import { createConnectedBus } from '../connected-bus.ts';
import { again, CONFIRMED, notAccepted, tooLarge } from '../delivery.ts';
import { togetherOrAlone } from '../together-or-alone.ts';
import { GrpcError } from './grpc.ts';
import { connectPubSub, pubSubServerOf, resourceOf, type PubSubClient, type PubSubServer } from './pubsub-server.ts';
import { publishRequest, type PubSubMessage } from './pubsub-wire.ts';
import { readPubSub } from './read-pubsub.ts';

/** Of a request. What is larger goes alone: it is refused with all that is in its request. */
const LIMIT = { most: 1_000, mostBytes: 2 ** 20, bytesOf: ({ data }: PubSubMessage) => data.length } as const;
const INVALID_ARGUMENT = 3;

/** `gcppubsub://projects/p/topics/t`: confirmed by the ids that Pub/Sub answers. Its ordering key is the key. */
export const gcpPubSub: BusKind = {
  schemes: ['gcppubsub'],
  packages: [],
  usage: 'gcppubsub://projects/project/topics/topic',
  async open(context) {
    const topic = resourceOf(context.url, 'topics');
    return createPubSubBus(topic, pubSubServerOf(context), { title: titleOf(context.url), timeoutMs: context.timeoutMs });
  },
  subscribe: readPubSub,
};

export function createPubSubBus(
  topic: string,
  server: PubSubServer,
  settings: { readonly title: string; readonly timeoutMs?: number | undefined },
): Bus {
  const bus = createConnectedBus<PubSubClient>(settings, {
    connect: (lost, signal) => connectPubSub(server, lost, signal),
    cut: (client) => client.cut(),
    send: (client, batch) =>
      chunksOf(batch.map(pubSubMessage), LIMIT).flatMap((chunk) => togetherOrAlone(chunk, (messages) => publish(client, topic, messages))),
  });
  return {
    ...bus,
    async close() {
      await bus.close();
      await server.close();
    },
  };
}

async function publish({ call }: PubSubClient, topic: string, messages: readonly PubSubMessage[]): Promise<readonly Delivery[]> {
  try {
    await call('Publisher/Publish', publishRequest(topic, messages));
    return messages.map(() => CONFIRMED);
  } catch (error) {
    return messages.map(() => deliveryOf(error));
  }
}

/** A server says that something is too large by more than one code. */
function deliveryOf(error: unknown): Delivery {
  const why = messageOf(error);
  if (!(error instanceof GrpcError)) return again(why);
  if (/too large|larger than max/i.test(why)) return tooLarge(why);
  return error.code === INVALID_ARGUMENT ? notAccepted(why) : again(why);
}

const pubSubMessage = ({ id, key, body, contentType, attributes }: Message): PubSubMessage => ({
  data: body,
  attributes: [['id', id], ['content-type', contentType], ...prefixed(attributes, 'ce-')] as PubSubMessage['attributes'],
  orderingKey: key,
});
