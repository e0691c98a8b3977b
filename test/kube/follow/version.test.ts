import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { compareVersions } from '../../../kube/follow/version.ts';

describe('resourceVersions', () => {
  it('compare as the numbers they are, up to 128 bits', () =>
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 2n ** 128n - 1n }), fc.bigInt({ min: 1n, max: 2n ** 128n - 1n }), (one, other) => {
        expect(Math.sign(compareVersions(String(one), String(other)) ?? NaN)).toBe(one < other ? -1 : one > other ? 1 : 0);
      }),
    ));

  it.each(['', '0', '007', 'abc', '-1', '1.5'])('cannot be compared where one is %j', (odd) =>
    expect(compareVersions(odd, '5')).toBeUndefined(),
  );
});
