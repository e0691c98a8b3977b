import type { Producer } from '@platformatic/kafka';
import { messageOf } from '../../../ground/text/message-of.ts';
import type { Message } from '../../message.ts';
import { prefixed } from '../attributes.ts';
import type { BusKind, Delivery } from '../bus.ts';
import { addressOf, titleOf } from '../bus-url.ts';
import { createConnectedBus } from '../connected-bus.ts';
import { again, CONFIRMED, tooLarge } from '../delivery.ts';
import { kafkaNames, kafkaOptions, loadKafka } from './kafka-options.ts';
import { readKafka } from './read-kafka.ts';

/** What is larger goes alone: a broker refuses the others with it, and does not say which was too large. */
const LARGE_BYTES = 256 * 1024;
const ALL_REPLICAS = -1;

/**
 * `kafka://topic`: a record per message, confirmed by all replicas in sync. The producer is not idempotent: that would switch on the
 * library's own retries, and only spares duplicates of those. A batch holds a key once, so nothing can change places without it.
 */
export const kafka: BusKind = {
  ...kafkaNames,
  async open(context) {
    const { url, timeoutMs = 10_000 } = context;
    const topic = addressOf(url, 'topic');
    const options = kafkaOptions(context);
    const library = await loadKafka();
    return createConnectedBus<Producer>(
      { title: titleOf(url), timeoutMs },
      {
        connect: async () =>
          new library.Producer({
            ...options,
            acks: ALL_REPLICAS,
            retries: 0,
            repeatOnStaleMetadata: false,
            autocreateTopics: false,
            partitioner: library.compatibilityPartitioner,
          }),
        cut(producer) {
          // `close` would wait until a broker that is frozen has taken the rest.
          for (const [, connection] of producer.connections) connection.socket?.destroy();
          void producer.close(true).catch(() => undefined);
        },
        send(producer, batch) {
          const together = sendTogether(
            producer,
            topic,
            batch.filter(({ body }) => body.length <= LARGE_BYTES),
          );
          return batch.map((message) =>
            message.body.length > LARGE_BYTES ? sendAlone(producer, topic, message) : together.then((of) => of(message)),
          );
        },
      },
    );
  },
  subscribe: readKafka,
};

/** All at once; where they are too large together, one by one. */
async function sendTogether(
  producer: Producer,
  topic: string,
  batch: readonly Message[],
): Promise<(message: Message) => Delivery | Promise<Delivery>> {
  const delivery = batch.length === 0 ? CONFIRMED : await send(producer, topic, batch);
  if (delivery.how !== 'refused' || batch.length === 1) return () => delivery;
  return (message) => sendAlone(producer, topic, message);
}

const sendAlone = (producer: Producer, topic: string, message: Message): Promise<Delivery> => send(producer, topic, [message]);

async function send(producer: Producer, topic: string, batch: readonly Message[]): Promise<Delivery> {
  try {
    await producer.send({ messages: batch.map((message) => recordOf(topic, message)), acks: ALL_REPLICAS });
    return CONFIRMED;
  } catch (error) {
    const why = reasonOf(error);
    if (/MESSAGE_TOO_LARGE|RECORD_LIST_TOO_LARGE|larger than the max/i.test(why)) return tooLarge(why);
    producer.clearMetadata(); // another broker may lead by now
    return again(why);
  }
}

/** The innermost reasons: the library wraps what a broker said several times. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return [...new Set(error.errors.map(reasonOf))].join('; ');
  const text = messageOf(error);
  const id = error instanceof Error && 'apiId' in error ? `${String(error.apiId)}: ` : '';
  return error instanceof Error && error.cause !== undefined ? `${text}: ${reasonOf(error.cause)}` : `${id}${text}`;
}

const recordOf = (topic: string, { id, key, body, contentType, attributes }: Message) => ({
  topic,
  key: Buffer.from(key),
  value: Buffer.from(body.buffer, body.byteOffset, body.byteLength),
  headers: new Map(
    [['id', id], ['content-type', contentType], ...prefixed(attributes, 'ce_')].map(([name = '', value = '']) => [
      Buffer.from(name),
      Buffer.from(value),
    ]),
  ),
});
