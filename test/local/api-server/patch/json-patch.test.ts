import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { JsonObject } from '../../../../ground/json/json.ts';
import { StatusError } from '../../../../local/api-server/contracts/status-error.ts';
import { equal } from '../../../../ground/json/equal.ts';
import { jsonPatch } from '../../../../local/api-server/patch/json-patch.ts';
import { anyJson, jsonObject, jsonWithoutNull } from './json-values.ts';

const escaped = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');

describe('JSON patch', () => {
  const object = { data: { k: 'v' }, list: ['a', 'b'] };
  it.each<readonly [string, JsonObject, JsonObject]>([
    ['adds a field', { op: 'add', path: '/data/l', value: 'w' }, { data: { k: 'v', l: 'w' }, list: ['a', 'b'] }],
    ['adds null where no value is given', { op: 'add', path: '/data/l' }, { data: { k: 'v', l: null }, list: ['a', 'b'] }],
    ['adds an item before another', { op: 'add', path: '/list/1', value: 'x' }, { data: { k: 'v' }, list: ['a', 'x', 'b'] }],
    ['adds an item at the end', { op: 'add', path: '/list/-', value: 'x' }, { data: { k: 'v' }, list: ['a', 'b', 'x'] }],
    ['removes an item', { op: 'remove', path: '/list/0' }, { data: { k: 'v' }, list: ['b'] }],
    ['counts from the end, as the real server does', { op: 'remove', path: '/list/-1' }, { data: { k: 'v' }, list: ['a'] }],
    ['replaces a field', { op: 'replace', path: '/data/k', value: 'x' }, { data: { k: 'x' }, list: ['a', 'b'] }],
    [
      'replaces a missing field, as the real server does',
      { op: 'replace', path: '/data/z', value: '1' },
      { data: { k: 'v', z: '1' }, list: ['a', 'b'] },
    ],
    ['moves', { op: 'move', from: '/data/k', path: '/data/m' }, { data: { m: 'v' }, list: ['a', 'b'] }],
    ['copies', { op: 'copy', from: '/list/0', path: '/data/m' }, { data: { k: 'v', m: 'a' }, list: ['a', 'b'] }],
    [
      'copies null from a missing field, as the real server does',
      { op: 'copy', from: '/data/z', path: '/data/m' },
      { data: { k: 'v', m: null }, list: ['a', 'b'] },
    ],
    ['tests', { op: 'test', path: '/list', value: ['a', 'b'] }, object],
  ])('%s', (_, operation, patched) => expect(jsonPatch(object, [operation])).toEqual(patched));

  const unprocessable = new StatusError(422, 'Invalid', 'the server rejected our request due to an error in our request', {});
  it.each([
    { op: 'test', path: '/data/k', value: 'x' },
    { op: 'remove', path: '/data/z' },
    { op: 'add', path: '/a/b/c', value: 1 },
    { op: 'foo', path: '/data' },
    { op: 'add', value: 1 },
    { op: 'add', path: 'data', value: 1 },
    { op: 'add', path: '/list/3', value: 1 },
    { op: 'add', path: '/list/x', value: 1 },
    { op: 'remove', path: '/list/2' },
    { op: 'remove', path: '/list/-3' },
    { op: 'move', from: '/data/z', path: '/data/y' },
    { op: 'copy', path: '/data/y' },
    { op: 'replace', path: '', value: 'x' },
    null,
  ])('refuses %j as a whole', (operation) => expect(() => jsonPatch(object, [operation])).toThrow(unprocessable));

  it.each([
    [{}, 400, 'error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp'],
    [[1], 400, 'error decoding patch: json: cannot unmarshal number into Go value of type handlers.jsonPatchOp'],
    [[{ op: 1 }], 400, 'error decoding patch: json: cannot unmarshal number into Go struct field jsonPatchOp.op of type string'],
  ])('cannot read %j', (patch, code, message) =>
    expect(() => jsonPatch(object, patch)).toThrow(new StatusError(code, 'BadRequest', message)),
  );

  it('takes ten thousand operations and no more', () => {
    const operation = { op: 'add', path: '/data/k', value: 'x' };
    expect(
      jsonPatch(
        object,
        Array.from({ length: 10_000 }, () => operation),
      ),
    ).toEqual({ data: { k: 'x' }, list: ['a', 'b'] });
    expect(() =>
      jsonPatch(
        object,
        Array.from({ length: 10_001 }, () => operation),
      ),
    ).toThrow('Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 10001');
  });

  it('takes back what it added, whatever the name', () =>
    fc.assert(
      fc.property(jsonObject, fc.string(), jsonWithoutNull, (before, name, value) => {
        fc.pre(!Object.hasOwn(before, name));
        const path = `/${escaped(name)}`;
        return equal(
          jsonPatch(before, [
            { op: 'add', path, value },
            { op: 'test', path, value },
            { op: 'remove', path },
          ]),
          before,
        );
      }),
    ));

  it('throws nothing but a StatusError', () =>
    fc.assert(
      fc.property(
        jsonObject,
        fc.oneof(
          anyJson,
          fc.array(
            fc.record({
              op: fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test', 'x'),
              path: fc.string(),
              from: fc.string(),
              value: anyJson,
            }),
          ),
        ),
        (before, patch) => {
          try {
            jsonPatch(before, patch);
          } catch (error) {
            expect(error).toBeInstanceOf(StatusError);
          }
        },
      ),
    ));
});
