import { describe, expect, it } from '@jest/globals';
import { createInflate } from 'node:zlib';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { spdyDictionary } from '../../../../../../local/api-server/http/streams/spdy/dictionary.ts';
import { createHeaderReader, noHeaders } from '../../../../../../local/api-server/http/streams/spdy/headers.ts';
import { headerWriter } from './spdy-client.ts';

describe('header blocks of SPDY', () => {
  it('stand on the dictionary of the specification', () => {
    const dictionary = spdyDictionary();
    expect(dictionary.length).toBe(1_423);
    expect(createHash('sha256').update(dictionary).digest('hex')).toBe('51d27341373f923f3cd88e1eb7162aeaa3723d7585ff2399201dc06498407f02');
  });

  it('are read one after another, each with what was said before', async () => {
    const [write, read] = [headerWriter(), createHeaderReader()];
    for (let id = 0; id < 100; id += 1) {
      const headers = { streamtype: id % 2 === 0 ? 'error' : 'data', port: '8080', requestid: String(id) };
      expect(Object.fromEntries(read(await write(headers)))).toEqual(headers);
    }
  });

  it('have names in lower case', async () =>
    expect([...createHeaderReader()(await headerWriter()({ Streamtype: 'data' }))]).toEqual([['streamtype', 'data']]));

  it('are refused where they are larger than 64 KiB', async () => {
    const block = await headerWriter()({ long: 'x'.repeat(70_000) });
    expect(() => createHeaderReader()(block)).toThrow('Cannot create a Buffer larger than 65536 bytes');
  });

  it('are refused where they are not what was compressed', () => {
    expect(() => createHeaderReader()(Buffer.from('this is not a block'))).toThrow();
  });

  it('of none are whole for a reader that gets one after the other', async () => {
    const inflate = createInflate();
    for (const isFirst of [true, false, false]) {
      const said = once(inflate, 'data');
      inflate.write(noHeaders(isFirst));
      expect((await said)[0]).toEqual(Buffer.alloc(4));
    }
    inflate.close();
  });
});
