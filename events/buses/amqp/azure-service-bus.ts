import { BusError, type BusContext, type BusKind } from '../bus.ts';
import { addressOf, needed, titleOf } from '../bus-url.ts';
import { createAmqpBus } from './amqp-sender.ts';
import { AMQP_PACKAGES, loadAmqp, type AmqpPlace } from './connect-amqp.ts';
import { putToken } from './put-token.ts';
import { readAmqp } from './read-amqp.ts';

/** `azuresb://topic`: Azure Service Bus over AMQP 1.0, by the shared access key of SERVICEBUS_CONNECTION_STRING. */
export const azureServiceBus: BusKind = {
  schemes: ['azuresb'],
  packages: AMQP_PACKAGES,
  usage: 'azuresb://topic',
  async open(context) {
    const place = placeOf(context, addressOf(context.url, 'topic'));
    return createAmqpBus(await loadAmqp('azuresb'), place, { title: titleOf(context.url), timeoutMs: context.timeoutMs });
  },
  /** `azuresb://topic?subscription=name`; without one, a queue. */
  subscribe(context, signal) {
    const subscription = context.url.searchParams.get('subscription');
    const topic = addressOf(context.url, 'topic');
    const place = placeOf(context, subscription === null ? topic : `${topic}/Subscriptions/${subscription}`);
    return readAmqp('azuresb', place, { tell: (text) => context.tell(`${titleOf(context.url)}: ${text}`), signal });
  },
};

function placeOf({ url, env }: BusContext, address: string): AmqpPlace {
  const example = 'Endpoint=sb://name.servicebus.windows.net/;SharedAccessKeyName=…;SharedAccessKey=…';
  const parts = partsOf(needed(env, 'SERVICEBUS_CONNECTION_STRING', url, example));
  const endpoint = URL.parse(parts.get('endpoint') ?? '');
  const [keyName, key] = [parts.get('sharedaccesskeyname'), parts.get('sharedaccesskey')];
  // Neither of it is shown: it may be half of a secret.
  if (endpoint === null || keyName === undefined || key === undefined)
    throw new BusError(
      `${titleOf(url)}: SERVICEBUS_CONNECTION_STRING has to hold Endpoint, SharedAccessKeyName and SharedAccessKey: ${example}`,
    );
  const host = endpoint.hostname;
  const isEmulator = parts.get('usedevelopmentemulator') === 'true';
  const port = Number(endpoint.port || (isEmulator ? 5672 : 5671));
  const secure = { transport: 'tls', host, hostname: host, servername: host, port, username: keyName } as const;
  return {
    address,
    connection: isEmulator ? { host, port, username: keyName } : secure,
    authorize: (connection, library) => putToken(connection, library, { audience: `sb://${host}/${address}`, keyName, key }),
  };
}

const partsOf = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text
      .split(';')
      .filter((part) => part.includes('='))
      .map((part) => [part.slice(0, part.indexOf('=')).trim().toLowerCase(), part.slice(part.indexOf('=') + 1).trim()]),
  );
