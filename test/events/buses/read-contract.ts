import { afterEach, expect, it } from '@jest/globals';
import type { Bus, Received } from '../../../events/buses/bus.ts';
import { openBus, readBus } from '../../../events/buses/open-bus.ts';
import { until } from '../../until.ts';
import type { Destination } from './bus-contract.ts';
import { message, publishAll } from './messages.ts';

export interface ReadTrial {
  /** A destination that is there, and the URL to read from it. */
  destination(): Promise<Destination & { readonly readUrl: string }>;
  /** Why attributes do not come through, where they do not. */
  readonly withoutAttributes?: string;
  /** Why what was acknowledged comes again to who reads later, or nothing does. */
  readonly withoutGroup?: string;
}

/** What every bus that can be read promises: events/buses/bus.ts. */
export function readContract(trial: ReadTrial): void {
  const readings = new Set<AbortController>();
  const buses = new Set<Bus>();
  afterEach(async () => {
    for (const reading of readings) reading.abort();
    for (const bus of buses) await bus.close();
    readings.clear();
    buses.clear();
  });

  async function begin(): Promise<{ bus: Bus; got: Received[]; readAgain(): Received[] }> {
    const { url, env, readUrl } = await trial.destination();
    const settings = { env, tell: () => undefined };
    const bus = await openBus(url, settings);
    buses.add(bus);
    const readAgain = (): Received[] => {
      for (const reading of readings) reading.abort();
      const reading = new AbortController();
      readings.add(reading);
      const got: Received[] = [];
      const messages = readBus(readUrl, settings, reading.signal);
      void (async () => {
        for await (const one of messages) {
          got.push(one);
          if (textOf(one) !== 'to come again') await one.ack();
        }
      })();
      return got;
    };
    const got = readAgain();
    // Some are read from when somebody listens: by the first that arrives somebody does.
    await until('the first message', async () => {
      await publishAll(bus, [message('probe')]);
      return got.length > 0;
    });
    return { bus, got, readAgain };
  }

  it('hands out what is published, with its key and id', async () => {
    const { bus, got } = await begin();
    const id = '5f0c2a52-0d06-8d4c-9a8b-0a8f3a0f2c11';
    const body = Uint8Array.of(0, 255, 10, 128, 195);
    await publishAll(bus, [message(body, { id, key: 'here/b', contentType: 'application/protobuf' })]);
    const received = await until('the message', () => got.find((one) => one.id === id));
    expect({ ...received, body: Buffer.from(received.body) }).toMatchObject({
      body: Buffer.from(body),
      key: 'here/b',
      contentType: 'application/protobuf',
    });
  });

  (trial.withoutAttributes === undefined ? it : it.skip)(
    `hands out the attributes of a CloudEvent${trial.withoutAttributes === undefined ? '' : ` (${trial.withoutAttributes})`}`,
    async () => {
      const { bus, got } = await begin();
      const attributes = new Map([
        ['specversion', '1.0'],
        ['subject', 'ä "b" 100%'],
      ]);
      await publishAll(bus, [message('event', { attributes })]);
      const received = await until('the event', () => got.find((one) => textOf(one) === 'event'));
      expect([...received.attributes]).toEqual(expect.arrayContaining([...attributes]));
    },
  );

  it('hands out again what was not done with', async () => {
    const { bus, got } = await begin();
    await publishAll(bus, [message('to come again')]);
    const times = () => got.filter((one) => textOf(one) === 'to come again');
    const first = await until('the message', () => times()[0]);
    await first.nack();
    const second = await until('the message again', () => times()[1]);
    await second.ack();
    await publishAll(bus, [message('after')]);
    await until('the next', () => got.some((one) => textOf(one) === 'after'));
  });

  (trial.withoutGroup === undefined ? it : it.skip)(
    `goes on where its group was${trial.withoutGroup === undefined ? '' : ` (${trial.withoutGroup})`}`,
    async () => {
      const { bus, got, readAgain } = await begin();
      await publishAll(bus, [message('done', { key: 'a' })]);
      await until('the message', () => got.some((one) => textOf(one) === 'done'));
      // What was acknowledged last may come again; what came after certainly comes.
      const later = readAgain();
      await publishAll(bus, [message('new', { key: 'b' })]);
      // A bus that has given it to the reader before, as that was leaving, waits in vain for half a minute.
      await until('the next message', () => later.some((one) => textOf(one) === 'new'), { seconds: 90 });
      expect(later.filter((one) => textOf(one) === 'done').length).toBeLessThanOrEqual(1);
    },
  );
}

const textOf = ({ body }: Received): string => Buffer.from(body).toString();
