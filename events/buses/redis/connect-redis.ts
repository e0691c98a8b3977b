import type { Redis } from 'ioredis';
import { onAbort } from '../../../ground/time/abort.ts';
import { BusError, type BusKind } from '../bus.ts';
import { titleOf } from '../bus-url.ts';
import { loadLibraries } from '../libraries.ts';

export const redisNames: Pick<BusKind, 'schemes' | 'packages' | 'usage'> = {
  schemes: ['redis', 'rediss'],
  packages: ['ioredis'],
  usage: 'redis://host/stream',
};

export const loadRedis = () => loadLibraries(redisNames, () => import('ioredis'));

/** Where a stream is: `redis://user:password@host:6379/stream?db=0`. */
export interface RedisPlace {
  readonly stream: string;
  connect(libraries: Awaited<ReturnType<typeof loadRedis>>, lost: (why: string) => void, signal: AbortSignal): Promise<Redis>;
}

export function redisPlaceOf(url: URL, connectTimeout: number): RedisPlace {
  const stream = decodeURIComponent(url.pathname.slice(1));
  if (url.hostname === '' || stream === '') throw new BusError(`${titleOf(url)} names no stream: give one, ${redisNames.usage}`);
  const db = url.searchParams.get('db') ?? '0';
  if (!/^\d+$/.test(db)) throw new BusError(`${titleOf(url)}: db=${db} is not the number of a database: give one such as db=0`);
  const [username, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  const options = {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || 6379),
    db: Number(db),
    ...(username === '' ? {} : { username }),
    ...(password === '' ? {} : { password }),
    ...(url.protocol === 'rediss:' ? { tls: {} } : {}),
    connectTimeout,
    protocol: 2 as const, // servers before Redis 6 speak no other
    // It keeps nothing for later, and connects once.
    lazyConnect: true,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    // At its end the socket is destroyed, and does not wait until a server that is frozen has taken the rest.
    disconnectTimeout: 0,
  };
  return {
    stream,
    async connect(libraries, lost, signal) {
      const client = new libraries.Redis(options);
      let why = 'the server has closed the connection';
      client.on('error', (error: Error) => (why = error.message));
      client.on('end', () => lost(why));
      const forget = onAbort(signal, () => client.disconnect());
      await client.connect().finally(forget);
      return client;
    },
  };
}
