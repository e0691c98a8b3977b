import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { equal } from '../../../ground/json/equal.ts';
import { isRecord } from '../../../ground/json/json.ts';

/** The same value with every object's fields in the opposite order. */
const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([field, held]) => [field, reversed(held)]),
  );
};
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([field, held]) => [field, sorted(held)]),
  );
};
const value = fc.jsonValue({ maxDepth: 3 }).map((made) => JSON.parse(JSON.stringify(made)) as unknown);

describe('equality of JSON values', () => {
  it('holds between copies, whatever the order of fields', () =>
    fc.assert(fc.property(value, (one) => expect(equal(one, reversed(one))).toBe(true))));

  it('holds where the texts are the same once fields are sorted, and only there', () =>
    fc.assert(
      fc.property(value, value, (one, other) =>
        expect(equal(one, other)).toBe(JSON.stringify(sorted(one)) === JSON.stringify(sorted(other))),
      ),
    ));

  it('is the same from both sides', () => fc.assert(fc.property(value, value, (one, other) => equal(one, other) === equal(other, one))));

  it.each([
    [{ wood: 1 }, { wood: 1, iron: undefined }],
    [[{ a: [1, null] }], [{ a: [1, null] }]],
  ])('holds between %j and %j', (one, other) => expect([equal(one, other), equal(other, one)]).toEqual([true, true]));

  it.each([
    [[], {}],
    [null, {}],
    [[1], [1, 2]],
    [{ wood: null }, {}],
    [1, '1'],
    [JSON.parse('{"__proto__": {}}'), {}],
    [{ constructor: 1 }, {}],
  ])('does not hold between %j and %j', (one, other) => expect([equal(one, other), equal(other, one)]).toEqual([false, false]));
});
