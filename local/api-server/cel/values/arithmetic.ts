import { LEAST_INT, MOST_INT, MOST_UINT } from './integers.ts';
import { CelError, noSuchOverload } from './cel-error.ts';
import { AssociativeList } from './associative-list.ts';
import { adopt, Double, CelDuration, isListValue, isMapValue, Timestamp, Uint, type ListValue, type Value } from './value.ts';

const int = (value: bigint): bigint => {
  if (value < LEAST_INT || value > MOST_INT) throw new CelError('integer overflow');
  return value;
};
const uint = (value: bigint): Uint => {
  if (value < 0n || value > MOST_UINT) throw new CelError('unsigned integer overflow');
  return new Uint(value);
};
const duration = (nanos: bigint): CelDuration => {
  if (nanos < LEAST_INT || nanos > MOST_INT) throw new CelError('duration overflow');
  return new CelDuration(nanos);
};
const BILLION = 1_000_000_000n;
const FIRST = -62_135_596_800n * BILLION;
const LAST = 253_402_300_800n * BILLION;
export const instant = (nanos: bigint): Timestamp => {
  if (nanos < FIRST || nanos >= LAST) throw new CelError('timestamp overflow');
  return new Timestamp(nanos);
};

type Binary = (one: Value, other: Value) => Value;

/** Who cannot add at all is refused with the operator's name, who cannot add this without. */
const lacking = (name: string) => new CelError(`no such overload: ${name}`);
const isPoor = (value: Value) => isMapValue(value) || typeof value === 'boolean' || value === null;

const numbers =
  (name: string, ints: (one: bigint, other: bigint) => bigint, doubles?: (one: number, other: number) => number): Binary =>
  (one, other) => {
    if (typeof one === 'bigint' && typeof other === 'bigint') return int(ints(one, other));
    if (one instanceof Uint && other instanceof Uint) return uint(ints(one.value, other.value));
    if (doubles && one instanceof Double && other instanceof Double) return new Double(doubles(one.value, other.value));
    throw typeof one === 'string' || isListValue(one) || isPoor(one) || (!doubles && one instanceof Double)
      ? lacking(name)
      : noSuchOverload();
  };

const divided =
  (complaint: string, divide: (one: bigint, other: bigint) => bigint) =>
  (one: bigint, other: bigint): bigint => {
    if (other === 0n) throw new CelError(complaint);
    return divide(one, other);
  };

export const multiply = numbers(
  '_*_',
  (one, other) => one * other,
  (one, other) => one * other,
);
export const divide = numbers(
  '_/_',
  divided('division by zero', (one, other) => one / other),
  (one, other) => one / other,
);
export const modulo = numbers(
  '_%_',
  divided('modulus by zero', (one, other) => one % other),
);

const joined = (one: ListValue, other: ListValue): ListValue =>
  one instanceof AssociativeList ? one.merged(other.map((item) => adopt(item))) : [...one, ...other];

export const add: Binary = (one, other) => {
  if (typeof one === 'bigint' && typeof other === 'bigint') return int(one + other);
  if (typeof one === 'string' && typeof other === 'string') return one + other;
  if (isListValue(one) && isListValue(other)) return joined(one, other);
  if (one instanceof Double && other instanceof Double) return new Double(one.value + other.value);
  if (one instanceof Uint && other instanceof Uint) return uint(one.value + other.value);
  if (one instanceof Uint8Array && other instanceof Uint8Array) return Buffer.concat([one, other]);
  if (one instanceof CelDuration && other instanceof CelDuration) return duration(one.nanos + other.nanos);
  if (one instanceof CelDuration && other instanceof Timestamp) return instant(one.nanos + other.nanos);
  if (one instanceof Timestamp && other instanceof CelDuration) return instant(one.nanos + other.nanos);
  throw isPoor(one) ? lacking('_+_') : noSuchOverload();
};

const minus = numbers(
  '_-_',
  (one, other) => one - other,
  (one, other) => one - other,
);
export const subtract: Binary = (one, other) => {
  if (one instanceof CelDuration && other instanceof CelDuration) return duration(one.nanos - other.nanos);
  if (one instanceof Timestamp && other instanceof CelDuration) return instant(one.nanos - other.nanos);
  if (one instanceof Timestamp && other instanceof Timestamp) return duration(one.nanos - other.nanos);
  return minus(one, other);
};

export function negate(value: Value): Value {
  if (typeof value === 'bigint') return int(-value);
  if (value instanceof Double) return new Double(-value.value);
  throw noSuchOverload();
}
