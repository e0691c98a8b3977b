import type { ChannelModel } from 'amqplib';
import { messageOf } from '../../../ground/text/message-of.ts';
import type { BusContext, BusKind } from '../bus.ts';
import { needed } from '../bus-url.ts';
import { destroySocket } from '../destroy-socket.ts';
import { loadLibraries } from '../libraries.ts';

export const rabbitNames: Pick<BusKind, 'schemes' | 'packages' | 'usage'> = {
  schemes: ['rabbit'],
  packages: ['amqplib'],
  usage: 'rabbit://exchange',
};

export type RabbitLibrary = Awaited<ReturnType<typeof loadRabbit>>;
export const loadRabbit = () => loadLibraries(rabbitNames, () => import('amqplib'));

export interface RabbitServer {
  readonly server: string;
  readonly timeout: number;
}

export const rabbitServerOf = ({ url, env, timeoutMs = 10_000 }: BusContext): RabbitServer => ({
  server: needed(env, 'RABBIT_SERVER_URL', url, 'amqp://user:password@host:5672/vhost'),
  timeout: timeoutMs,
});

/** A connection that ends for good, with a reason, when anything goes wrong on it. */
export async function connectRabbit(
  { connect }: RabbitLibrary,
  { server, timeout }: RabbitServer,
  lost: (why: string) => void,
): Promise<ChannelModel> {
  const connection = await connect(server, { timeout });
  let why = 'the server has closed the connection';
  connection.on('error', (error) => (why = messageOf(error)));
  connection.on('close', (error) => lost(error === undefined ? why : messageOf(error)));
  return connection;
}

export const cutRabbit = ({ connection }: ChannelModel): void => destroySocket(connection, 'stream');
