import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { parseDuration } from '../../../ground/text/duration.ts';

const part = fc.tuple(fc.nat({ max: 100_000 }), fc.constantFrom('ms', 's', 'm', 'h')).map(([count, unit]) => `${count}${unit}`);

describe('a duration', () => {
  it.each([
    ['0', 0],
    ['300ms', 300],
    ['1.5s', 1_500],
    ['1.s', 1_000],
    ['1h30m', 5_400_000],
    ['1m30s', 90_000],
    ['2us', 0.002],
    ['2µs', 0.002],
  ])('%s is %d ms', (text, ms) => expect(parseDuration(text)).toBe(ms));

  it.each(['', '5', 's', '-1s', '1 s', '1s ', '1d', '1.5', 'soon', '1sx', '.5s'])('cannot be "%s"', (text) =>
    expect(parseDuration(text)).toBeUndefined(),
  );

  it('is the sum of its parts, in whatever order', () =>
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
        const sum = parts.reduce((total, each) => total + (parseDuration(each) ?? NaN), 0);
        expect(parseDuration(parts.join(''))).toBe(sum);
        expect(parseDuration(parts.toReversed().join(''))).toBe(sum);
      }),
    ));
});
