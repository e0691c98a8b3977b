import { connect as connectNats } from '@nats-io/transport-node';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect as connectRabbit } from 'amqplib';
import { makeTopic } from './kafka-topics.ts';

export type BrokerEnv = Readonly<Record<string, string | undefined>>;

/** Where something is published, and where it is read from its beginning. */
export interface BrokerPlace {
  readonly url: string;
  readonly readUrl: string;
}

/** A stream that keeps all of it. */
export async function makeNatsPlace(env: BrokerEnv, name: string): Promise<BrokerPlace> {
  const connection = await connectNats({ servers: env['NATS_SERVER_URL'] ?? '', reconnect: false });
  await (await jetstreamManager(connection)).streams.add({ name, subjects: [name] });
  await connection.close();
  return { url: `nats://${name}`, readUrl: `nats://${name}?queue=readers` };
}

/** An exchange, and a queue that gets all of it. */
export async function makeRabbitPlace(env: BrokerEnv, name: string): Promise<BrokerPlace> {
  const connection = await connectRabbit(env['RABBIT_SERVER_URL'] ?? '');
  const channel = await connection.createChannel();
  await channel.assertExchange(name, 'topic');
  await channel.assertQueue(name);
  await channel.bindQueue(name, name, '#');
  await connection.close();
  return { url: `rabbit://${name}`, readUrl: `rabbit://${name}` };
}

/** A topic of three partitions. */
export async function makeKafkaPlace(env: BrokerEnv, name: string): Promise<BrokerPlace> {
  await makeTopic(env, name);
  return { url: `kafka://${name}`, readUrl: `kafka://${name}-readers?topic=${name}` };
}
