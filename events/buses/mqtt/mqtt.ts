import { messageOf } from '../../../ground/text/message-of.ts';
import type { Message } from '../../message.ts';
import type { BusKind, Delivery } from '../bus.ts';
import { titleOf } from '../bus-url.ts';
import { createConnectedBus } from '../connected-bus.ts';
import { again, CONFIRMED, notAccepted, tooLarge } from '../delivery.ts';
import { connectMqtt, loadMqtt, mqttNames, topicOf, type MqttConnection } from './connect-mqtt.ts';
import { createTurns, type Turns } from './turns.ts';
import { readMqtt } from './read-mqtt.ts';

type Client = MqttConnection & { readonly turns: Turns };

/** `mqtt://host/topic`: MQTT 5, QoS 1, confirmed by PUBACK. The broker keeps it for those who have a session. */
export const mqtt: BusKind = {
  ...mqttNames,
  async open({ url, timeoutMs = 10_000 }) {
    const topic = topicOf(url);
    await loadMqtt();
    return createConnectedBus<Client>(
      { title: titleOf(url), timeoutMs },
      {
        async connect(lost, signal) {
          const connection = await connectMqtt(url, { clean: true, connectTimeout: timeoutMs }, { lost, signal });
          return { ...connection, turns: createTurns(connection.mostInFlight) };
        },
        cut: ({ client }) => void client.end(true),
        send: ({ client, turns }, batch) => batch.map((message) => turns.take(() => publish(client, topic, message))),
      },
    );
  },
  subscribe: readMqtt,
};

async function publish(client: MqttConnection['client'], topic: string, message: Message): Promise<Delivery> {
  const { id, key, body, contentType, attributes } = message;
  // CloudEvents attributes have no prefix here; the event's own id is the same as ours.
  const userProperties = { ...Object.fromEntries(attributes), id, key };
  try {
    const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    await client.publishAsync(topic, bytes, { qos: 1, properties: { contentType, userProperties } });
    return CONFIRMED;
  } catch (error) {
    const why = messageOf(error);
    if (/exceeding packets size/.test(why)) return tooLarge(why);
    return error instanceof Error && 'code' in error && NEVER.has(error.code) ? notAccepted(why) : again(why);
  }
}

/** Reasons of MQTT 5 that no waiting changes: the name of the topic, and the form of the payload. */
const NEVER: ReadonlySet<unknown> = new Set([0x90, 0x99]);
