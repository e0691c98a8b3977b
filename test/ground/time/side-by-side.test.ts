import { describe, expect, it } from '@jest/globals';
import { sideBySide } from '../../../ground/time/side-by-side.ts';

describe('work side by side', () => {
  it('is begun in its order, so much at a time, and answered in its order', async () => {
    const [begun, most]: [number[], number[]] = [[], []];
    const ends = new Map<number, () => void>();
    const all = sideBySide([1, 2, 3, 4], 2, async (item) => {
      begun.push(item);
      await new Promise<void>((resolve) => ends.set(item, resolve));
      most.push(ends.size);
      ends.delete(item);
      return item * 10;
    });
    for (const item of [2, 1, 3, 4]) {
      await new Promise(setImmediate);
      ends.get(item)?.();
    }
    expect(await all).toEqual([10, 20, 30, 40]);
    expect(begun).toEqual([1, 2, 3, 4]);
    expect(Math.max(...most)).toBe(2);
  });

  it('begins no more after a failure, which comes once nothing is under way', async () => {
    const ended: number[] = [];
    const all = sideBySide([1, 2, 3, 4], 2, async (item) => {
      if (item === 1) throw new Error('no');
      await new Promise(setImmediate);
      ended.push(item);
    });
    await expect(all).rejects.toThrow('no');
    expect(ended).toEqual([2]);
  });

  it('of nothing is nothing', async () => expect(await sideBySide([], 3, async () => 1)).toEqual([]));
});
