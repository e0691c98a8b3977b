import { describe, expect, it } from '@jest/globals';
import { backOffMs, createFailures } from '../../../../controllers/runtime/work/back-off.ts';

describe('the back-off of an item', () => {
  it('starts at 5 ms, doubles, and ends at 1,000 s', () =>
    expect([1, 2, 3, 10, 18, 19, 5_000].map(backOffMs)).toEqual([5, 10, 20, 2_560, 655_360, 1_000_000, 1_000_000]));

  it('counts the failures of each key apart, and starts again after a success', () => {
    const failures = createFailures();
    expect([failures.add('a'), failures.add('a'), failures.add('b')]).toEqual([5, 10, 5]);
    failures.forget('a');
    expect([failures.add('a'), failures.add('b')]).toEqual([5, 10]);
  });
});
