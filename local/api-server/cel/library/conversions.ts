import { LEAST_INT, MOST_INT, MOST_UINT } from '../values/integers.ts';
import { instant } from '../values/arithmetic.ts';
import { CelError } from '../values/cel-error.ts';
import type { Library } from '../types/functions.ts';
import { traversal } from '../values/operators.ts';
import { Double, CelDuration, Timestamp, typeNameOf, TypeValue, Uint, type Value } from '../values/value.ts';
import { doubleText } from './double-text.ts';
import { nanosOf, secondsText } from './duration-text.ts';
import { instantOf, instantText } from './timestamp-text.ts';

const failed = (from: string, to: string) => new CelError(`type conversion error from '${from}' to '${to}'`);

const int = (value: bigint): bigint => {
  if (value < LEAST_INT || value > MOST_INT) throw new CelError('integer overflow');
  return value;
};
const uint = (value: bigint): Uint => {
  if (value < 0n || value > MOST_UINT) throw new CelError('unsigned integer overflow');
  return new Uint(value);
};
const whole = (value: number, complaint: string): bigint => {
  if (!Number.isFinite(value)) throw new CelError(complaint);
  return BigInt(Math.trunc(value));
};
const DECIMAL = /^[+-]?\d+$/;
const FLOAT = /^[+-]?(\d+(\.\d*)?([eE][+-]?\d+)?|\.\d+([eE][+-]?\d+)?|inf|infinity|nan)$/i;

function intOfText(text: string): bigint {
  const value = DECIMAL.test(text) ? BigInt(text.replace('+', '')) : MOST_UINT;
  if (value < LEAST_INT || value > MOST_INT) throw failed('string', 'int');
  return value;
}
function uintOfText(text: string): Uint {
  const value = /^\d+$/.test(text) ? BigInt(text) : -1n;
  if (value < 0n || value > MOST_UINT) throw failed('string', 'uint');
  return new Uint(value);
}
function doubleOfText(text: string): Double {
  if (!FLOAT.test(text)) throw failed('string', 'double');
  return new Double(/inf/i.test(text) ? (text.startsWith('-') ? -Infinity : Infinity) : /nan/i.test(text) ? NaN : Number(text));
}
const TRUTHS: Readonly<Record<string, boolean>> = Object.fromEntries([
  ...['1', 't', 'T', 'true', 'TRUE', 'True'].map((text) => [text, true] as const),
  ...['0', 'f', 'F', 'false', 'FALSE', 'False'].map((text) => [text, false] as const),
]);
function truthOfText(text: string): boolean {
  const value = TRUTHS[text];
  if (value === undefined) throw failed('string', 'bool');
  return value;
}
function timestampOfText(text: string): Timestamp {
  const nanos = instantOf(text);
  if (nanos === undefined) throw failed('string', 'google.protobuf.Timestamp');
  return instant(nanos);
}
function durationOfText(text: string): CelDuration {
  const nanos = nanosOf(text);
  if (nanos === undefined) throw failed('string', 'google.protobuf.Duration');
  return new CelDuration(nanos);
}
function textOfBytes(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new CelError('invalid UTF-8 in bytes, cannot convert to string');
  }
}
const seconds = (nanos: bigint) => (nanos - (((nanos % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n)) / 1_000_000_000n;

/** `int()`, `string()` and their kin. */
export const conversions: Library = [
  ['bool(bool) -> bool', (value: boolean) => value],
  ['bool(string) -> bool', truthOfText],
  ['bytes(bytes) -> bytes', (value: Uint8Array) => value],
  ['bytes(string) -> bytes', (text: string) => Buffer.from(text), traversal],
  ['double(double) -> double', (value: Double) => value],
  ['double(int) -> double', (value: bigint) => new Double(Number(value))],
  ['double(string) -> double', doubleOfText],
  ['double(uint) -> double', ({ value }: Uint) => new Double(Number(value))],
  ['duration(duration) -> duration', (value: CelDuration) => value],
  ['duration(int) -> duration', (value: bigint) => new CelDuration(value)],
  ['duration(string) -> duration', durationOfText],
  ['dyn(A) -> dyn', (value: Value) => value],
  ['int(int) -> int', (value: bigint) => value],
  ['int(double) -> int', ({ value }: Double) => int(whole(value, 'integer overflow'))],
  ['int(duration) -> int', ({ nanos }: CelDuration) => nanos],
  ['int(string) -> int', intOfText],
  ['int(timestamp) -> int', ({ nanos }: Timestamp) => seconds(nanos)],
  ['int(uint) -> int', ({ value }: Uint) => int(value)],
  ['string(string) -> string', (text: string) => text],
  ['string(bool) -> string', (value: boolean) => String(value)],
  ['string(bytes) -> string', textOfBytes, traversal],
  ['string(double) -> string', ({ value }: Double) => doubleText(value)],
  ['string(duration) -> string', ({ nanos }: CelDuration) => secondsText(nanos)],
  ['string(int) -> string', (value: bigint) => String(value)],
  ['string(timestamp) -> string', ({ nanos }: Timestamp) => instantText(nanos)],
  ['string(uint) -> string', ({ value }: Uint) => String(value)],
  ['timestamp(timestamp) -> timestamp', (value: Timestamp) => value],
  ['timestamp(int) -> timestamp', (value: bigint) => instant(value * 1_000_000_000n)],
  ['timestamp(string) -> timestamp', timestampOfText],
  ['type(A) -> type<A>', (value: Value) => new TypeValue(typeNameOf(value))],
  ['uint(uint) -> uint', (value: Uint) => value],
  ['uint(double) -> uint', ({ value }: Double) => uint(whole(value, 'unsigned integer overflow'))],
  ['uint(int) -> uint', (value: bigint) => uint(value)],
  ['uint(string) -> uint', uintOfText],
];

/** What a value is as text, where `string()` takes it. */
export function textOfValue(value: Value): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (value instanceof Double) return doubleText(value.value);
  if (value instanceof Uint) return String(value.value);
  if (value instanceof CelDuration) return secondsText(value.nanos);
  if (value instanceof Timestamp) return instantText(value.nanos);
  if (value instanceof Uint8Array) return textOfBytes(value);
  return value instanceof TypeValue ? value.type : undefined;
}
