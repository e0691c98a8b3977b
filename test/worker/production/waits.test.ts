import { describe, expect, it } from '@jest/globals';
import { shopOf, waitsText } from '../../../worker/production/waits.ts';

const lack = (amount: number, product: string, store: string) => ({ amount, product, store });

describe('what a shop waits for', () => {
  it('is said in a line', () =>
    expect(waitsText([lack(4, 'iron', 'http://ironworker'), lack(2, 'wood', 'http://woodworker.kingdom-of-b')])).toBe(
      '4 iron from ironworker, 2 wood from woodworker',
    ));
  it('is nothing where nothing lacks', () => expect(waitsText([])).toBe(''));
  it('fits on a sign', () => {
    const many = ['gold', 'silver', 'copper', 'tin'].map((metal) => lack(1_000, metal, 'http://metalworker'));
    expect(waitsText(many)).toBe('1000 gold from metalworker, and 3 more');
    expect(waitsText([lack(1, 'x'.repeat(63), 'http://woodworker')])).toBe('1 good');
  });
  it('names the shop of a store, or its address', () =>
    expect(['http://wood', 'http://wood.kingdom-of-b:8080', 'http://127.0.0.1:7801'].map(shopOf)).toEqual([
      'wood',
      'wood',
      '127.0.0.1:7801',
    ]));
});
