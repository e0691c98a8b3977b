import { messageOf } from '../../../ground/text/message-of.ts';
import { withoutPrefix } from '../attributes.ts';
import { BusError, type BusContext, type Received } from '../bus.ts';
import { addressOf, titleOf } from '../bus-url.ts';
import { createIncoming, inSessions } from '../incoming.ts';
import { createAcknowledged, type Acknowledged } from './acknowledged.ts';
import { kafkaOptions, loadKafka } from './kafka-options.ts';

const RETRY_MS = 1_000;

/** What the library hands out, as far as it is used here. */
interface KafkaRecord {
  readonly partition: number;
  readonly key: Buffer;
  readonly value: Buffer;
  readonly headers: ReadonlyMap<Buffer, Buffer>;
  commit(): void | Promise<void>;
}

/** `kafka://group?topic=t`: as a member of the group, which begins at the start of the topic. */
export function readKafka(context: BusContext, signal: AbortSignal): AsyncIterable<Received> {
  const groupId = addressOf(context.url, 'group');
  const topics = context.url.searchParams.getAll('topic');
  if (topics.length === 0) throw new BusError(`${titleOf(context.url)} names no topic to read: kafka://group?topic=name`);
  const options = kafkaOptions(context);
  const tell = (text: string): void => context.tell(`${titleOf(context.url)}: ${text}`);

  async function* session(stop: AbortSignal): AsyncGenerator<Received> {
    const { Consumer } = await loadKafka();
    const incoming = createIncoming<Received>();
    const consumer = new Consumer({ ...options, groupId, autocreateTopics: false });
    try {
      const stream = await consumer.consume({ topics, mode: 'committed', fallbackMode: 'earliest', autocommit: false });
      const partitions = new Map<string, Acknowledged<KafkaRecord>>();
      stream.on('error', (error: Error) => incoming.fail(error));
      stream.on('data', (record) => {
        const place = `${record.topic}/${record.partition}`;
        const acknowledged = partitions.get(place) ?? createAcknowledged();
        partitions.set(place, acknowledged);
        acknowledged.handedOut(record);
        incoming.push(receivedOf(record, acknowledged, (again) => void setTimeout(() => incoming.push(again), RETRY_MS)));
      });
      yield* incoming.items(stop);
    } finally {
      await consumer.close(true).catch((error: unknown) => tell(`the consumer did not leave its group: ${messageOf(error)}`));
    }
  }
  return inSessions(session, { tell, signal });
}

function receivedOf(record: KafkaRecord, acknowledged: Acknowledged<KafkaRecord>, later: (again: Received) => void): Received {
  const named = [...record.headers].map(([name, value]) => [name.toString(), value.toString()] as const);
  const own = new Map(named);
  const [contentType, id] = ['content-type', 'id'].map((name) => own.get(name));
  const received: Received = {
    body: record.value,
    key: record.key.toString(),
    attributes: withoutPrefix(named, 'ce_'),
    ...(contentType === undefined ? {} : { contentType }),
    ...(id === undefined ? {} : { id }),
    ack: async () => acknowledged.done(record)?.commit(),
    nack: async () => later(received),
  };
  return received;
}
