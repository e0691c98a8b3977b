import type { Redis } from 'ioredis';
import { messageOf } from '../../../ground/text/message-of.ts';
import { withoutPrefix } from '../attributes.ts';
import type { BusContext, Received } from '../bus.ts';
import { titleOf } from '../bus-url.ts';
import { createIncoming, inSessions } from '../incoming.ts';
import { loadRedis, redisPlaceOf } from './connect-redis.ts';

const BLOCK_MS = 5_000;
const COUNT = '100';
const RETRY_MS = 1_000;
/** After this, what was handed out and not acknowledged was handed to somebody who is gone. */
const ABANDONED_MS = 60_000;

type Entry = readonly [id: string, fields: readonly Buffer[] | null];

/**
 * `redis://host/stream?group=g&consumer=c`: as a consumer of the group, which begins at the start of the stream; each reader of a group
 * has a name of its own. Without a group, what is added from now on.
 */
export function readRedis(context: BusContext, signal: AbortSignal): AsyncIterable<Received> {
  const place = redisPlaceOf(context.url, context.timeoutMs ?? 10_000);
  const { searchParams } = context.url;
  const group = searchParams.get('group') ?? undefined;
  const consumer = searchParams.get('consumer') ?? 'civ8s';
  const tell = (text: string): void => context.tell(`${titleOf(context.url)}: ${text}`);

  async function* session(stop: AbortSignal): AsyncGenerator<Received> {
    const libraries = await loadRedis();
    const returned = createIncoming<Received>();
    const clients: Redis[] = [];
    const connect = async (): Promise<Redis> => {
      const client = await place.connect(libraries, (why) => returned.fail(new Error(why)), stop);
      clients.push(client);
      return client;
    };
    try {
      const waiting = await connect();
      const asking = await connect(); // what waits for entries answers nothing else meanwhile
      const entries =
        group === undefined
          ? fromNowOn(waiting, place.stream, stop)
          : ofGroup({ waiting, asking, stream: place.stream, group, consumer }, stop);
      void (async () => {
        for await (const entry of entries) {
          const ack = async (): Promise<void> => void (group !== undefined && (await asking.call('XACK', [place.stream, group, entry[0]])));
          const received: Received = {
            ...receivedOf(entry),
            ack,
            nack: async () => void setTimeout(() => returned.push(received), RETRY_MS),
          };
          returned.push(received);
        }
      })().catch((error: unknown) => returned.fail(error instanceof Error ? error : new Error(messageOf(error))));
      yield* returned.items(stop);
    } finally {
      for (const client of clients) client.disconnect();
    }
  }
  return inSessions(session, { tell, signal });
}

async function* fromNowOn(client: Redis, stream: string, stop: AbortSignal): AsyncGenerator<Entry> {
  for (let after = '$'; !stop.aborted;) {
    for (const entry of entriesOf(await client.callBuffer('XREAD', ['COUNT', COUNT, 'BLOCK', `${BLOCK_MS}`, 'STREAMS', stream, after]))) {
      [after] = entry;
      yield entry;
    }
  }
}

interface GroupReading {
  readonly waiting: Redis;
  readonly asking: Redis;
  readonly stream: string;
  readonly group: string;
  readonly consumer: string;
}

async function* ofGroup({ waiting, asking, stream, group, consumer }: GroupReading, stop: AbortSignal): AsyncGenerator<Entry> {
  await asking.call('XGROUP', ['CREATE', stream, group, '0', 'MKSTREAM']).catch((error: unknown) => {
    if (!messageOf(error).startsWith('BUSYGROUP')) throw error;
  });
  const read = (after: string): Promise<unknown> =>
    waiting.callBuffer('XREADGROUP', ['GROUP', group, consumer, 'COUNT', COUNT, 'BLOCK', `${BLOCK_MS}`, 'STREAMS', stream, after]);
  // First what this consumer was given before, and has not acknowledged.
  for (let own = entriesOf(await read('0')); own.length > 0; own = entriesOf(await read(own.at(-1)?.[0] ?? '0'))) yield* own;
  let claimedAt = performance.now();
  while (!stop.aborted) {
    if (performance.now() - claimedAt > ABANDONED_MS) {
      const claimed = await asking.callBuffer('XAUTOCLAIM', [stream, group, consumer, `${ABANDONED_MS}`, '0', 'COUNT', COUNT]);
      yield* entriesAt(listed(claimed)[1]);
      claimedAt = performance.now();
    }
    yield* entriesOf(await read('>'));
  }
}

const listed = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Of the answer for one stream: `[[stream, [[id, [field, value, …]], …]]]`, or null after a time in which nothing came. */
const entriesOf = (answer: unknown): readonly Entry[] => entriesAt(listed(listed(answer)[0])[1]);

const entriesAt = (value: unknown): readonly Entry[] =>
  listed(value).flatMap((entry): readonly Entry[] => {
    const [id, fields] = listed(entry);
    return Buffer.isBuffer(id) && Array.isArray(fields) ? [[id.toString(), fields.filter((field) => Buffer.isBuffer(field))]] : [];
  });

function receivedOf([, fields]: Entry): Omit<Received, 'ack' | 'nack'> {
  const named = new Map<string, Buffer>();
  for (const [at, field] of (fields ?? []).entries()) if (at % 2 === 0) named.set(field.toString(), fields?.[at + 1] ?? Buffer.alloc(0));
  const textOf = (name: string): string | undefined => named.get(name)?.toString();
  const [contentType, key, id] = ['content-type', 'key', 'id'].map(textOf);
  return {
    body: named.get('body') ?? Buffer.alloc(0),
    attributes: withoutPrefix(
      [...named].map(([name, value]) => [name, value.toString()]),
      'ce_',
    ),
    ...(contentType === undefined ? {} : { contentType }),
    ...(key === undefined ? {} : { key }),
    ...(id === undefined ? {} : { id }),
  };
}
