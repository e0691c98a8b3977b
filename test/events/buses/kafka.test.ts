import { describe, expect, it } from '@jest/globals';
import { createAcknowledged } from '../../../events/buses/kafka/acknowledged.ts';
import { openBus, readBus } from '../../../events/buses/open-bus.ts';
import { describeBroker, describeFaults, startBroker } from '../../real/broker.ts';
import { until } from '../../until.ts';
import { busContract, faultContract, type Arrived, type BusTrial, type Destination } from './bus-contract.ts';
import { message, never, publishAll, publishOne } from './messages.ts';
import { readContract } from './read-contract.ts';
import { recordsOf } from './kafka-records.ts';
import { administer, makeTopic } from './kafka-topics.ts';
import { newName } from './new-name.ts';

type Env = Destination['env'];

function place(env: Env): Destination & { readonly topic: string } {
  const topic = newName();
  const arrived = (): Promise<readonly Arrived[]> => recordsOf(env['KAFKA_BROKERS'] ?? '', topic);
  return { url: `kafka://${topic}`, env, arrived, topic };
}

const trialOn = (shared: Env): BusTrial => ({
  async destination(broker) {
    const there = place(broker?.env ?? shared);
    await makeTopic(there.env, there.topic);
    return there;
  },
  async missing() {
    const there = place(shared);
    return { ...there, make: () => makeTopic(shared, there.topic) };
  },
  tooLargeBytes: 1_100_000,
  attributeOf: (name, value) => [`ce_${name}`, value],
  gaps: { 'in part': 'clients go to the address that a broker gives itself: there is no way to it that could be cut' },
});

const open = (url: string, env: Env) => openBus(url, { env, tell: () => undefined, timeoutMs: 20_000 });

describe('kafka://', () => {
  it.each([
    [{}, 'kafka://changes needs KAFKA_BROKERS, which is not set: set it, KAFKA_BROKERS=host:9092,host:9092'],
    [
      { KAFKA_BROKERS: 'host:1', KAFKA_SASL_MECHANISM: 'GSSAPI' },
      'kafka://changes: KAFKA_SASL_MECHANISM=GSSAPI is not known: use one of PLAIN, SCRAM-SHA-256, SCRAM-SHA-512',
    ],
    [
      { KAFKA_BROKERS: 'host:1', KAFKA_SASL_MECHANISM: 'plain', KAFKA_SASL_USERNAME: 'civ' },
      'kafka://changes needs KAFKA_SASL_PASSWORD, which is not set: set it, KAFKA_SASL_PASSWORD=the password of the account',
    ],
  ])('refuses an environment of %j', (env, why) => expect(open('kafka://changes', env)).rejects.toThrow(why));

  it('wants a topic to read from', () =>
    expect(() => readBus('kafka://group', { env: {}, tell: () => undefined }, never)).toThrow(
      'kafka://group names no topic to read: kafka://group?topic=name',
    ));
});

describe('the place of a reader', () => {
  it('goes on only over what is done without a gap', () => {
    const acknowledged = createAcknowledged<string>();
    for (const item of ['a', 'b', 'c', 'd']) acknowledged.handedOut(item);
    expect(['b', 'a', 'd', 'd', 'c'].map((item) => acknowledged.done(item))).toEqual([undefined, 'b', undefined, undefined, 'd']);
  });
});

describeBroker('kafka:// on a real broker', 'KAFKA_BROKERS', 'kafka', (env) => {
  busContract(trialOn(env));
  readContract({
    async destination() {
      const there = place(env);
      await makeTopic(env, there.topic);
      return { ...there, readUrl: `kafka://${there.topic}-readers?topic=${there.topic}` };
    },
  });

  it('finds out which one is too large where the topic takes less than usual', async () => {
    const there = place(env);
    await makeTopic(env, there.topic, { partitions: 1, configs: [{ name: 'max.message.bytes', value: '5000' }] });
    const bus = await open(there.url, env);
    const small = Array.from({ length: 20 }, (_, index) => message('x'.repeat(1_000), { key: `${index}` }));
    const refused = await publishAll(bus, [...small, message('x'.repeat(10_000), { key: 'huge' })]);
    expect(refused).toEqual([expect.objectContaining({ how: 'refused', reason: 'too large' })]);
    expect(await until('all', async () => (await there.arrived()).length === 20)).toBe(true);
    await bus.close();
  });

  it('waits for a topic that was deleted until it is made again', async () => {
    const there = place(env);
    await makeTopic(env, there.topic);
    const bus = await open(there.url, env);
    await publishAll(bus, [message('1')]);
    await administer(env, (admin) => admin.deleteTopics({ topics: [there.topic] }));
    expect(await publishOne(bus, message('2'))).toMatchObject({ how: 'again' });
    await until('the topic', () => makeTopic(env, there.topic).then(() => true));
    await publishAll(bus, [message('2')]);
    await until('the message', async () => (await there.arrived()).some(({ body }) => body.toString() === '2'));
    await bus.close();
  });
});

describeFaults('kafka:// whose broker fails', () => faultContract(trialOn({}), () => startBroker('kafka')));
