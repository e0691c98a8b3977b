import { describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { openBus } from '../../../events/buses/open-bus.ts';
import { describeBroker, describeFaults, startBroker, type Broker } from '../../real/broker.ts';
import { busContract, faultContract, type Arrived, type BusTrial, type Destination } from './bus-contract.ts';
import { message, publishAll, publishOne } from './messages.ts';
import { readContract } from './read-contract.ts';
import { newName } from './new-name.ts';

type Env = Destination['env'];

async function talk<T>(env: Env, act: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(env['REDIS_URL'] ?? '', { retryStrategy: () => null });
  try {
    return await act(client);
  } finally {
    client.disconnect();
  }
}

const arrivals = (env: Env, name: string): Promise<readonly Arrived[]> =>
  talk(env, async (client) =>
    (await client.xrangeBuffer(name, '-', '+')).map(([, fields]) => {
      const named = new Map(
        fields.flatMap((field, index) => (index % 2 === 0 ? [[field.toString(), fields[index + 1]]] : [])) as [string, Buffer][],
      );
      const attributes = new Map([...named].map(([field, value]) => [field, value.toString()]));
      return { body: named.get('body') ?? Buffer.alloc(0), key: attributes.get('key'), id: attributes.get('id'), attributes };
    }),
  );

const place = (env: Env): Destination => {
  const name = newName();
  return { url: `${env['REDIS_URL']}/${name}`, env, arrived: () => arrivals(env, name) };
};

const trialOn = (shared: Env): BusTrial => ({
  async destination(broker) {
    // Otherwise a server whose disk is slow answers up to two seconds before it has written: by its own choice, not by ours.
    if (broker !== undefined) await talk(broker.env, (client) => client.config('SET', 'appendfsync', 'always'));
    return place(broker?.env ?? shared);
  },
  attributeOf: (name, value) => [`ce_${name}`, value],
  gaps: {
    'missing destination': 'a stream is made by its first entry',
    'too large': 'its limit is 512 MB by default: shown below with a lower one',
  },
});

const open = (url: string) => openBus(url, { env: {}, tell: () => undefined, timeoutMs: 20_000 });

describe('redis://', () => {
  it.each([
    ['redis://host', 'redis://host names no stream: give one, redis://host/stream'],
    ['redis://host/stream?db=x', 'redis://host/stream: db=x is not the number of a database: give one such as db=0'],
    ['redis://host/stream?maxlen=-1', 'redis://host/stream: maxlen=-1 is not a number of entries: give one such as maxlen=1000000'],
  ])('refuses %s', (url, why) => expect(open(url)).rejects.toThrow(why));
});

describeBroker('redis:// on a real server', 'REDIS_URL', 'redis', (env) => {
  busContract(trialOn(env));
  readContract({
    async destination() {
      const to = place(env);
      return { ...to, readUrl: `${to.url}?group=readers` };
    },
  });

  it('waits for a key that is not a stream', async () => {
    const name = newName();
    await talk(env, (client) => client.set(name, 'text'));
    const bus = await open(`${env['REDIS_URL']}/${name}`);
    expect(await publishOne(bus, message('1'))).toEqual({ how: 'again', why: expect.stringMatching(/^WRONGTYPE/) });
    await talk(env, (client) => client.del(name));
    await publishAll(bus, [message('1')]);
    await bus.close();
  });

  it('keeps no more of the stream than it is told', async () => {
    const { url, arrived } = place(env);
    const bus = await open(`${url}?maxlen=100`);
    for (let batch = 0; batch < 10; batch += 1)
      await publishAll(
        bus,
        Array.from({ length: 100 }, (_, index) => message('x', { key: `${index}` })),
      );
    expect((await arrived()).length).toBeLessThan(500);
    await bus.close();
  });
});

describeFaults('redis:// whose server fails', () => {
  let broker: Broker;
  faultContract(trialOn({}), async () => (broker = await startBroker('redis')));

  it('refuses one message that is too large among others', async () => {
    await talk(broker.env, (client) => client.config('SET', 'proto-max-bulk-len', '1mb'));
    const { url, arrived } = place(broker.env);
    const bus = await open(url);
    const huge = message('x'.repeat(1_100_000), { key: 'huge' });
    const small = Array.from({ length: 20 }, (_, index) => message(`${index}`, { key: `${index}` }));
    expect(await publishAll(bus, [...small.slice(0, 10), huge, ...small.slice(10)])).toEqual([
      { how: 'refused', reason: 'too large', why: expect.stringMatching(/invalid bulk length/) },
    ]);
    expect(new Set((await arrived()).map(({ body }) => body.toString()))).toEqual(new Set(small.map(({ body }) => body.toString())));
    await bus.close();
  });

  it('waits while its credentials are revoked', async () => {
    const { host } = new URL(broker.env['REDIS_URL'] ?? '');
    const grant = (password: string) =>
      talk(broker.env, (client) => client.call('ACL', ['SETUSER', 'writer', 'reset', 'on', `>${password}`, '~*', '+@all']));
    await grant('right');
    const bus = await open(`redis://writer:right@${host}/revoked`);
    await publishAll(bus, [message('1')]);
    await talk(broker.env, (client) => client.call('ACL', ['DELUSER', 'writer']));
    expect(await publishOne(bus, message('2'))).toMatchObject({ how: 'again' });
    expect(await publishOne(bus, message('2'))).toEqual({ how: 'again', why: expect.stringMatching(/NOAUTH|WRONGPASS/) });
    await grant('right');
    await publishAll(bus, [message('2')]);
    expect((await arrivals(broker.env, 'revoked')).map(({ body }) => body.toString())).toEqual(['1', '2']);
    await bus.close();
  });

  it('waits while the server is out of memory', async () => {
    const { url } = place(broker.env);
    const bus = await open(url);
    await talk(broker.env, (client) => client.config('SET', 'maxmemory', '1'));
    expect(await publishOne(bus, message('1'))).toEqual({ how: 'again', why: expect.stringMatching(/^OOM/) });
    await talk(broker.env, (client) => client.config('SET', 'maxmemory', '0'));
    expect(await publishAll(bus, [message('1')])).toEqual([]);
    await bus.close();
  });
});
