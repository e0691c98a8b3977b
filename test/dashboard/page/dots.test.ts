import { describe, expect, it } from '@jest/globals';
import { dotsOf, MOST_DOTS } from '../../../dashboard/page/map/dots.ts';
import type { SupplyEdge } from '../../../dashboard/page/map/supply.ts';

const layout = {
  width: 600,
  height: 100,
  kingdoms: [],
  towns: [],
  shops: new Map([
    ['a', { x: 0, y: 0 }],
    ['b', { x: 400, y: 0 }],
  ]),
};
const SIGHT = { layout, viewport: { x: 300, y: 50, zoom: 1 }, size: { width: 800, height: 600 } };
const edge = (flows: number, more: Partial<SupplyEdge> = {}): SupplyEdge => ({
  from: 'a',
  to: 'b',
  good: 'wood',
  could: 10,
  flows,
  short: false,
  home: true,
  ...more,
});
const xOf = (flows: number, atMs: number): number => dotsOf(SIGHT, [edge(flows)], atMs)[0]?.x ?? NaN;

describe('goods on their way', () => {
  it('are more of them, and faster, the more flows', () => {
    expect([0.01, 0.1, 1, 1_000].map((flows) => dotsOf(SIGHT, [edge(flows)], 0).length)).toEqual([1, 2, 3, 4]);
    expect(xOf(1, 1_000) - xOf(1, 0)).toBeGreaterThan(xOf(0.01, 1_000) - xOf(0.01, 0));
    expect(xOf(0.01, 1_000)).toBeGreaterThan(xOf(0.01, 0));
  });

  it('are none where nothing flows, or where nothing of it is seen', () => {
    expect(dotsOf(SIGHT, [edge(0)], 0)).toEqual([]);
    expect(dotsOf({ ...SIGHT, viewport: { x: 9_000, y: 50, zoom: 1 } }, [edge(1)], 0)).toEqual([]);
  });

  it('are no more than so many, however many edges there are', () =>
    expect(
      dotsOf(
        SIGHT,
        Array.from({ length: 500 }, () => edge(1_000)),
        0,
      ),
    ).toHaveLength(MOST_DOTS));
});
