import { describe, expect, it } from '@jest/globals';
import { createLooks, type PastLook } from '../../../../controllers/runtime/why/looks.ts';
import { collectedHeap } from '../../../collected-heap.ts';

const look = (at: number, because = 'a resync'): PastLook => ({ at, tookMs: 1.5, result: 'success', because, wrote: '', error: '' });

describe('what is remembered of looks', () => {
  it('are the last twenty of a key, the last one first', () => {
    const looks = createLooks();
    for (let at = 0; at < 50; at++) looks.add('shop/a', look(at));
    expect(looks.of('shop/a').map(({ at }) => at)).toEqual(Array.from({ length: 20 }, (_, back) => 49 - back));
    expect(looks.of('shop/b')).toEqual([]);
  });

  it('are those at the thousand keys that were looked at last', () => {
    const looks = createLooks();
    for (let at = 0; at < 5_000; at++) looks.add(`shop/${at}`, look(at));
    expect(looks.keys().length).toBeLessThanOrEqual(2_000);
    for (let at = 4_000; at < 5_000; at++) expect(looks.of(`shop/${at}`)).toHaveLength(1);
  });

  it('stay with a key that is looked at again and again, whatever others are', () => {
    const looks = createLooks();
    for (let at = 0; at < 10_000; at++) {
      looks.add(`shop/${at}`, look(at));
      if (at % 500 === 0) looks.add('shop/often', look(at));
    }
    expect(looks.of('shop/often')).toHaveLength(20);
  });

  it.each([
    ['with a few words each', 60, 1_000],
    ['with all words that there can be', 2_000, 3_000],
  ])('take two megabytes at most, %s', (_, length, keys) => {
    const before = collectedHeap();
    const looks = createLooks();
    for (let round = 0; round < 20; round++)
      for (let key = 0; key < keys; key++) looks.add(`shop/website-${key}`, look(key, Buffer.alloc(length, 97 + round).toString('latin1')));
    expect(collectedHeap() - before).toBeLessThan(2 * 2 ** 20);
    expect(looks.keys().length).toBeGreaterThan(0);
  });
});
