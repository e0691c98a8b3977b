import type { IClientOptions, MqttClient } from 'mqtt';
import { onAbort } from '../../../ground/time/abort.ts';
import { messageOf } from '../../../ground/text/message-of.ts';
import { BusError, type BusKind } from '../bus.ts';
import { titleOf } from '../bus-url.ts';
import { loadLibraries } from '../libraries.ts';

export const mqttNames: Pick<BusKind, 'schemes' | 'packages' | 'usage'> = {
  schemes: ['mqtt', 'mqtts'],
  packages: ['mqtt'],
  usage: 'mqtt://host/topic',
};

/** The library is a bundle: what it exports is the default export's. */
export const loadMqtt = () => loadLibraries(mqttNames, async () => (await import('mqtt')).default);

/** `mqtt://user:password@host:1883/topic/below`. */
export function topicOf(url: URL): string {
  const topic = decodeURIComponent(url.pathname.slice(1));
  if (url.hostname === '' || topic === '') throw new BusError(`${titleOf(url)} names no topic: give one, ${mqttNames.usage}`);
  return topic;
}

export interface MqttConnection {
  readonly client: MqttClient;
  /** How many messages the server takes before it has confirmed the first. */
  readonly mostInFlight: number;
}

const MOST_IN_FLIGHT = 65_535;

interface MqttSession {
  readonly lost: (why: string) => void;
  readonly signal: AbortSignal;
  /** What is handed each message, with what acknowledges it: from the first packet on, which may come with the answer to ours. */
  readonly take?: MqttClient['handleMessage'];
}

/** One connection of MQTT 5, which keeps nothing for later and never reconnects. */
export async function connectMqtt(url: URL, options: IClientOptions, { lost, signal, take }: MqttSession): Promise<MqttConnection> {
  const { connect } = await loadMqtt();
  const secure = url.protocol === 'mqtts:';
  const client = connect({
    protocol: secure ? 'mqtts' : 'mqtt',
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || (secure ? 8883 : 1883)),
    ...(url.username === '' ? {} : { username: decodeURIComponent(url.username), password: decodeURIComponent(url.password) }),
    ...options,
    protocolVersion: 5,
    reconnectPeriod: 0,
    queueQoSZero: false,
  });
  if (take !== undefined) client.handleMessage = take;
  const { promise, resolve, reject } = Promise.withResolvers<MqttConnection>();
  let why = 'the server has closed the connection';
  client.on('error', (error) => (why = messageOf(error)));
  client.on('disconnect', ({ reasonCode }) => (why = `the server has ended the connection: reason ${reasonCode}`));
  client.on('close', () => {
    reject(new Error(why));
    lost(why);
  });
  client.on('connect', ({ properties }) => resolve({ client, mostInFlight: properties?.receiveMaximum ?? MOST_IN_FLIGHT }));
  const forget = onAbort(signal, () => client.end(true));
  return promise.finally(forget);
}
