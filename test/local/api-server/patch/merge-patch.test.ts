import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { StatusError } from '../../../../local/api-server/contracts/status-error.ts';
import { equal } from '../../../../ground/json/equal.ts';
import { mergeDiff, mergePatch } from '../../../../local/api-server/patch/merge-patch.ts';
import { anyJson, jsonObject } from './json-values.ts';

describe('merge patch', () => {
  it.each([
    ['sets a field', { a: 'b' }, { a: 'c' }, { a: 'c' }],
    ['adds a field', { a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    ['takes a field away', { a: 'b' }, { a: null }, {}],
    ['takes nothing away where nothing is', { a: 'b' }, { c: null }, { a: 'b' }],
    ['merges objects', { a: { b: 1, c: 2 } }, { a: { b: 3, c: null } }, { a: { b: 3 } }],
    ['replaces lists', { a: [1, 2] }, { a: [3] }, { a: [3] }],
    ['replaces a scalar with an object without its nulls', { a: 1 }, { a: { b: null, c: 2 } }, { a: { c: 2 } }],
    ['keeps nulls in lists', { a: 1 }, { a: [null] }, { a: [null] }],
  ])('%s', (_, object, patch, merged) => expect(mergePatch(object, patch)).toEqual(merged));

  it.each([
    [null, 'Invalid JSON Patch'],
    [[], 'error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}'],
    ['x', 'error decoding patch: json: cannot unmarshal string into Go value of type map[string]interface {}'],
  ])('refuses %j', (patch, message) => expect(() => mergePatch({}, patch)).toThrow(new StatusError(400, 'BadRequest', message)));

  it('makes any object of any other by the difference of the two', () =>
    fc.assert(fc.property(jsonObject, jsonObject, (before, after) => equal(mergePatch(before, mergeDiff(before, after)), after))));

  it('changes nothing when it is applied again', () =>
    fc.assert(
      fc.property(jsonObject, jsonObject, (object, patch) => {
        const once = mergePatch(object, patch);
        return equal(mergePatch(once, patch), once);
      }),
    ));

  it('throws nothing but a StatusError', () =>
    fc.assert(
      fc.property(jsonObject, anyJson, (object, patch) => {
        try {
          mergePatch(object, patch);
        } catch (error) {
          expect(error).toBeInstanceOf(StatusError);
        }
      }),
    ));
});
