import { add, divide, modulo, multiply, negate, subtract } from './arithmetic.ts';
import { truth } from './access.ts';
import { CelError } from './cel-error.ts';
import { compare, equals } from './compare.ts';
import { isListValue, isMapValue, keysOf, Optional, type Value } from './value.ts';

export interface Operator {
  readonly run: (one: Value, other: Value) => Value;
  readonly cost: (one: Value, other: Value) => number;
}

const TRAVERSAL = 0.1;
const REGEX = 0.25;

/** Without an array of them: every comparison of texts asks this. */
function characterCount(text: string): number {
  let count = text.length;
  for (let at = 0; at < text.length; at++) if ((text.charCodeAt(at) & 0xfc00) === 0xd800) count--;
  return count;
}

/** How much there is to go over. */
export function extent(value: Value): number {
  if (typeof value === 'string') return characterCount(value);
  if (value instanceof Uint8Array || isListValue(value)) return value.length;
  if (value instanceof Optional && value.value !== undefined) return extent(value.value);
  return isMapValue(value) ? keysOf(value).length : 1;
}

export const traversal = (...values: readonly Value[]): number =>
  Math.ceil(values.reduce<number>((sum, value) => sum + extent(value), 0) * TRAVERSAL);

export const matchCost = (text: string, pattern: string): number =>
  Math.ceil((1 + extent(text)) * TRAVERSAL) * Math.ceil(extent(pattern) * REGEX);

const least = (one: Value, other: Value) => Math.ceil(Math.min(extent(one), extent(other)) * TRAVERSAL);
const isLong = (value: Value) => typeof value === 'string' || value instanceof Uint8Array;
const one = () => 1;

const ordered =
  (name: string, holds: (order: number) => boolean): Operator['run'] =>
  (left, right) => {
    if (isListValue(left) || isMapValue(left) || left === null) throw new CelError(`no such overload: ${name}`);
    return holds(compare(left, right));
  };
const comparison = (name: string, holds: (order: number) => boolean): Operator => ({
  run: ordered(name, holds),
  cost: (left, right) => (isLong(left) ? least(left, right) : 1),
});

/** By name: they are not looked up by types, since they know all that they work on. */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ['_==_', { run: equals, cost: least }],
  ['_!=_', { run: (left: Value, right: Value) => !equals(left, right), cost: least }],
  ['_<_', comparison('_<_', (order) => order < 0)],
  ['_<=_', comparison('_<=_', (order) => order <= 0)],
  ['_>_', comparison('_>_', (order) => order > 0)],
  ['_>=_', comparison('_>=_', (order) => order >= 0)],
  ['_+_', { run: add, cost: (left: Value, right: Value) => (isLong(left) ? traversal(left, right) : 1) }],
  ['_-_', { run: subtract, cost: one }],
  ['_*_', { run: multiply, cost: one }],
  ['_/_', { run: divide, cost: one }],
  ['_%_', { run: modulo, cost: one }],
  ['-_', { run: negate, cost: one }],
  ['!_', { run: (value: Value) => !truth(value), cost: one }],
]);
