import { describe, expect, it } from '@jest/globals';
import { pathOf, rangeText } from '../../../dashboard/page/views/sparkline.ts';

describe('a trend', () => {
  it('is a line from left to right, as high as there is room', () => expect(pathOf([0, 10, 5])).toBe('M2 22L48 2L94 12'));

  it('has a gap where nothing is known, and a dot for what stands alone', () =>
    expect(pathOf([1, 1, null, 1])).toBe('M2 12L32.7 12M94 12h.1'));

  it.each([
    [[3, null, 18, 12], 'from 3 to 18, at last 12'],
    [[0.123456], 'from 0.123 to 0.123, at last 0.123'],
    [[null], 'nothing is known'],
  ])('is said in words: %j', (values, said) => expect(rangeText(values)).toBe(said));
});
