import { describe, expect, it } from '@jest/globals';
import { openBus } from '../../../events/buses/open-bus.ts';
import { describeBroker, describeFaults, startBroker, type Broker } from '../../real/broker.ts';
import { busContract, faultContract, type BusTrial, type Destination } from './bus-contract.ts';
import { topicAt, type TopicPlace } from './gcp/places.ts';
import { startLoad, arrivesInOrder } from './load.ts';
import { readContract } from './read-contract.ts';
import { remaking } from './remake.ts';

type Env = Destination['env'];

const trialOn = (shared: Env, made = new Set<TopicPlace>()): BusTrial => ({
  server: 'PUBSUB_EMULATOR_HOST',
  answersTogether: true,
  async destination(broker) {
    const place = topicAt(broker?.env ?? shared);
    await place.make();
    made.add(place);
    return place;
  },
  missing: async () => topicAt(shared),
  tooLargeBytes: 10_500_000,
  attributeOf: (name, value) => [`ce-${name}`, value],
  gaps: { 'under load': 'this imitation of Pub/Sub keeps nothing when it is killed: shown below with one that is frozen' },
});

const open = (url: string, env: Env, timeoutMs = 20_000) => openBus(url, { env, tell: () => undefined, timeoutMs });

describe('gcppubsub://', () => {
  it.each([
    ['gcppubsub://changes', {}, 'gcppubsub://changes is not one of the topics: give one, gcppubsub://projects/PROJECT/topics/NAME'],
    ['gcppubsub://projects/p-1/subscriptions/changes', {}, /is not one of the topics/],
    [
      'gcppubsub://p-1/changes',
      { GOOGLE_APPLICATION_CREDENTIALS: '/not/there.json' },
      /^gcppubsub:\/\/p-1\/changes: GOOGLE_APPLICATION_CREDENTIALS=\/not\/there.json cannot be read: ENOENT/,
    ],
  ])('refuses %s with %j', (url, env, why) => expect(open(url, env)).rejects.toThrow(why));
});

describeBroker('gcppubsub:// on an imitation of Pub/Sub', 'PUBSUB_EMULATOR_HOST', 'pubsub', (env) => {
  busContract(trialOn(env));
  readContract({
    async destination() {
      const place = topicAt(env);
      await place.make();
      return { ...place, readUrl: `gcppubsub://${place.subscription}` };
    },
  });
});

describeFaults('gcppubsub:// whose server fails', () => {
  const made = new Set<TopicPlace>();
  let broker: Broker;
  faultContract(trialOn({}, made), async () => {
    broker = await startBroker('pubsub');
    return remaking(broker, made);
  });

  it('loses nothing and keeps the order of each key while the server is frozen under load', async () => {
    const place = topicAt(broker.env);
    await place.make();
    const bus = await open(place.url, broker.env, 2_000);
    const load = startLoad(bus);
    await load.confirmed(200);
    await broker.freeze();
    await load.failed(10);
    await broker.thaw();
    await load.confirmed(200);
    await arrivesInOrder(await load.stop(), place);
    await bus.close();
  });
});
