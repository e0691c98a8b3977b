import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { deletionCost } from '../../../worker/sign/deletion-cost.ts';

describe('what it costs to lose a worker', () => {
  it.each([
    [0, '0'],
    [7, '7'],
    [99, '99'],
    [124, '120'],
    [125, '130'],
    [2_149_999_999, '2100000000'],
    [2_150_000_000, '2147483647'],
    [Number.MAX_SAFE_INTEGER, '2147483647'],
  ])('is of %d units %s', (units, cost) => expect(deletionCost(units)).toBe(cost));

  it('is a whole number that Kubernetes can read, and more for more stock', () =>
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (one, other) => {
        const [least = 0, most = 0] = [one, other].toSorted((a, b) => a - b);
        expect(deletionCost(one)).toMatch(/^(0|[1-9]\d{0,9})$/);
        expect(Number(deletionCost(least))).toBeLessThanOrEqual(Number(deletionCost(most)));
        expect(Number(deletionCost(most))).toBeLessThan(2 ** 31);
      }),
    ));
});
