import { describe, expect, it } from '@jest/globals';
import { indexesIn, indexesText } from '../../../../../local/node/workloads/jobs/indexes.ts';

describe('the indexes of a Job', () => {
  it.each([
    ['', []],
    ['4', [4]],
    ['0,1', [0, 1]],
    ['0-2,4', [0, 1, 2, 4]],
    ['1,3,5-7', [1, 3, 5, 6, 7]],
  ])('are written and read as %s', (text, indexes) => {
    expect(indexesText(new Set(indexes))).toBe(text);
    expect([...indexesIn(text, 10)]).toEqual(indexes);
  });

  it('are dropped beyond what the Job has now', () => expect([...indexesIn('0-9', 3)]).toEqual([0, 1, 2]));
});
