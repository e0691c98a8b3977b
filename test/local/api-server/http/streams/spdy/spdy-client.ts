import { createDeflate, constants, type Deflate } from 'node:zlib';
import { spdyDictionary } from '../../../../../../local/api-server/http/streams/spdy/dictionary.ts';

const number = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const text = (value: string): Buffer => Buffer.concat([number(value.length), Buffer.from(value)]);

/** Writes header blocks as clients do: each compressed with what the ones before it said. */
export function headerWriter(): (headers: Readonly<Record<string, string>>) => Promise<Buffer> {
  const deflate: Deflate = createDeflate({ dictionary: spdyDictionary() });
  let chunks: Buffer[] = [];
  deflate.on('data', (chunk: Buffer) => chunks.push(chunk));
  return (headers) =>
    new Promise((resolve) => {
      const pairs = Object.entries(headers);
      deflate.write(Buffer.concat([number(pairs.length), ...pairs.flatMap((pair) => pair.map(text))]));
      deflate.flush(constants.Z_SYNC_FLUSH, () =>
        setImmediate(() => {
          resolve(Buffer.concat(chunks));
          chunks = [];
        }),
      );
    });
}

export const openFrame = (stream: number, block: Buffer, isLast = false): Buffer =>
  Buffer.concat([Buffer.of(0x80, 3, 0, 1), number(((isLast ? 1 : 0) << 24) + 10 + block.length), number(stream), Buffer.alloc(6), block]);
