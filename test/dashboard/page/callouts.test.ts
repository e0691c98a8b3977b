import { describe, expect, it } from '@jest/globals';
import { placeCallouts } from '../../../dashboard/page/map/callouts.ts';

const SIZE = { width: 400, height: 300 };
const label = (words: string, x: number, y: number) => ({ words, width: 80, cell: { x, y, width: 16, height: 6 } });

describe('the labels of causes', () => {
  it('stand to the right of their shops, and to the left where the screen ends', () =>
    expect(placeCallouts([label('a', 20, 100), label('b', 380, 200)], SIZE)).toEqual([
      { words: 'a', x: 44, y: 98, width: 92, height: 20 },
      { words: 'b', x: 280, y: 198, width: 92, height: 20 },
    ]));

  it('stand never over another: the worse cause has its place first', () => {
    const [first, second] = placeCallouts([label('a', 100, 100), label('b', 100, 106)], SIZE);
    expect([first?.x, second?.x]).toEqual([124, 0]);
  });

  it('are left out where there is no room', () =>
    expect(placeCallouts([label('a', 0, 0), label('b', 0, 3)], { width: 120, height: 40 })).toHaveLength(1));

  it('stand not over the shop that is looked at', () => {
    const chosen = { x: 60, y: 100, width: 16, height: 6 };
    expect(placeCallouts([label('a', 20, 100)], SIZE, [chosen])).toMatchObject([{ x: 20, y: 114 }]);
  });
});
