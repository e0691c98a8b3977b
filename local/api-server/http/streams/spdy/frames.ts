/** A frame of SPDY/3.1, as far as a server needs it. */
export type SpdyFrame =
  | { readonly is: 'data'; readonly stream: number; readonly isLast: boolean; readonly bytes: Buffer }
  | { readonly is: 'open'; readonly stream: number; readonly isLast: boolean; readonly headers: Buffer }
  | { readonly is: 'headers'; readonly stream: number; readonly isLast: boolean; readonly headers: Buffer }
  | { readonly is: 'reset'; readonly stream: number }
  | { readonly is: 'ping'; readonly bytes: Buffer }
  /** Settings, windows and farewells: nothing that has to be obeyed. */
  | { readonly is: 'other' };

const [SYN_STREAM, SYN_REPLY, RST_STREAM, PING, GOAWAY, HEADERS] = [1, 2, 3, 6, 7, 8] as const;
const VERSION = 3;
const HEAD_BYTES = 8;
const MAX_BYTES = 1024 * 1024;
const FIN = 1;

/** Throws a RangeError for a frame that is none, or larger than 1 MiB. What comes after the last whole frame is dropped. */
export async function* framesOf(source: AsyncIterable<Buffer>): AsyncGenerator<SpdyFrame> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of source) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= HEAD_BYTES) {
      const length = rest.readUIntBE(5, 3);
      if (length > MAX_BYTES) throw new RangeError(`a frame of ${length} bytes: send at most ${MAX_BYTES} in one`);
      if (rest.length < HEAD_BYTES + length) break;
      yield frameOf(rest.subarray(0, HEAD_BYTES), rest.subarray(HEAD_BYTES, HEAD_BYTES + length));
      rest = rest.subarray(HEAD_BYTES + length);
    }
  }
}

function frameOf(head: Buffer, body: Buffer): SpdyFrame {
  const isLast = (head.readUInt8(4) & FIN) !== 0;
  const first = head.readUInt32BE(0);
  if (first < 0x8000_0000) return { is: 'data', stream: first, isLast, bytes: body };
  const [version, type] = [(first >>> 16) & 0x7fff, first & 0xffff];
  if (version !== VERSION) throw new RangeError(`a frame of SPDY/${version}: this is SPDY/${VERSION}.1`);
  const stream = () => body.readUInt32BE(0) & 0x7fff_ffff;
  switch (type) {
    case SYN_STREAM:
      return { is: 'open', stream: stream(), isLast, headers: body.subarray(10) };
    case SYN_REPLY:
    case HEADERS:
      return { is: 'headers', stream: stream(), isLast, headers: body.subarray(4) };
    case RST_STREAM:
      return { is: 'reset', stream: stream() };
    case PING:
      return { is: 'ping', bytes: Buffer.concat([head, body]) };
    default:
      return { is: 'other' };
  }
}

const numbers = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => bytes.writeUInt32BE(value >>> 0, index * 4));
  return bytes;
};

const control = (type: number, body: Buffer): Buffer => Buffer.concat([numbers(0x8000_0000 + (VERSION << 16) + type, body.length), body]);

export const dataFrame = (stream: number, bytes: Buffer, isLast = false): Buffer =>
  Buffer.concat([numbers(stream, (isLast ? FIN << 24 : 0) + bytes.length), bytes]);

export const replyFrame = (stream: number, headers: Buffer): Buffer => control(SYN_REPLY, Buffer.concat([numbers(stream), headers]));

/** Why a stream is reset. */
export const RESET = { protocol: 1, refused: 3, cancelled: 5 } as const;

export const resetFrame = (stream: number, why: number): Buffer => control(RST_STREAM, numbers(stream, why));

/** The connection ends: what was sent on it is not SPDY. */
export const goAwayFrame = (lastStream: number): Buffer => control(GOAWAY, numbers(lastStream, RESET.protocol));
