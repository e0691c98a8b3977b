import { randomUUID } from 'node:crypto';
import type { IPublishPacket } from 'mqtt';
import { messageOf } from '../../../ground/text/message-of.ts';
import type { BusContext, Received } from '../bus.ts';
import { titleOf } from '../bus-url.ts';
import { createIncoming, inSessions } from '../incoming.ts';
import { connectMqtt, topicOf } from './connect-mqtt.ts';

const RETRY_MS = 1_000;
const KEPT_S = 24 * 60 * 60;

/**
 * `mqtt://host/topic/#?client=name`: in a session of that name, which the broker keeps for a day while nobody reads; without a name,
 * from now on. One message at a time: MQTT acknowledges in the order of arrival.
 */
export function readMqtt(context: BusContext, signal: AbortSignal): AsyncIterable<Received> {
  // A wildcard for all below stands behind `#`, which begins the fragment of a URL.
  const topic = `${topicOf(context.url)}${context.url.hash === '' ? '' : '#'}`;
  const name = context.url.searchParams.get('client') ?? undefined;
  const tell = (text: string): void => context.tell(`${titleOf(context.url)}: ${text}`);
  const session =
    name === undefined
      ? { clean: true, clientId: randomUUID() }
      : { clean: false, clientId: name, properties: { sessionExpiryInterval: KEPT_S } };

  async function* read(stop: AbortSignal): AsyncGenerator<Received> {
    const incoming = createIncoming<Received>();
    const { client } = await connectMqtt(context.url, session, {
      lost: (why) => incoming.fail(new Error(why)),
      signal: stop,
      take: (packet, done) => incoming.push(receivedOf(packet, done, (again) => incoming.push(again))),
    });
    try {
      // Nobody waits for it: the answer stands behind the messages that the session holds, and they wait to be acknowledged.
      client.subscribeAsync(topic, { qos: 1 }).catch((error: unknown) => incoming.fail(new Error(messageOf(error))));
      yield* incoming.items(stop);
    } finally {
      client.end(true);
    }
  }
  return inSessions(read, { tell, signal });
}

function receivedOf({ payload, properties = {} }: IPublishPacket, done: () => void, later: (again: Received) => void): Received {
  const named = Object.entries(properties.userProperties ?? {}).map(([name, value]) => [name, String(value)] as const);
  const own = new Map(named);
  const [key, id] = ['key', 'id'].map((name) => own.get(name));
  own.delete('key');
  const received: Received = {
    body: Buffer.from(payload),
    attributes: own.has('specversion') ? own : new Map(),
    ...(properties.contentType === undefined ? {} : { contentType: properties.contentType }),
    ...(key === undefined ? {} : { key }),
    ...(id === undefined ? {} : { id }),
    ack: async () => done(),
    nack: async () => void setTimeout(() => later(received), RETRY_MS),
  };
  return received;
}
