import { CelError } from '../values/cel-error.ts';
import type { Library } from '../types/functions.ts';
import { extent } from '../values/operators.ts';
import {
  adopt,
  Double,
  CelDuration,
  isListValue,
  isMapValue,
  Optional,
  Timestamp,
  Uint,
  type ListValue,
  type Value,
} from '../values/value.ts';

function value({ value: held }: Optional): Value {
  if (held === undefined) throw new CelError('optional.none() dereference');
  return held;
}

function isZero(held: Value): boolean {
  if (held === null || held === false || held === '' || held === 0n) return true;
  if (held instanceof Uint || held instanceof Double) return Number(held.value) === 0;
  if (held instanceof CelDuration) return held.nanos === 0n;
  if (held instanceof Timestamp) return held.nanos === -62_135_596_800_000_000_000n;
  if (held instanceof Optional) return held.value === undefined;
  return (isListValue(held) || isMapValue(held) || held instanceof Uint8Array) && extent(held) === 0;
}

const present = (list: ListValue): readonly Value[] =>
  list.flatMap((item) => {
    const each = adopt(item);
    return each instanceof Optional && each.value !== undefined ? [each.value] : [];
  });

/** The item at a place, where there is one. */
const itemAt = (place: number) => (list: ListValue) => (list.length === 0 ? new Optional() : new Optional(adopt(list.at(place))));

export const optionals: Library = [
  ['optional.of(V) -> optional<V>', (held: Value) => new Optional(held)],
  ['optional.ofNonZeroValue(V) -> optional<V>', (held: Value) => (isZero(held) ? new Optional() : new Optional(held))],
  ['optional.none() -> optional<V>', () => new Optional()],
  ['optional<V>.value() -> V', value],
  ['optional<V>.hasValue() -> bool', ({ value: held }: Optional) => held !== undefined],
  ['optional<V>.or(optional<V>) -> optional<V>', (one: Optional, other: Optional) => (one.value === undefined ? other : one), () => 0],
  ['optional<V>.orValue(V) -> V', (one: Optional, other: Value) => one.value ?? other, () => 0],
  ['list<V>.first() -> optional<V>', itemAt(0)],
  ['list<V>.last() -> optional<V>', itemAt(-1)],
  ['optional.unwrap(list<optional<V>>) -> list<V>', present],
  ['list<optional<V>>.unwrapOpt() -> list<V>', present],
];
