import { Consumer } from '@platformatic/kafka';
import { randomUUID } from 'node:crypto';
import { until } from '../../until.ts';
import type { Arrived } from './bus-contract.ts';

/** All records of a topic, in the order of each partition. */
export async function recordsOf(broker: string, topic: string): Promise<readonly Arrived[]> {
  const consumer = new Consumer({ clientId: 'test', groupId: randomUUID(), bootstrapBrokers: [broker] });
  try {
    const ends = (await consumer.listOffsets({ topics: [topic] })).get(topic) ?? [];
    const count = ends.reduce((sum, end) => sum + Number(end), 0);
    const all: Arrived[] = [];
    if (count === 0) return all;
    const stream = await consumer.consume({ topics: [topic], mode: 'earliest', maxWaitTime: 100 });
    stream.on('data', ({ key, value, headers }) => {
      const attributes = new Map([...headers].map(([name, text]) => [name.toString(), text.toString()]));
      all.push({ body: value, key: key.toString(), id: attributes.get('id'), attributes });
    });
    return await until('all records', () => all.length >= count && all);
  } finally {
    await consumer.close(true);
  }
}
