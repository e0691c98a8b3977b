import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { isWrittenNumber, parseLossless } from '../../../ground/json/lossless.ts';

describe('parseLossless', () => {
  it.each([
    '9007199254740993',
    '1.0',
    '-0',
    '1e3',
    '1E-2',
    '[0.10,1.5e+300,12345678901234567890]',
    '{"a":1.0,"b":[-0,{"c":100.00}],"d":"1.0, 2.0"}',
    '{"__proto__":1.0}',
  ])('keeps %s as it was written', (text) => expect(JSON.stringify(parseLossless(text))).toBe(text));

  it('keeps them whatever space is around them', () =>
    expect(JSON.stringify(parseLossless('{ "a" : 1.0 ,\n"b":\t[ 2.50 ] }'))).toBe('{"a":1.0,"b":[2.50]}'));

  it('leaves numbers that survive numbers', () => {
    expect(parseLossless('{"a":1,"b":1.5,"c":1.0}')).toMatchObject({ a: 1, b: 1.5 });
    expect(isWrittenNumber(parseLossless('1.0'))).toBe(true);
    expect(isWrittenNumber({ rawJSON: '1.0' })).toBe(false);
  });

  it('reads any JSON as JSON.parse does', () =>
    fc.assert(fc.property(fc.json(), (text) => expect(JSON.parse(JSON.stringify(parseLossless(text)))).toEqual(JSON.parse(text)))));

  it.each(['', '{', '01', '1.'])('throws a SyntaxError for %j', (text) => expect(() => parseLossless(text)).toThrow(SyntaxError));
});
