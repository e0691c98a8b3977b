import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { duplexPair, type Duplex } from 'node:stream';
import { serveSpdy } from '../../../../../../local/api-server/http/streams/spdy/connection.ts';
import { dataFrame, framesOf, resetFrame, type SpdyFrame } from '../../../../../../local/api-server/http/streams/spdy/frames.ts';
import type { SpdyStream } from '../../../../../../local/api-server/http/streams/spdy/stream.ts';
import { headerWriter, openFrame } from './spdy-client.ts';

const open: Duplex[] = [];
afterEach(() => open.splice(0).forEach((end) => end.destroy()));

/** A client of a connection, and the streams that the server has been told of. */
function connection(accepts: (headers: SpdyStream['headers']) => boolean = () => true) {
  const [client, server] = duplexPair();
  open.push(client, server);
  const streams: SpdyStream[] = [];
  const over = serveSpdy(server, { accepts, onStream: (stream) => void streams.push(stream) });
  const frames = framesOf(client)[Symbol.asyncIterator]();
  return { client, over, streams, next: async (): Promise<SpdyFrame | undefined> => (await frames.next()).value as SpdyFrame | undefined };
}

describe('a connection of SPDY', () => {
  it('opens a stream, and carries what is said on it both ways until each side has ended it', async () => {
    const { client, streams, next } = connection();
    client.write(openFrame(1, await headerWriter()({ streamtype: 'data', port: '8080' })));
    expect(await next()).toMatchObject({ is: 'headers', stream: 1 });
    const [stream] = streams;
    expect(stream?.headers.get('port')).toBe('8080');
    client.write(dataFrame(1, Buffer.from('hello')));
    stream?.write('hello yourself');
    expect(await next()).toMatchObject({ is: 'data', stream: 1, isLast: false, bytes: Buffer.from('hello yourself') });
    client.write(dataFrame(1, Buffer.from(', and bye'), true));
    expect(Buffer.concat(await (stream?.toArray() ?? [])).toString()).toBe('hello, and bye');
    stream?.end();
    expect(await next()).toMatchObject({ is: 'data', stream: 1, isLast: true });
  });

  it('holds up its client while a stream is not read', async () => {
    const { client, streams, next } = connection();
    client.write(openFrame(1, await headerWriter()({ a: 'b' })));
    await next();
    let isTaken = false;
    for (let left = 20; left > 0; left -= 1) client.write(dataFrame(1, Buffer.alloc(65_536)));
    client.write(dataFrame(1, Buffer.alloc(1)), () => {
      isTaken = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(isTaken).toBe(false);
    let bytes = 0;
    for await (const chunk of streams[0] as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes === 20 * 65_536 + 1) break;
    }
    expect(isTaken).toBe(true);
  });

  it('answers a ping with the same', async () => {
    const { client, next } = connection();
    const ping = Buffer.of(0x80, 3, 0, 6, 0, 0, 0, 4, 0, 0, 0, 9);
    client.write(ping);
    expect(await next()).toEqual({ is: 'ping', bytes: ping });
  });

  it('resets a stream that is destroyed, and none that its client has reset', async () => {
    const { client, streams, next } = connection();
    const write = headerWriter();
    for (const id of [1, 3]) client.write(openFrame(id, await write({ id: String(id) })));
    await next();
    await next();
    client.write(resetFrame(1, 5));
    const [first, second] = streams;
    if (first) await once(first, 'close');
    second?.destroy();
    expect(await next()).toEqual({ is: 'reset', stream: 3 });
  });

  it('resets a stream that nobody has a use for', async () => {
    const { client, streams, next } = connection((headers) => headers.has('port'));
    client.write(openFrame(1, await headerWriter()({ streamtype: 'data' })));
    expect(await next()).toEqual({ is: 'reset', stream: 1 });
    expect(streams).toEqual([]);
  });

  it.each([
    ['an older version', Buffer.of(0x80, 2, 0, 1, 0, 0, 0, 0)],
    ['a frame of 16 MiB', Buffer.of(0x80, 3, 0, 1, 0, 0xff, 0xff, 0xff)],
    ['a frame that is cut off', Buffer.of(0x80, 3, 0, 1, 0, 0, 0, 2, 0, 0)],
    ['headers that are not compressed', openFrame(1, Buffer.from('no headers at all'))],
  ])('says goodbye to a client that sends %s', async (_, bytes) => {
    const { client, over, next } = connection();
    client.write(bytes);
    expect(await next()).toEqual({ is: 'other' });
    expect(await next()).toBeUndefined();
    await over;
  });

  it('ends its streams when the client goes', async () => {
    const { client, over, streams, next } = connection();
    client.write(openFrame(1, await headerWriter()({ a: 'b' })));
    await next();
    client.end();
    await over;
    expect(streams[0]?.destroyed).toBe(true);
  });
});
