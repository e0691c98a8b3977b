import { equals } from '../values/compare.ts';
import type { Library } from '../types/functions.ts';
import { adopt, type ListValue } from '../values/value.ts';

const has = (list: ListValue, wanted: ListValue[number]) => list.some((item) => equals(adopt(item), adopt(wanted)));
const containsAll = (list: ListValue, other: ListValue) => other.every((item) => has(list, item));
const intersects = (list: ListValue, other: ListValue) => list.some((item) => has(other, item));

const cost = (list: ListValue, other: ListValue) => list.length * other.length + 1;
const twice = (list: ListValue, other: ListValue) => 2 * list.length * other.length + 1;

export const sets: Library = [
  ['sets.contains(list<T>, list<T>) -> bool', containsAll, cost],
  [
    'sets.equivalent(list<T>, list<T>) -> bool',
    (list: ListValue, other: ListValue) => containsAll(list, other) && containsAll(other, list),
    twice,
  ],
  ['sets.intersects(list<T>, list<T>) -> bool', intersects, cost],
];
