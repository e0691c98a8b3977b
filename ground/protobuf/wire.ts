/** A body that is not protobuf, or not a message of its type. */
export class WireError extends Error {
  override readonly name = 'WireError';
}

/** One field of a message: a varint or fixed number, or the bytes of a string or a message. */
export interface WireField {
  readonly number: number;
  readonly value: bigint | Uint8Array;
  readonly wire: 'varint' | 'fixed64' | 'bytes' | 'fixed32';
}

const MOST_VARINT_BYTES = 10;

/** Reads a message field by field; the bytes are views of the body, not copies. */
export function* readWire(bytes: Uint8Array): Generator<WireField> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const take = (length: number): number => {
    const from = at;
    if (length > bytes.length - at) throw new WireError('unexpected EOF');
    at += length;
    return from;
  };
  const varint = (): bigint => {
    let value = 0n;
    for (let count = 0; count < MOST_VARINT_BYTES; count += 1) {
      const byte = view.getUint8(take(1));
      value |= BigInt(byte & 0x7f) << BigInt(7 * count);
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new WireError('proto: integer overflow');
  };
  while (at < bytes.length) {
    const tag = varint();
    const number = Number(tag >> 3n);
    if (number < 1 || number >= 2 ** 29) throw new WireError(`proto: illegal tag ${number} (wire type ${tag & 7n})`);
    switch (Number(tag & 7n)) {
      case 0:
        yield { number, wire: 'varint', value: varint() };
        break;
      case 1:
        yield { number, wire: 'fixed64', value: view.getBigUint64(take(8), true) };
        break;
      case 2: {
        const length = varint();
        if (length > BigInt(bytes.length)) throw new WireError('unexpected EOF');
        const from = take(Number(length));
        yield { number, wire: 'bytes', value: bytes.subarray(from, at) };
        break;
      }
      case 5:
        yield { number, wire: 'fixed32', value: BigInt(view.getUint32(take(4), true)) };
        break;
      default:
        throw new WireError(`proto: illegal wireType ${tag & 7n}`);
    }
  }
}

/** Part of a message: bytes, text, or a few small numbers; bytes once the whole message is there, as thousands are written a second. */
type WirePiece = Uint8Array | string | readonly number[];

/** A message, or fields of one. */
export type WirePieces = readonly WirePiece[];

/** A field of bytes, or a message inside: it is there even if it is empty. */
export function bytesField(number: number, ...pieces: WirePieces): WirePieces {
  return [varints(tagOf(number, 2), lengthOf(pieces)), ...pieces];
}

/** Text; left out where it is empty, as proto3 does. */
export const textField = (number: number, text: string): WirePieces => (text === '' ? [] : bytesField(number, text));

/** A whole number; left out where it is 0, as proto3 does. */
export const integerField = (number: number, value: number): WirePieces => (value === 0 ? [] : [varints(tagOf(number, 0), value)]);

/** The whole message. */
export function writeWire(pieces: WirePieces): Uint8Array {
  const bytes = Buffer.allocUnsafe(lengthOf(pieces));
  let at = 0;
  for (const piece of pieces) {
    if (typeof piece === 'string') at += bytes.write(piece, at);
    else {
      bytes.set(piece, at);
      at += piece.length;
    }
  }
  return bytes;
}

const lengthOf = (pieces: WirePieces): number =>
  pieces.reduce<number>((sum, piece) => sum + (typeof piece === 'string' ? Buffer.byteLength(piece) : piece.length), 0);

const tagOf = (number: number, wire: number): number => number * 8 + wire;

/** Of numbers of at most 53 bits. Only a negative one takes all 64, and a bigint. */
function varints(...values: readonly number[]): readonly number[] {
  const bytes: number[] = [];
  for (const value of values) {
    let rest = value;
    if (value < 0) {
      const twos = BigInt.asUintN(64, BigInt(value));
      for (let shift = 0n; shift < 63n; shift += 7n) bytes.push(Number((twos >> shift) & 0x7fn) | 0x80);
      rest = 1;
    }
    for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
    bytes.push(rest);
  }
  return bytes;
}
