import { connect, type Channel } from 'amqplib';
import { describe, expect, it } from '@jest/globals';
import { openBus } from '../../../events/buses/open-bus.ts';
import { describeBroker, describeFaults, startBroker, type Broker } from '../../real/broker.ts';
import { busContract, faultContract, type Arrived, type BusTrial, type Destination } from './bus-contract.ts';
import { message, publishAll, publishOne } from './messages.ts';
import { readContract } from './read-contract.ts';
import { newName } from './new-name.ts';

type Env = Destination['env'];

async function talk<T>(env: Env, act: (channel: Channel) => Promise<T>): Promise<T> {
  const connection = await connect(env['RABBIT_SERVER_URL'] ?? '');
  try {
    return await act(await connection.createChannel());
  } finally {
    await connection.close();
  }
}

const make = (env: Env, name: string, options: object = {}) =>
  talk(env, async (channel) => {
    await channel.assertExchange(name, 'topic', { durable: true });
    await channel.assertQueue(name, { durable: true, ...options });
    await channel.bindQueue(name, name, '#');
  });

/** Takes what the queue holds, beside what was taken before. */
const taker = (env: Env, name: string) => {
  const all: Arrived[] = [];
  return (): Promise<readonly Arrived[]> =>
    talk(env, async (channel) => {
      for (let next = await channel.get(name, { noAck: true }); next !== false; next = await channel.get(name, { noAck: true })) {
        const { properties, fields, content } = next;
        const attributes = new Map(Object.entries(properties.headers ?? {}).map(([header, value]) => [header, String(value)]));
        all.push({ body: content, key: fields.routingKey, id: String(properties.messageId), attributes });
      }
      return all;
    });
};

const place = (env: Env, name = newName()) => ({ name, url: `rabbit://${name}`, env, arrived: taker(env, name) });

const trialOn = (shared: Env): BusTrial => ({
  server: 'RABBIT_SERVER_URL',
  answersTogether: true,
  async destination(broker) {
    const there = place(broker?.env ?? shared);
    await make(there.env, there.name);
    return there;
  },
  async missing() {
    const there = place(shared);
    return { ...there, make: () => make(shared, there.name) };
  },
  tooLargeBytes: 134_217_729,
  attributeOf: (name, value) => [`ce-${name}`, value],
});

const open = (url: string, env: Env) => openBus(url, { env, tell: () => undefined, timeoutMs: 20_000 });

describe('rabbit://', () => {
  it('needs an address', () =>
    expect(open('rabbit://changes', {})).rejects.toThrow(
      'rabbit://changes needs RABBIT_SERVER_URL, which is not set: set it, RABBIT_SERVER_URL=amqp://user:password@host:5672/vhost',
    ));
});

describeBroker('rabbit:// on a real server', 'RABBIT_SERVER_URL', 'rabbitmq', (env) => {
  busContract(trialOn(env));
  readContract({
    async destination() {
      const there = place(env);
      await make(env, there.name);
      return { ...there, readUrl: there.url };
    },
  });

  it('does not take for delivered what no queue has', async () => {
    const name = newName();
    await talk(env, (channel) => channel.assertExchange(name, 'topic'));
    const bus = await open(`rabbit://${name}`, env);
    expect(await publishOne(bus, message('1'))).toEqual({ how: 'again', why: `no queue is bound to ${name} for this routing key` });
    await make(env, name);
    expect(await publishAll(bus, [message('1')])).toEqual([]);
    await bus.close();
  });

  it('can route by what a message is about, and then not everything needs a queue', async () => {
    const name = newName();
    await talk(env, async (channel) => {
      await channel.assertExchange(name, 'topic', { durable: true });
      await channel.assertQueue(name, { durable: true });
      await channel.bindQueue(name, name, 'apps.deployments.#');
    });
    const bus = await open(`rabbit://${name}?routing=expanded`, env);
    const pod = { resource: { group: '', version: 'v1', plural: 'pods', kind: 'Pod' }, object: message('').about.object };
    expect(await publishAll(bus, [message('deployment'), message('pod', { key: 'b', about: pod })])).toEqual([]);
    expect((await place(env, name).arrived()).map(({ key, body }) => [key, body.toString()])).toEqual([
      ['apps.deployments.kingdom-of-foobar.woodworker', 'deployment'],
    ]);
    await bus.close();
  });

  it('waits while a queue is full and rejects what is published', async () => {
    const there = place(env);
    await make(env, there.name, { arguments: { 'x-max-length': 1, 'x-overflow': 'reject-publish' } });
    const bus = await open(there.url, env);
    await publishAll(bus, [message('1')]);
    expect(await publishOne(bus, message('2'))).toMatchObject({ how: 'again' });
    await there.arrived();
    expect(await publishAll(bus, [message('2')])).toEqual([]);
    await bus.close();
  });

  it('waits for an exchange that was deleted until it is made again', async () => {
    const there = place(env);
    await make(env, there.name);
    const bus = await open(there.url, env);
    await publishAll(bus, [message('1')]);
    await talk(env, (channel) => channel.deleteExchange(there.name));
    expect(await publishOne(bus, message('2'))).toEqual({ how: 'again', why: expect.stringMatching(/NOT_FOUND - no exchange/) });
    await make(env, there.name);
    await publishAll(bus, [message('2')]);
    expect((await there.arrived()).map(({ body }) => body.toString())).toEqual(['1', '2']);
    await bus.close();
  });
});

describeFaults('rabbit:// whose server fails', () => {
  let broker: Broker;
  faultContract(trialOn({}), async () => (broker = await startBroker('rabbitmq')));

  it('waits while its credentials are revoked', async () => {
    const there = place(broker.env);
    await make(broker.env, there.name);
    const setPassword = async (password: string) => {
      const { origin } = new URL(broker.env['RABBIT_MANAGEMENT_URL'] ?? '');
      const headers = { authorization: `Basic ${Buffer.from('guest:guest').toString('base64')}`, 'content-type': 'application/json' };
      const put = async (path: string, body: object) => {
        const { ok } = await fetch(`${origin}/api/${path}`, { method: 'PUT', headers, body: JSON.stringify(body) });
        expect(ok).toBe(true);
      };
      await put('users/writer', { password, tags: '' });
      await put('permissions/%2F/writer', { configure: '', write: '.*', read: '' });
    };
    await setPassword('right');
    const server = new URL(broker.env['RABBIT_SERVER_URL'] ?? '');
    [server.username, server.password] = ['writer', 'right'];
    const bus = await open(there.url, { RABBIT_SERVER_URL: server.href });
    await publishAll(bus, [message('1')]);
    await setPassword('other');
    await broker.kill();
    await broker.start();
    expect(await publishOne(bus, message('2'))).toMatchObject({ how: 'again' });
    expect(await publishOne(bus, message('2'))).toEqual({ how: 'again', why: expect.stringMatching(/ACCESS_REFUSED|403/) });
    await setPassword('right');
    expect(await publishAll(bus, [message('2')])).toEqual([]);
    await bus.close();
  });
});
