import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { Consumer } from '@platformatic/kafka';
import { decode } from '../../events/formats/decode.ts';
import type { ResourceEvent } from '../../events/formats/resource-event.ts';
import { until } from '../../test/until.ts';

/** An event, and when its message came. */
export interface ArrivedEvent {
  readonly at: number;
  readonly bytes: number;
  readonly event: ResourceEvent;
}

/** What comes over a bus. It is decoded when it is asked for: until then it costs the machine next to nothing. */
export interface Arrivals {
  readonly count: number;
  /** When the last message came. */
  readonly lastAt: number;
  reached(count: number, seconds?: number): Promise<unknown>;
  /** All that came since the last call. */
  take(): readonly ArrivedEvent[];
  stop(): Promise<void>;
}

export async function arrivalsOn(server: string, subject: string): Promise<Arrivals> {
  const connection = await connect({ servers: server.replace(/^nats:\/\//, '') });
  const arrivals = createArrivals(() => connection.close());
  connection.subscribe(subject, {
    callback: (error, { data }) => {
      if (error === null) arrivals.came(data);
    },
  });
  await connection.flush();
  return arrivals;
}

/** The same of a topic of Kafka, from its beginning. */
export async function arrivalsOfTopic(brokers: string, topic: string): Promise<Arrivals> {
  const consumer = new Consumer({ clientId: 'bench', groupId: `${topic}-bench`, bootstrapBrokers: brokers.split(',') });
  const arrivals = createArrivals(() => consumer.close(true));
  const records = await consumer.consume({ topics: [topic], mode: 'earliest', maxWaitTime: 100 });
  records.on('data', ({ value }) => arrivals.came(value));
  return arrivals;
}

function createArrivals(stop: () => Promise<void>): Arrivals & { came(body: Uint8Array): void } {
  let all: { readonly at: number; readonly body: Uint8Array }[] = [];
  return {
    came: (body) => void all.push({ at: performance.now(), body }),
    get count() {
      return all.length;
    },
    get lastAt() {
      return all.at(-1)?.at ?? NaN;
    },
    reached: (count, seconds) => until(`${count} messages`, () => all.length >= count, { everyMs: 10, ...(seconds && { seconds }) }),
    take() {
      const taken = all;
      all = [];
      return taken.flatMap(({ at, body }) => {
        const event = decode({ body, attributes: new Map() });
        return event.type === 'unknown' ? [] : [{ at, bytes: body.length, event }];
      });
    },
    stop,
  };
}

/** A stream of that subject, while `work` goes on. */
export async function withStream<T>(server: string, subject: string, work: () => Promise<T>): Promise<T> {
  const connection = await connect({ servers: server.replace(/^nats:\/\//, '') });
  const { streams } = await jetstreamManager(connection);
  await streams.add({ name: subject, subjects: [subject] });
  try {
    return await work();
  } finally {
    await streams.delete(subject);
    await connection.close();
  }
}
