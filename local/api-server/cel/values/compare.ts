import { AssociativeList } from './associative-list.ts';
import { CelError, noSuchOverload } from './cel-error.ts';
import {
  adopt,
  CelMap,
  Double,
  CelDuration,
  entryOf,
  isListValue,
  isMapValue,
  keysOf,
  Opaque,
  Optional,
  sizeOf,
  Timestamp,
} from './value.ts';
import { TypeValue, Uint, type ListValue, type MapValue, type Value } from './value.ts';

type Numeric = Double | Uint | bigint;

const isNumeric = (value: Value): value is Numeric => typeof value === 'bigint' || value instanceof Uint || value instanceof Double;

const bare = (value: Numeric): bigint | number => (typeof value === 'bigint' ? value : value.value);

/** JavaScript compares a bigint with a number exactly. */
function order(one: bigint | number | string, other: bigint | number | string): number {
  if (Number.isNaN(one) || Number.isNaN(other)) throw new CelError('NaN values cannot be ordered');
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Text is ordered by its characters, not by the halves that some have in JavaScript. */
function textOrder(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

/** Below, equal or above zero. */
export function compare(one: Value, other: Value): number {
  if (isNumeric(one) && isNumeric(other)) return order(bare(one), bare(other));
  if (typeof one === 'string' && typeof other === 'string') return textOrder(one, other);
  if (typeof one === 'boolean' && typeof other === 'boolean') return Number(one) - Number(other);
  if (one instanceof CelDuration && other instanceof CelDuration) return order(one.nanos, other.nanos);
  if (one instanceof Timestamp && other instanceof Timestamp) return order(one.nanos, other.nanos);
  if (one instanceof Uint8Array && other instanceof Uint8Array) return Buffer.compare(one, other);
  throw noSuchOverload();
}

function equalMaps(one: MapValue, other: MapValue): boolean {
  if (sizeOf(one) !== sizeOf(other)) return false;
  return keysOf(one).every((key) => {
    const theirs = entryOf(other, key);
    return theirs !== undefined && equals(entryOf(one, key) ?? null, theirs);
  });
}

function equalLists(one: ListValue, other: ListValue): boolean {
  if (one.length !== other.length) return false;
  if (one instanceof AssociativeList)
    return other.every((item) => {
      const same = one.same(adopt(item));
      return same !== undefined && equals(same, adopt(item));
    });
  return one.every((item, at) => equals(adopt(item), adopt(other[at])));
}

/** Values of different types are not equal, except for numbers. */
export function equals(one: Value, other: Value): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' && typeof other !== 'object' && typeof one === typeof other) return false;
  if (isNumeric(one) && isNumeric(other)) return bare(one) == bare(other); // eslint-disable-line eqeqeq -- a bigint and a number
  if (one === null || other === null) return false;
  if (isListValue(one)) return isListValue(other) && equalLists(one, other);
  if (one instanceof Timestamp) return other instanceof Timestamp && one.nanos === other.nanos;
  if (one instanceof CelDuration) return other instanceof CelDuration && one.nanos === other.nanos;
  if (one instanceof Uint8Array) return other instanceof Uint8Array && Buffer.compare(one, other) === 0;
  if (one instanceof TypeValue) return other instanceof TypeValue && one.type === other.type;
  if (one instanceof Opaque) return other instanceof Opaque && one.type === other.type && one.equals(other);
  if (one instanceof Optional) {
    if (!(other instanceof Optional)) return false;
    return one.value === undefined || other.value === undefined ? one.value === other.value : equals(one.value, other.value);
  }
  return isMapValue(one) && isMapValue(other) && equalMaps(one, other);
}

/** Whether a list has an item, or a map a key. */
export function contains(container: Value, wanted: Value): boolean {
  if (isListValue(container)) return container.some((item) => equals(adopt(item), wanted));
  if (container instanceof CelMap || isMapValue(container)) return entryOf(container, wanted) !== undefined;
  throw noSuchOverload();
}
