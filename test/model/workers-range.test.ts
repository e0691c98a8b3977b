import { describe, expect, it } from '@jest/globals';
import { rangeText, readRange, workersRange } from '../../model/workers-range.ts';

describe('how many workers a shop may have', () => {
  it('is a range, of which a number is the narrowest, and one worker what nobody asked for', () => {
    expect([workersRange(3), workersRange({ from: 1, to: 5 }), workersRange()]).toEqual([
      { from: 3, to: 3 },
      { from: 1, to: 5 },
      { from: 1, to: 1 },
    ]);
  });

  it('is read as it was written', () => {
    expect(readRange(rangeText({ from: 2, to: 1000 }))).toEqual({ from: 2, to: 1000 });
  });

  it.each(['', '3', '0-5', '5-1', '1-1001', '1-5-7', '-1-5', '1.5-2', 'one-two', '1-99999999999', '1-5\n2-6'])(
    'is not read from %j',
    (text) => {
      expect(readRange(text)).toBeUndefined();
    },
  );
});
