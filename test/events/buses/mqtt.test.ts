import { describe, expect, it } from '@jest/globals';
import mqtt, { type IClientOptions } from 'mqtt';
import { randomUUID } from 'node:crypto';
import { openBus } from '../../../events/buses/open-bus.ts';
import { describeBroker, describeFaults, startBroker } from '../../real/broker.ts';
import { busContract, faultContract, type Arrived, type BusTrial, type Destination } from './bus-contract.ts';
import { message, publishAll } from './messages.ts';
import { readContract } from './read-contract.ts';
import { newName } from './new-name.ts';

type Env = Destination['env'];

/** A session that keeps what comes to a topic; what it holds is taken up to a message of our own. */
async function placeAt(env: Env): Promise<Destination> {
  const name = newName();
  const address = env['MQTT_URL'] ?? '';
  const session: IClientOptions = {
    protocolVersion: 5,
    clean: false,
    clientId: name,
    properties: { sessionExpiryInterval: 3_600 },
    reconnectPeriod: 0,
  };
  const first = await mqtt.connectAsync(address, session);
  await first.subscribeAsync(`${name}/#`, { qos: 1 });
  await first.endAsync();
  const all: Arrived[] = [];
  const arrived = async (): Promise<readonly Arrived[]> => {
    const mark = randomUUID();
    const client = mqtt.connect(address, session);
    await new Promise<void>((resolve, reject) => {
      client.on('error', reject);
      client.on('message', (topic, body, { properties }) => {
        if (topic === `${name}/mark`) return void (body.toString() === mark && resolve());
        const attributes = new Map(Object.entries(properties?.userProperties ?? {}).map(([property, value]) => [property, String(value)]));
        all.push({ body, key: attributes.get('key'), id: attributes.get('id'), attributes });
      });
      client.on('connect', () => client.publish(`${name}/mark`, mark, { qos: 1 }));
    });
    await client.endAsync();
    return all;
  };
  return { url: `${address}/${name}/changes`, env, arrived };
}

const trialOn = (shared: Env): BusTrial => ({
  destination: (broker) => placeAt(broker?.env ?? shared),
  gaps: {
    'missing destination': 'a topic needs no making',
    'under load': 'this broker confirms, and drops what is more than 1,000 messages for a session that is away',
    'too large': 'this broker has no limit but that of MQTT, 256 MB',
  },
});

describe('mqtt://', () => {
  it('needs a topic', () =>
    expect(openBus('mqtt://host', { env: {}, tell: () => undefined })).rejects.toThrow(
      'mqtt://host names no topic: give one, mqtt://host/topic',
    ));
});

describeBroker('mqtt:// on a real broker', 'MQTT_URL', 'mqtt', (env) => {
  busContract(trialOn(env));
  readContract({
    async destination() {
      const there = await placeAt(env);
      return { ...there, readUrl: `${there.url}?client=${newName()}` };
    },
  });

  it('has no more in flight than the broker takes', async () => {
    const { url, arrived } = await placeAt(env);
    const bus = await openBus(url, { env, tell: () => undefined });
    await publishAll(
      bus,
      Array.from({ length: 500 }, (_, index) => message('x', { key: `${index}` })),
    );
    expect(await arrived()).toHaveLength(500);
    await bus.close();
  });
});

describeFaults('mqtt:// whose broker fails', () => faultContract(trialOn({}), () => startBroker('mqtt')));
