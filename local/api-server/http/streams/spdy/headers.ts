import { constants, inflateRawSync } from 'node:zlib';
import { spdyDictionary } from './dictionary.ts';

/** How far back a compressed block can refer: all that one has to remember of the blocks before it. */
const WINDOW_BYTES = 32 * 1024;
const MAX_BYTES = 64 * 1024;
/** Of zlib, before the first block: two bytes that say how it is compressed, and four that name the dictionary. */
const ZLIB_HEADER_BYTES = 6;

/**
 * Reads the header blocks of a connection in their order, since each is compressed with what the ones before it said.
 * Throws a RangeError for a block that is too large, and whatever zlib throws for one that it cannot read.
 */
export function createHeaderReader(): (block: Buffer) => ReadonlyMap<string, string> {
  let window: Buffer | undefined;
  return (block) => {
    const before = window ?? spdyDictionary();
    const said = inflateRawSync(window === undefined ? block.subarray(ZLIB_HEADER_BYTES) : block, {
      dictionary: before,
      finishFlush: constants.Z_SYNC_FLUSH,
      maxOutputLength: MAX_BYTES,
    });
    window = Buffer.concat([before, said]).subarray(-WINDOW_BYTES);
    return headersOf(said);
  };
}

/** A count, then for each header the length of its name, the name, the length of its value, and the value. */
function headersOf(said: Buffer): ReadonlyMap<string, string> {
  let at = 0;
  const number = (): number => said.readUInt32BE((at += 4) - 4);
  const text = (): string => {
    const length = number();
    if (at + length > said.length) throw new RangeError('a header is longer than its block');
    return said.toString('utf8', at, (at += length));
  };
  const headers = new Map<string, string>();
  for (let left = number(); left > 0; left -= 1) headers.set(text().toLowerCase(), text());
  return headers;
}

const STREAM_BEGINS = [0x78, 0x01];
const STORED_COUNT_OF_NONE = [0, 4, 0, 0xfb, 0xff, 0, 0, 0, 0];
/** An empty block: what came before it is whole, and a reader need not wait for more. */
const FLUSH = [0, 0, 0, 0xff, 0xff];

/** No headers at all, as zlib without compression: it refers to nothing that was said before. */
export const noHeaders = (isFirst: boolean): Buffer => Buffer.of(...(isFirst ? STREAM_BEGINS : []), ...STORED_COUNT_OF_NONE, ...FLUSH);
