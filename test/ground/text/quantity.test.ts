import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { formatQuantity, NANO, numberOf, parseQuantity } from '../../../ground/text/quantity.ts';

const SUFFIXES = ['', 'n', 'u', 'm', 'k', 'M', 'G', 'T', 'P', 'E', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei', 'e3', 'e-2', 'E0'];
const written = fc
  .tuple(fc.constantFrom('', '-', '+'), fc.nat({ max: 9_999 }), fc.option(fc.nat({ max: 999 })), fc.constantFrom(...SUFFIXES))
  .map(([sign, whole, fraction, suffix]) => `${sign}${whole}${fraction === null ? '' : `.${fraction}`}${suffix}`);
const canonical = (text: string): string | undefined => {
  const parsed = parseQuantity(text);
  return parsed === undefined ? undefined : formatQuantity(parsed);
};

describe('a quantity', () => {
  it.each([
    ['1000m', '1'],
    ['0.5', '500m'],
    ['1024Mi', '1Gi'],
    ['0.5Mi', '512Ki'],
    ['1e3', '1e3'],
    ['1500e-3', '1500e-3'],
    ['-0', '0'],
    ['-1.5k', '-1500'],
    ['0.1n', '1n'],
    ['1000E', '9223372036854775807'],
  ])('%s is written as %s', (text, expected) => expect(canonical(text)).toBe(expected));

  it.each(['', '.', '1 m', '1mi', '1K', '1e', 'm', '1e1234', '0x1', '1,5'])('cannot be "%s"', (text) =>
    expect(parseQuantity(text)).toBeUndefined(),
  );

  it('is worth the same once it was written in its own way, and is written so again', () =>
    fc.assert(
      fc.property(written, (text) => {
        const once = canonical(text) ?? 'not a quantity';
        expect(parseQuantity(once)?.nano).toBe(parseQuantity(text)?.nano);
        expect(canonical(once)).toBe(once);
      }),
    ));

  it('compares as the number that it is', () =>
    fc.assert(
      fc.property(written, written, (one, other) => {
        const [a, b] = [parseQuantity(one), parseQuantity(other)];
        if (a === undefined || b === undefined) throw new Error(`${one} or ${other} is not read`);
        if (a.nano < b.nano) expect(numberOf(a)).toBeLessThanOrEqual(numberOf(b));
      }),
    ));

  it.each([
    ['700m', 0.7],
    ['50m', 0.05],
    ['1Ki', 1_024],
    ['1Ei', 2 ** 60],
    ['2.5G', 2.5e9],
  ])('%s is the number %d', (text, expected) => {
    const parsed = parseQuantity(text);
    expect(parsed === undefined ? undefined : numberOf(parsed)).toBe(expected);
  });

  it('is kept in billionths', () => expect(parseQuantity('1')?.nano).toBe(NANO));
});
