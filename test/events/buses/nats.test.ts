import { connect, type NatsConnection } from '@nats-io/transport-node';
import { jetstreamManager, type JetStreamManager, type StreamConfig } from '@nats-io/jetstream';
import { describe, expect, it } from '@jest/globals';
import { openBus } from '../../../events/buses/open-bus.ts';
import { describeBroker, describeFaults, startBroker } from '../../real/broker.ts';
import { until } from '../../until.ts';
import { busContract, faultContract, type Arrived, type BusTrial, type Destination } from './bus-contract.ts';
import { message, publishAll, publishOne } from './messages.ts';
import { readContract } from './read-contract.ts';
import { newName } from './new-name.ts';

type Env = Destination['env'];

async function talk<T>(env: Env, act: (manager: JetStreamManager, connection: NatsConnection) => Promise<T>): Promise<T> {
  const connection = await connect({ servers: env['NATS_SERVER_URL'] ?? '', reconnect: false });
  try {
    return await act(await jetstreamManager(connection), connection);
  } finally {
    await connection.close();
  }
}

const makeStream = (env: Env, name: string, config: Partial<StreamConfig> = {}) =>
  talk(env, (manager) => manager.streams.add({ ...config, name, subjects: [name, `${name}.>`] }));

const arrivals = (env: Env, name: string): Promise<readonly Arrived[]> =>
  talk(env, async (manager) => {
    const { state } = await manager.streams.info(name);
    const all: Arrived[] = [];
    for (let seq = state.first_seq; seq <= state.last_seq && state.messages > 0; seq += 1) {
      const stored = await manager.streams.getMessage(name, { seq });
      if (stored === null) continue;
      const attributes = new Map([...(stored.header ?? [])].map(([header, [value = '']]) => [header, value]));
      const body = Buffer.from(stored.data);
      all.push({ body, key: attributes.get('Civ-Key'), id: attributes.get('Nats-Msg-Id'), attributes });
    }
    return all;
  });

const trialOn = (shared: Env): BusTrial => ({
  server: 'NATS_SERVER_URL',
  async destination(broker) {
    const env = broker?.env ?? shared;
    const name = newName();
    await makeStream(env, name);
    return { url: `nats://${name}`, env, arrived: () => arrivals(env, name) };
  },
  async missing() {
    const name = newName();
    const make = async () => void (await makeStream(shared, name));
    return { url: `nats://${name}?jetstream=require`, env: shared, arrived: () => arrivals(shared, name), make };
  },
  tooLargeBytes: 1_100_000,
  attributeOf: (name, value) => [`ce-${name}`, value === 'ä "b" 100%' ? '%C3%A4%20%22b%22%20100%25' : value],
});

const open = (url: string, env: Env, told: string[] = []) => openBus(url, { env, tell: (text) => void told.push(text), timeoutMs: 20_000 });

describe('nats://', () => {
  it('needs an address', () =>
    expect(openBus('nats://changes', { env: {}, tell: () => undefined })).rejects.toThrow(
      'nats://changes needs NATS_SERVER_URL, which is not set: set it, NATS_SERVER_URL=nats://host:4222',
    ));
});

describeBroker('nats:// on a real server', 'NATS_SERVER_URL', 'nats', (env) => {
  busContract(trialOn(env));

  describe('with a stream', () =>
    readContract({
      async destination() {
        const place = await trialOn(env).destination();
        return { ...place, readUrl: `${place.url}?queue=readers` };
      },
    }));

  describe('without a stream', () =>
    readContract({
      async destination() {
        const url = `nats://${newName()}`;
        return { url, env, arrived: async () => [], readUrl: `${url}?queue=readers` };
      },
      withoutGroup: 'it is read while somebody listens',
    }));

  it('leaves it to the stream to drop what it has already', async () => {
    const name = newName();
    await makeStream(env, name);
    const bus = await open(`nats://${name}`, env);
    const one = message('1');
    await publishAll(bus, [one]);
    await publishAll(bus, [one]);
    expect(await arrivals(env, name)).toHaveLength(1);
    await bus.close();
  });

  it('waits while a stream is full', async () => {
    const name = newName();
    await makeStream(env, name, { max_msgs: 1, discard: 'new' });
    const bus = await open(`nats://${name}`, env);
    await publishAll(bus, [message('1')]);
    expect(await publishOne(bus, message('2'))).toEqual({ how: 'again', why: expect.stringMatching(/maximum messages exceeded/) });
    await talk(env, (manager) => manager.streams.purge(name));
    expect(await publishAll(bus, [message('2')])).toEqual([]);
    await bus.close();
  });

  it('refuses what a stream takes for too large', async () => {
    const name = newName();
    await makeStream(env, name, { max_msg_size: 1_000 });
    const bus = await open(`nats://${name}`, env);
    expect(await publishOne(bus, message('x'.repeat(2_000)))).toMatchObject({ how: 'refused', reason: 'too large' });
    await bus.close();
  });

  it('never publishes past a stream that was deleted, and finds it when it is made again', async () => {
    const name = newName();
    await makeStream(env, name);
    const bus = await open(`nats://${name}`, env);
    await publishAll(bus, [message('1')]);
    await talk(env, (manager) => manager.streams.delete(name));
    expect(await publishOne(bus, message('2'))).toEqual({ how: 'again', why: `no stream has the subject ${name}` });
    await makeStream(env, name);
    await publishAll(bus, [message('2')]);
    expect((await arrivals(env, name)).map(({ body }) => body.toString())).toEqual(['2']);
    await bus.close();
  });

  it('publishes to whoever listens where no stream has the subject, and says so once', async () => {
    const told: string[] = [];
    const name = newName();
    await talk(env, async (_, connection) => {
      const seen: string[] = [];
      connection.subscribe(name, { callback: (_error, { data }) => void seen.push(Buffer.from(data).toString()) });
      await connection.flush();
      const bus = await open(`nats://${name}`, env, told);
      await publishAll(bus, [message('1'), message('2', { key: 'b' })]);
      await publishAll(bus, [message('3')]);
      await until('all three', () => seen.length === 3);
      expect(seen).toEqual(['1', '2', '3']);
      await bus.close();
    });
    expect(told).toEqual([`no stream has the subject ${name}: what nobody listens to is lost; jetstream=require waits for one`]);
  });

  it('can name in the subject what a message is about', async () => {
    const name = newName();
    await makeStream(env, name);
    const bus = await open(`nats://${name}?subject=expanded`, env);
    await publishAll(bus, [message('1')]);
    const stored = await talk(env, (manager) => manager.streams.getMessage(name, { seq: 1 }));
    expect(stored?.subject).toBe(`${name}.apps.deployments.kingdom-of-foobar.woodworker`);
    await bus.close();
  });
});

describeFaults('nats:// whose server fails', () => faultContract(trialOn({}), () => startBroker('nats')));
