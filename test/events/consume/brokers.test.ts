import { describe, expect, it } from '@jest/globals';
import { openBus } from '../../../events/buses/open-bus.ts';
import { consume } from '../../../events/consume/consume.ts';
import { encoderFor, type FormatChoice } from '../../../events/formats/format.ts';
import { describeBroker } from '../../real/broker.ts';
import { topicAt as snsTopicAt } from '../buses/aws/places.ts';
import { topicAt as pubSubTopicAt } from '../buses/gcp/places.ts';
import { makeKafkaPlace, makeNatsPlace, makeRabbitPlace, type BrokerEnv, type BrokerPlace } from '../buses/broker-places.ts';
import { publishAll } from '../buses/messages.ts';
import { change, state } from '../changes.ts';

const KEYS = ['a', 'b', 'c', 'd', 'e'];
const VERSIONS = Array.from({ length: 20 }, (_, at) => at + 1);
const FORMATS: readonly FormatChoice[] = [{ format: 'kollect' }, { format: 'cloudevents' }, { format: 'cloudevents', mode: 'structured' }];

const updateOf = (key: string, version: number) =>
  change({
    id: `${key}${version}`,
    key: `blue/${key}`,
    object: { uid: key, name: key, resourceVersion: String(version) },
    now: state({ kind: 'X', version }),
  });

let names = 0;

/** Each event is to be handled once, in the order of its key, although one in seven fails at first. */
function handlesEverything(env: BrokerEnv, place: (name: string) => Promise<BrokerPlace>): void {
  it.each(FORMATS)('are all handled, in order, although some fail at first: %j', async (choice) => {
    const { url, readUrl } = await place(`consumer-${process.pid}-${(names += 1)}`);
    const bus = await openBus(url, { env, tell: () => undefined });
    const seen = new Map<string, number[]>();
    const [failed, stop] = [new Set<string>(), new AbortController()];
    const handle = ({ id, uid, now }: { readonly id: string; readonly uid: string; readonly now: object }): void => {
      const version = Number(Reflect.get(now, 'version'));
      if (version % 7 === 3 && !failed.has(id)) {
        failed.add(id);
        throw new Error('not now');
      }
      seen.set(uid, [...(seen.get(uid) ?? []), version]);
      if ([...seen.values()].flat().length >= KEYS.length * VERSIONS.length) stop.abort();
    };
    const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(60_000)]);
    const consuming = consume(readUrl, { updated: handle }, { signal, env, tell: () => undefined });
    try {
      for (const version of VERSIONS) {
        const batch = KEYS.flatMap((key) => encoderFor(choice)(updateOf(key, version)) ?? []);
        expect(await publishAll(bus, batch)).toEqual([]);
      }
      await consuming;
    } finally {
      stop.abort();
      await consuming;
      await bus.close();
    }
    expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(KEYS.map((key) => [key, VERSIONS])));
    expect(failed.size).toBe(KEYS.length * 3);
  });
}

describe('events on a real broker', () => {
  describeBroker('nats://', 'NATS_SERVER_URL', 'nats', (env) => handlesEverything(env, (name) => makeNatsPlace(env, name)));
  describeBroker('rabbit://', 'RABBIT_SERVER_URL', 'rabbitmq', (env) => handlesEverything(env, (name) => makeRabbitPlace(env, name)));
  describeBroker('kafka://', 'KAFKA_BROKERS', 'kafka', (env) => handlesEverything(env, (name) => makeKafkaPlace(env, name)));

  describeBroker('redis://', 'REDIS_URL', 'redis', (env) =>
    handlesEverything(env, async (name) => {
      const url = `${env['REDIS_URL'] ?? ''}/${name}`;
      return { url, readUrl: `${url}?group=readers` };
    }),
  );

  describeBroker('awssns:// and awssqs://', 'AWS_ENDPOINT_URL', 'aws', (env) =>
    // Not of FIFO: there this imitation hands out nothing for a second after each message.
    handlesEverything(env, async (name) => {
      const place = snsTopicAt(env, { name });
      await place.make();
      return { url: place.url, readUrl: place.queueUrl };
    }),
  );

  describeBroker('gcppubsub://', 'PUBSUB_EMULATOR_HOST', 'pubsub', (env) =>
    handlesEverything(env, async () => {
      const place = pubSubTopicAt(env);
      await place.make();
      return { url: place.url, readUrl: `gcppubsub://${place.subscription}` };
    }),
  );
});
