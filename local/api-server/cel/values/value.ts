import type { Json, JsonObject } from '../../../../ground/json/json.ts';

/** A floating point number: a bare number of JavaScript is JSON's, and is an int where it is whole. */
export class Double {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

export class Uint {
  readonly value: bigint;
  constructor(value: bigint) {
    this.value = value;
  }
}

export class CelDuration {
  readonly nanos: bigint;
  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
}

/** Since 1970. */
export class Timestamp {
  readonly nanos: bigint;
  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
}

/** What `type()` answers. */
export class TypeValue {
  readonly type: string;
  constructor(type: string) {
    this.type = type;
  }
}

export class Optional {
  /** Absent: none. */
  readonly value: Value | undefined;
  constructor(value?: Value) {
    this.value = value;
  }
}

/** Something that only functions can look into: a quantity, an address, an authorizer. */
export abstract class Opaque {
  abstract readonly type: string;
  abstract equals(other: Opaque): boolean;
}

/** A map whose keys may be more than text. JSON's own objects are maps as they are. */
export class CelMap {
  readonly entries = new Map<string, readonly [key: Value, value: Value]>();
  has(key: Value): boolean {
    return this.entries.has(keyText(key));
  }
  set(key: Value, value: Value): void {
    this.entries.set(keyText(key), [key, value]);
  }
}

export type ListValue = readonly (Json | Value)[];
export type MapValue = CelMap | JsonObject;
export type Value =
  | CelMap
  | Double
  | CelDuration
  | JsonObject
  | ListValue
  | Opaque
  | Optional
  | Timestamp
  | TypeValue
  | Uint
  | Uint8Array
  | bigint
  | boolean
  | string
  | null;

/** Numbers that are equal are one key, whatever their type. */
export function keyText(key: Value): string {
  if (typeof key === 'string') return `s${key}`;
  if (typeof key === 'boolean') return `b${key}`;
  if (typeof key === 'bigint') return `n${key}`;
  if (key instanceof Uint) return `n${key.value}`;
  if (key instanceof Double) return `n${key.value}`;
  return '';
}

/** What a list or an object holds, as a value. */
export function adopt(raw: Json | Value | undefined): Value {
  if (typeof raw !== 'number') return raw ?? null;
  return Number.isInteger(raw) ? BigInt(raw) : new Double(raw);
}

export const isListValue = (value: Value): value is ListValue => Array.isArray(value);

/** A plain object of JSON. */
const isPlain = (value: Value): value is JsonObject =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

export const isMapValue = (value: Value): value is MapValue => value instanceof CelMap || isPlain(value);

export function entryOf(map: MapValue, key: Value): Value | undefined {
  if (map instanceof CelMap) return map.entries.get(keyText(key))?.[1];
  return typeof key === 'string' && Object.hasOwn(map, key) && map[key] !== undefined ? adopt(map[key]) : undefined;
}

export const keysOf = (map: MapValue): readonly Value[] =>
  map instanceof CelMap ? [...map.entries.values()].map(([key]) => key) : Object.keys(map).filter((key) => map[key] !== undefined);

export const sizeOf = (map: MapValue): number => (map instanceof CelMap ? map.entries.size : keysOf(map).length);

/** The name of a value's type. */
export function typeNameOf(value: Value): string {
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'bigint') return 'int';
  if (typeof value === 'string') return 'string';
  if (value === null) return 'null_type';
  if (isListValue(value)) return 'list';
  return value instanceof Opaque ? value.type : (NAMES.get(value.constructor) ?? 'map');
}

/** A key as messages show it. */
export function keyShown(key: Value): string {
  if (typeof key === 'string' || typeof key === 'bigint' || typeof key === 'boolean') return String(key);
  return key instanceof Uint || key instanceof Double ? String(key.value) : '';
}

const NAMES = new Map<unknown, string>([
  [Double, 'double'],
  [CelDuration, 'google.protobuf.Duration'],
  [Optional, 'optional_type'],
  [Timestamp, 'google.protobuf.Timestamp'],
  [TypeValue, 'type'],
  [Uint, 'uint'],
  [Uint8Array, 'bytes'],
  [Buffer, 'bytes'],
]);
