import { describe, expect, it } from '@jest/globals';
import { openShares, STRANGERS } from '../../../worker/books/shares.ts';

const bounds = { mostKeys: 12, mostBytes: 1_000_000, mostHolders: 3 };
/** Takes keys until there is no room for one more, and says how many. */
const fill = (shares: ReturnType<typeof openShares>, holder: string, length = 36): number => {
  for (let count = 0; ; count += 1) {
    if (shares.problem(holder, length) !== undefined) return count;
    shares.take({ holder, length });
  }
};

describe('the room for keys', () => {
  it('is never taken up by one buyer alone, and there is always some for the next', () => {
    const shares = openShares([], bounds);
    expect(['a', 'b', 'c', STRANGERS].map((holder) => fill(shares, holder))).toEqual([7, 3, 2, 0]);
    expect(['a', STRANGERS, 'd'].map((holder) => shares.problem(holder, 36))).toEqual(Array(3).fill('12 keys are kept already'));
  });

  it('says whose share is used up', () => {
    const shares = openShares([], bounds);
    fill(shares, 'a');
    fill(shares, STRANGERS);
    expect([shares.problem('a', 36), shares.problem(STRANGERS, 36), shares.problem('b', 36)]).toEqual([
      '7 keys are kept for this buyer already, its share',
      '3 keys are kept for buyers that were never sold anything already, its share',
      undefined,
    ]);
  });

  it('is bounded in bytes too', () => {
    const long = openShares([], { ...bounds, mostKeys: 1_000_000, mostBytes: 10_000 });
    expect([fill(long, 'a', 255), fill(long, 'b', 255)]).toEqual([6, 3]);
    const full = openShares([{ holder: 'a', keys: 1, length: 255 }], { ...bounds, mostBytes: 1_000 });
    expect(full.problem('b', 255)).toBe('1 keys are kept already');
  });

  it('comes back when keys are forgotten', () => {
    const shares = openShares([{ holder: 'a', keys: 12, length: 12 * 36 }], bounds);
    expect(shares.problem('b', 36)).toBe('12 keys are kept already');
    for (let count = 0; count < 12; count += 1) shares.give({ holder: 'a', length: 36 });
    expect([fill(shares, 'b'), shares.mayHold('c')]).toEqual([7, true]);
  });

  it('has a share for so many buyers, and all others are strangers', () => {
    const shares = openShares([], bounds);
    for (const holder of ['a', 'b', 'c']) shares.take({ holder, length: 1 });
    expect(['a', 'd'].map((holder) => shares.mayHold(holder))).toEqual([true, false]);
    shares.give({ holder: 'b', length: 1 });
    expect(shares.mayHold('d')).toBe(true);
  });
});
