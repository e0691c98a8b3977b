import { add } from '../values/arithmetic.ts';
import { CelError } from '../values/cel-error.ts';
import { compare, equals } from '../values/compare.ts';
import type { Library } from '../types/functions.ts';
import { Double, CelDuration, isListValue, typeNameOf, Uint, adopt, type ListValue, type Value } from '../values/value.ts';

const COMPARABLE = ['int', 'uint', 'double', 'bool', 'duration', 'timestamp', 'string', 'bytes'];
const SUMMABLE: Readonly<Record<string, Value>> = { int: 0n, uint: new Uint(0n), double: new Double(0), duration: new CelDuration(0n) };

const valuesOf = (list: ListValue): readonly Value[] => list.map((item) => adopt(item));

const isSorted = (list: ListValue) => valuesOf(list).every((value, at, all) => at === 0 || compare(all[at - 1] ?? null, value) <= 0);

function best(name: string, better: (order: number) => boolean) {
  return (list: ListValue): Value => {
    const [first, ...rest] = valuesOf(list);
    if (first === undefined) throw new CelError(`${name} called on empty list`);
    return rest.reduce<Value>((found, value) => (better(compare(value, found)) ? value : found), first);
  };
}

const sum = (start: Value) => (list: ListValue) => {
  const [first, ...rest] = valuesOf(list);
  return rest.reduce<Value>(add, first ?? start);
};

function slice(list: ListValue, start: bigint, end: bigint): ListValue {
  const call = `cannot slice(${start}, ${end})`;
  if (start < 0n || end < 0n) throw new CelError(`${call}, negative indexes not supported`);
  if (start > end) throw new CelError(`${call}, start index must be less than or equal to end index`);
  if (end > list.length) throw new CelError(`${call}, list is length ${list.length}`);
  return list.slice(Number(start), Number(end));
}

function flatten(list: ListValue, depth = 1n): readonly Value[] {
  if (depth < 0n) throw new CelError('level must be non-negative');
  return valuesOf(list).flatMap((value) => (isListValue(value) && depth > 0n ? flatten(value, depth - 1n) : [value]));
}

/** Sorted by keys, each of the item at its place. */
function sortedBy(list: ListValue, keys: ListValue): ListValue {
  const [values, by] = [valuesOf(list), valuesOf(keys)];
  if (by.some((key) => typeNameOf(key) !== typeNameOf(by[0] ?? null))) throw new CelError('list elements must have the same type');
  return values
    .map((value, at) => ({ value, key: by[at] ?? null }))
    .sort((a, b) => compare(a.key, b.key))
    .map(({ value }) => value);
}

function range(count: bigint): readonly Value[] {
  if (count > 1_000_000n) throw new CelError('lists.range too long');
  return Array.from({ length: Math.max(Number(count), 0) }, (_, at) => BigInt(at));
}

const distinct = (list: ListValue): readonly Value[] => {
  const found: Value[] = [];
  for (const value of valuesOf(list)) if (!found.some((known) => equals(known, value))) found.push(value);
  return found;
};

const length = (list: ListValue) => list.length;
const made = (list: ListValue) => 10 + list.length + 1;

export const lists: Library = [
  ...COMPARABLE.flatMap((type): Library => [
    [`list<${type}>.isSorted() -> bool`, isSorted, length],
    [`list<${type}>.max() -> ${type}`, best('max', (order) => order > 0), length],
    [`list<${type}>.min() -> ${type}`, best('min', (order) => order < 0), length],
  ]),
  ...Object.entries(SUMMABLE).map(([type, start]): Library[number] => [`list<${type}>.sum() -> ${type}`, sum(start), length]),
  [
    'list<A>.indexOf(A) -> int',
    (list: ListValue, wanted: Value) => BigInt(valuesOf(list).findIndex((value) => equals(value, wanted))),
    length,
  ],
  [
    'list<A>.lastIndexOf(A) -> int',
    (list: ListValue, wanted: Value) => BigInt(valuesOf(list).findLastIndex((value) => equals(value, wanted))),
    length,
  ],
  ['list<T>.slice(int, int) -> list<T>', slice, (_: ListValue, start: bigint, end: bigint) => 11 + Number(end - start)],
  ['list<list<T>>.flatten() -> list<T>', (list: ListValue) => flatten(list), made],
  ['list<dyn>.flatten(int) -> list<dyn>', flatten, made],
  ...COMPARABLE.flatMap((type): Library => [
    [`list<${type}>.sort() -> list<${type}>`, (list: ListValue) => sortedBy(list, list), (list: ListValue) => 11 + 2 * list.length ** 2],
    [`list<T>.@sortByAssociatedKeys(list<${type}>) -> list<T>`, sortedBy, (list: ListValue) => 11 + 2 * list.length ** 2],
  ]),
  ['lists.range(int) -> list<int>', range, (count: bigint) => 11 + Number(count)],
  ['list<T>.reverse() -> list<T>', (list: ListValue) => list.toReversed(), made],
  ['list<T>.distinct() -> list<T>', distinct, (list: ListValue) => 11 + 2 * list.length ** 2],
];
