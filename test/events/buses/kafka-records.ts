import { Consumer } from '@platformatic/kafka';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Arrived } from './bus-contract.ts';

/** All records of a topic, in the order of each partition. */
export async function recordsOf(broker: string, topic: string): Promise<readonly Arrived[]> {
  const consumer = new Consumer<Buffer, Buffer, Buffer, Buffer>({ clientId: 'test', groupId: randomUUID(), bootstrapBrokers: [broker] });
  try {
    const ends = (await consumer.listOffsets({ topics: [topic] })).get(topic) ?? [];
    let left = ends.reduce((sum, end) => sum + Number(end), 0);
    const all: Arrived[] = [];
    if (left === 0) return all;
    const stream = await consumer.consume({ topics: [topic], mode: 'earliest', maxWaitTime: 100 });
    const stop = AbortSignal.timeout(10_000);
    stream.on('data', ({ key, value, headers }) => {
      const attributes = new Map([...headers].map(([name, text]) => [name.toString(), text.toString()]));
      all.push({ body: value, key: key.toString(), id: attributes.get('id'), attributes });
      left -= 1;
    });
    while (left > 0 && !stop.aborted) await pause(10);
    return all;
  } finally {
    await consumer.close(true);
  }
}
