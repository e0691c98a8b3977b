import { describe, expect, it } from '@jest/globals';
import { between, toScreen, zoomAt } from '../../../dashboard/page/map/viewport.ts';

const SIZE = { width: 800, height: 600 };
const HERE = { x: 100, y: 50, zoom: 1 };

describe('the way of the map from one place to another', () => {
  it('begins at the one and ends at the other', () => {
    const there = { x: 400, y: -20, zoom: 0.25 };
    expect([between(HERE, there, 0), between(HERE, there, 1)]).toEqual([HERE, there]);
  });

  it('leaves the point where it is that is zoomed at', () => {
    const at = { x: 700, y: 80 };
    const there = zoomAt(HERE, SIZE, at, 3);
    const fixed = { x: HERE.x + at.x - SIZE.width / 2, y: HERE.y + at.y - SIZE.height / 2 };
    for (const part of [0.1, 0.5, 0.9]) {
      const { x, y } = toScreen(between(HERE, there, part), SIZE, fixed);
      expect([Math.round(x), Math.round(y)]).toEqual([at.x, at.y]);
    }
  });

  it('is straight where nothing is zoomed', () =>
    expect(between(HERE, { x: 200, y: 150, zoom: 1 }, 0.5)).toEqual({ x: 150, y: 100, zoom: 1 }));
});
