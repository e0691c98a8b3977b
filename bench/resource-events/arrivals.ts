import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { decode } from '../../events/formats/decode.ts';
import type { ResourceEvent } from '../../events/formats/resource-event.ts';
import { until } from '../../test/until.ts';

/** An event, and when its message came. */
export interface ArrivedEvent {
  readonly at: number;
  readonly bytes: number;
  readonly event: ResourceEvent;
}

/** What comes over a subject of NATS. It is decoded when it is asked for: until then it costs the machine next to nothing. */
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
  let came: { readonly at: number; readonly body: Uint8Array }[] = [];
  connection.subscribe(subject, {
    callback: (error, { data }) => {
      if (error === null) came.push({ at: performance.now(), body: data });
    },
  });
  await connection.flush();
  return {
    get count() {
      return came.length;
    },
    get lastAt() {
      return came.at(-1)?.at ?? NaN;
    },
    reached: (count, seconds) => until(`${count} messages`, () => came.length >= count, { everyMs: 10, ...(seconds && { seconds }) }),
    take() {
      const taken = came;
      came = [];
      return taken.flatMap(({ at, body }) => {
        const event = decode({ body, attributes: new Map() });
        return event.type === 'unknown' ? [] : [{ at, bytes: body.length, event }];
      });
    },
    stop: () => connection.close(),
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
