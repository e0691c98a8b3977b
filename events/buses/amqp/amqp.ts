import { BusError, type BusContext, type BusKind } from '../bus.ts';
import { titleOf } from '../bus-url.ts';
import { createAmqpBus } from './amqp-sender.ts';
import { AMQP_PACKAGES, loadAmqp, type AmqpPlace } from './connect-amqp.ts';
import { readAmqp } from './read-amqp.ts';

/** `amqp://user:password@host:5672/address`: AMQP 1.0, to any broker that speaks it. RabbitMQ's own protocol is `rabbit://`. */
export const amqp: BusKind = {
  schemes: ['amqp', 'amqps'],
  packages: AMQP_PACKAGES,
  usage: 'amqp://host/address',
  async open(context) {
    const place = placeOf(context);
    return createAmqpBus(await loadAmqp('amqp'), place, { title: titleOf(context.url), timeoutMs: context.timeoutMs });
  },
  subscribe: (context, signal) =>
    readAmqp('amqp', placeOf(context), { tell: (text) => context.tell(`${titleOf(context.url)}: ${text}`), signal }),
};

function placeOf({ url }: BusContext): AmqpPlace {
  const address = decodeURIComponent(url.pathname.slice(1));
  if (url.hostname === '' || address === '') throw new BusError(`${titleOf(url)} names no address: give one, ${amqp.usage}`);
  const [username, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isSecure = url.protocol === 'amqps:';
  const port = Number(url.port || (isSecure ? 5671 : 5672));
  const account = username === '' ? {} : { username, password };
  return {
    address,
    connection: isSecure ? { transport: 'tls', host, hostname: host, servername: host, port, ...account } : { host, port, ...account },
  };
}
