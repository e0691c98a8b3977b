import { describe, expect, it } from '@jest/globals';
import rhea, { type EventContext } from 'rhea';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { sharedAccessSignature } from '../../../events/buses/amqp/put-token.ts';
import { openBus } from '../../../events/buses/open-bus.ts';
import { describeBroker, describeFaults, startBroker } from '../../real/broker.ts';
import { busContract, faultContract, type Arrived, type BusTrial, type Destination } from './bus-contract.ts';
import { message, publishOne } from './messages.ts';
import { readContract } from './read-contract.ts';
import { newName } from './new-name.ts';

type Env = Destination['env'];

/** Takes what the queue holds, beside what was taken before: all that comes before the receiver is drained. */
const taker = (env: Env, name: string) => {
  const all: Arrived[] = [];
  return async (): Promise<readonly Arrived[]> => {
    const { hostname: host, port } = new URL(env['AMQP_URL'] ?? '');
    const connection = rhea.create_container().connect({ host, port: Number(port), reconnect: false });
    connection.on('disconnected', () => undefined);
    const receiver = connection.open_receiver({ source: { address: name }, credit_window: 0, autoaccept: true });
    receiver.on('message', ({ message: got }: EventContext) => {
      const attributes = new Map(Object.entries(got?.application_properties ?? {}).map(([property, value]) => [property, String(value)]));
      all.push({ body: Buffer.from(got?.body.content), key: attributes.get('key'), id: String(got?.message_id), attributes });
    });
    await new Promise<void>((resolve, reject) => {
      receiver.on('receiver_open', () => {
        receiver.drain_credit();
        // More than there ever are: a receiver whose credit is used up is never drained.
        receiver.add_credit(1_000_000);
      });
      receiver.on('receiver_drained', () => resolve());
      connection.on('disconnected', () => reject(new Error('disconnected')));
    });
    connection.close();
    return all;
  };
};

const trialOn = (scheme: 'amqp' | 'azuresb', shared: Env): BusTrial => ({
  ...(scheme === 'amqp' ? {} : { server: 'SERVICEBUS_CONNECTION_STRING' }),
  async destination(broker) {
    const env = broker?.env ?? shared;
    const name = newName();
    return { url: scheme === 'amqp' ? `${env['AMQP_URL']}/${name}` : `azuresb://${name}`, env, arrived: taker(env, name) };
  },
  attributeOf: (name, value) => [`cloudEvents_${name}`, value],
  gaps: {
    'missing destination': 'this broker makes a queue when it is first used',
    'too large': 'this broker has no limit: shown below by a stub',
  },
});

const open = (url: string, env: Env) => openBus(url, { env, tell: () => undefined, timeoutMs: 20_000 });

describe('amqp://', () => {
  it.each([
    ['amqp://host', {}, 'amqp://host names no address: give one, amqp://host/address'],
    ['azuresb://changes', {}, /^azuresb:\/\/changes needs SERVICEBUS_CONNECTION_STRING, which is not set: set it/],
    [
      'azuresb://changes',
      { SERVICEBUS_CONNECTION_STRING: 'Endpoint=sb://host/;SharedAccessKey=secret' },
      /^azuresb:\/\/changes: SERVICEBUS_CONNECTION_STRING has to hold Endpoint, SharedAccessKeyName and SharedAccessKey: (?!.*secret)/,
    ],
  ])('refuses %s with %j', (url, env, why) => expect(open(url, env)).rejects.toThrow(why));

  it('refuses what is more than the link takes, and sends the rest', async () => {
    const container = rhea.create_container();
    container.on('disconnected', () => undefined);
    container.on('receiver_open', ({ receiver }: EventContext) => receiver?.set_target({ address: 'changes' }));
    const server = container.listen({ port: 0, host: '127.0.0.1', receiver_options: { max_message_size: 1_000 } });
    await once(server, 'listening');
    const bus = await open(`amqp://127.0.0.1:${(server.address() as AddressInfo).port}/changes`, {});
    expect(await publishOne(bus, message('x'.repeat(2_000)))).toEqual({
      how: 'refused',
      reason: 'too large',
      why: 'more than the 1000 bytes that the link takes',
    });
    expect(await publishOne(bus, message('small'))).toEqual({ how: 'confirmed' });
    await bus.close();
    server.close();
  });

  it('signs for Azure as Azure has it', () =>
    // Computed with Python's hmac after Microsoft's description of the format.
    expect(sharedAccessSignature({ audience: 'sb://n.servicebus.windows.net/t', keyName: 'civ', key: 'secret' }, 1_800_000_000)).toBe(
      'SharedAccessSignature sr=sb%3A%2F%2Fn.servicebus.windows.net%2Ft&sig=lZHZhsSQEY5EQQcO1EJZU6BD3MA97VFshE%2FG76QcD4I%3D&se=1800000000&skn=civ',
    ));
});

describeBroker('amqp:// on a real broker', 'AMQP_URL', 'amqp', (env) => {
  busContract(trialOn('amqp', env));
  readContract({
    async destination() {
      const there = await trialOn('amqp', env).destination();
      return { ...there, readUrl: there.url };
    },
  });
});

describeBroker('azuresb:// on a broker of its protocol', 'SERVICEBUS_CONNECTION_STRING', 'amqp', (env) => {
  busContract(trialOn('azuresb', env));
  readContract({
    async destination() {
      const there = await trialOn('azuresb', env).destination();
      return { ...there, readUrl: there.url };
    },
  });
});

describeFaults('amqp:// whose broker fails', () => faultContract(trialOn('amqp', {}), () => startBroker('amqp')));
describeFaults('azuresb:// whose broker fails', () => faultContract(trialOn('azuresb', {}), () => startBroker('amqp')));
