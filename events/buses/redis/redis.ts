import type { Redis } from 'ioredis';
import { messageOf } from '../../../ground/text/message-of.ts';
import type { Message } from '../../message.ts';
import { prefixed } from '../attributes.ts';
import { BusError, type BusKind, type Delivery } from '../bus.ts';
import { titleOf } from '../bus-url.ts';
import { createConnectedBus } from '../connected-bus.ts';
import { again, CONFIRMED, tooLarge } from '../delivery.ts';
import { loadRedis, redisNames, redisPlaceOf } from './connect-redis.ts';
import { readRedis } from './read-redis.ts';

/** `redis://host/stream`: an entry of the stream per message, confirmed by XADD's answer. With `maxlen` the oldest make room. */
export const redis: BusKind = {
  ...redisNames,
  async open({ url, timeoutMs = 10_000 }) {
    const place = redisPlaceOf(url, timeoutMs);
    const limit = limitOf(url);
    const libraries = await loadRedis();
    return createConnectedBus<Redis>(
      { title: titleOf(url), timeoutMs },
      {
        connect: (lost, signal) => place.connect(libraries, lost, signal),
        cut: (client) => client.disconnect(),
        send: (client, batch) => batch.map((message) => add(client, [place.stream, ...limit, '*', ...fieldsOf(message)])),
      },
    );
  },
  subscribe: readRedis,
};

function limitOf(url: URL): readonly string[] {
  const most = url.searchParams.get('maxlen');
  if (most === null) return [];
  if (!/^[1-9]\d*$/.test(most))
    throw new BusError(`${titleOf(url)}: maxlen=${most} is not a number of entries: give one such as maxlen=1000000`);
  return ['MAXLEN', '~', most];
}

async function add(client: Redis, words: readonly (string | Buffer)[]): Promise<Delivery> {
  try {
    await client.call('XADD', [...words]);
    return CONFIRMED;
  } catch (error) {
    const why = messageOf(error);
    return /invalid bulk length/.test(why) ? tooLarge(why) : again(why);
  }
}

const fieldsOf = ({ id, key, body, contentType, attributes }: Message): readonly (string | Buffer)[] => [
  'id',
  id,
  'key',
  key,
  'content-type',
  contentType,
  ...prefixed(attributes, 'ce_').flat(),
  'body',
  Buffer.from(body.buffer, body.byteOffset, body.byteLength),
];
