import type * as jetstream from '@nats-io/jetstream';
import type * as transport from '@nats-io/transport-node';
import type { ConnectionOptions, NatsConnection } from '@nats-io/transport-node';
import { messageOf } from '../../../ground/text/message-of.ts';
import type { BusContext, BusKind } from '../bus.ts';
import { needed } from '../bus-url.ts';
import { loadLibraries } from '../libraries.ts';

export const natsNames: Pick<BusKind, 'schemes' | 'packages' | 'usage'> = {
  schemes: ['nats'],
  packages: ['@nats-io/transport-node', '@nats-io/jetstream'],
  usage: 'nats://subject',
};

export type NatsLibraries = Omit<typeof transport, 'default'> & Omit<typeof jetstream, 'default'>;
export const loadNats = (): Promise<NatsLibraries> =>
  loadLibraries(natsNames, async () => ({ ...(await import('@nats-io/transport-node')), ...(await import('@nats-io/jetstream')) }));

/** A NATS connection that never reconnects by itself: whoever holds it makes another. */
export async function connectNats(
  { connect }: NatsLibraries,
  options: ConnectionOptions,
  lost: (why: string) => void,
): Promise<NatsConnection> {
  const connection = await connect({ ...options, reconnect: false, maxReconnectAttempts: 0, name: 'civ8s' });
  void connection.closed().then((error) => lost(error instanceof Error ? messageOf(error) : 'the server has closed the connection'));
  return connection;
}

/** NATS_SERVER_URL: `nats://user:password@host:4222`, `tls://token@host`, several by commas. Credentials are those of the first. */
export function natsOptions({ url, env, timeoutMs = 10_000 }: BusContext): ConnectionOptions {
  const servers = needed(env, 'NATS_SERVER_URL', url, 'nats://host:4222').split(',');
  const first = URL.parse(servers[0] ?? '');
  const [user, pass] = [decodeURIComponent(first?.username ?? ''), decodeURIComponent(first?.password ?? '')];
  return {
    servers: servers.map((server) =>
      server
        .trim()
        .replace(/^[a-z]+:\/\//, '')
        .replace(/^[^@]*@/, ''),
    ),
    timeout: timeoutMs,
    ...(first?.protocol === 'tls:' ? { tls: {} } : {}),
    ...(user === '' ? {} : pass === '' ? { token: user } : { user, pass }),
  };
}

/** Ends it at once: what has not been sent by then is dropped. */
export const cutNats = (connection: NatsConnection): void => void connection.close().catch(() => undefined);
