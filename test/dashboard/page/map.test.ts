import { describe, expect, it } from '@jest/globals';
import { layoutMap } from '../../../dashboard/page/map/layout.ts';
import { neighbourOf } from '../../../dashboard/page/map/neighbour.ts';
import { chainOf, edgesInFrame, supplyOf } from '../../../dashboard/page/map/supply.ts';
import { fit, levelOf, pan, readViewport, reveal, toMap, toScreen, viewportText, zoomAt } from '../../../dashboard/page/map/viewport.ts';
import type { BuyPicture } from '../../../dashboard/wire/shop.ts';
import { buyOf, shopOf } from './shop.ts';

const buy = (from: string, unlike: Partial<BuyPicture> = {}): BuyPicture => buyOf(from.slice(from.indexOf('/') + 1), from, unlike);
const shops = new Map(
  [
    shopOf('one/wood'),
    shopOf('one/stone'),
    shopOf('one/iron', { buys: [buy('one/stone'), buy('one/wood')] }),
    shopOf('one/axe', {
      buys: [buy('one/iron', { limits: true, plan: 0.1 }), buy('one/wood', { plan: 0.2 }), buy('http://x', { known: false })],
    }),
    shopOf('two/cart', { buys: [buy('one/axe')] }),
  ].map((shop) => [shop.key, shop]),
);
const supply = supplyOf(shops);
const layout = layoutMap([...shops.values()], (key) => (supply.into.get(key) ?? []).map(({ from }) => from));
const names = (edges: typeof supply.edges) => edges.map(({ from, to }) => `${from} > ${to}`);

describe('the supply', () => {
  it('has an edge for each good that is bought of a shop that is there', () => expect(supply.edges).toHaveLength(5));
  it('is short where an input is what keeps a shop from more, and not where that only leaves it unused', () =>
    expect(names(supply.edges.filter(({ short }) => short))).toEqual(['one/iron > one/axe']));
  it('has for each shop a chain, up and down', () =>
    expect([...chainOf('one/iron', supply)].sort()).toEqual(['one/axe', 'one/iron', 'one/stone', 'one/wood', 'two/cart']));
  it('shows edges between kingdoms only in a chain that is looked at', () => {
    expect(names(edgesInFrame(supply.edges, undefined, 10))).not.toContain('one/axe > two/cart');
    expect(names(edgesInFrame(supply.edges, chainOf('two/cart', supply), 10))).toContain('one/axe > two/cart');
  });
  it('shows the short edges first where there is no room for all', () =>
    expect(names(edgesInFrame(supply.edges, undefined, 1))).toEqual(['one/iron > one/axe']));
});

describe('an arrow', () => {
  it.each([
    ['one/iron', 'ArrowLeft', 'one/stone'],
    ['one/iron', 'ArrowRight', 'one/axe'],
    ['one/axe', 'ArrowRight', 'two/cart'],
    ['one/stone', 'ArrowDown', 'one/wood'],
    ['one/wood', 'ArrowUp', 'one/stone'],
    ['one/wood', 'ArrowLeft', 'one/wood'],
    ['one/gone', 'ArrowUp', 'one/gone'],
  ] as const)('from %s: %s leads to %s', (from, arrow, to) => expect(neighbourOf(from, arrow, layout, supply)).toBe(to));
});

describe('the viewport', () => {
  const size = { width: 1_000, height: 600 };
  const some = { x: 300, y: 200, zoom: 0.5 };
  const near = (a: { x: number; y: number }, b: { x: number; y: number }) => Math.hypot(a.x - b.x, a.y - b.y) < 1e-6;

  it('shows all of a map, and a small one no larger than it is meant', () => {
    expect(fit({ width: 2_000, height: 600 }, size)).toEqual({ x: 1_000, y: 300, zoom: 0.476 });
    expect(fit({ width: 200, height: 100 }, size).zoom).toBe(1);
  });
  it.each([
    ['a wide map on a desk', { width: 2_000, height: 1_200 }, size],
    ['a high map on a phone', { width: 600, height: 1_000 }, { width: 390, height: 570 }],
  ])('leaves the corner free in which the buttons are: %s', (_, map, screen) => {
    const corner = toScreen(fit(map, screen), screen, { x: map.width, y: map.height });
    expect(corner.x > screen.width - 156 && corner.y > screen.height - 59).toBe(false);
    const top = toScreen(fit(map, screen), screen, { x: 0, y: 0 });
    expect(Math.min(top.x, top.y)).toBeGreaterThanOrEqual(24 - 1e-6);
  });
  it('makes a map no smaller for the buttons where there is room above it', () =>
    expect(fit({ width: 600, height: 850 }, { width: 390, height: 570 }).zoom).toBe((390 - 48) / 600));
  it('keeps the point under the pointer where it is while it zooms', () => {
    const at = { x: 700, y: 100 };
    expect(near(toMap(some, size, at), toMap(zoomAt(some, size, at, 1.7), size, at))).toBe(true);
  });
  it('knows the way from the map to the screen and back', () =>
    expect(near(toMap(some, size, toScreen(some, size, { x: 12, y: 34 })), { x: 12, y: 34 })).toBe(true));
  it('follows a finger', () => expect(pan(some, 50, -50)).toEqual({ x: 200, y: 300, zoom: 0.5 }));
  it('moves no more than it has to until a card can be seen', () => {
    const room = { x: 0, y: 0, width: 1_000, height: 200 };
    const shown = reveal(some, size, { x: 2_000, y: 2_000 }, room);
    expect(toScreen(shown, size, { x: 2_000, y: 2_000 })).toEqual({ x: 886, y: 142 });
    expect(reveal(shown, size, { x: 2_000, y: 2_000 }, room)).toEqual(shown);
  });
  it('has levels by how large a card is', () =>
    expect([0.1, 0.5, 1].map((zoom) => levelOf({ x: 0, y: 0, zoom }))).toEqual(['far', 'middle', 'near']));
  it('stands in the address, and comes back from there', () => {
    expect(viewportText({ x: 10.4, y: -20.6, zoom: 0.12345 })).toBe('10,-21,0.123');
    expect(readViewport('10,-21,0.123')).toEqual({ x: 10, y: -21, zoom: 0.123 });
    expect([readViewport(''), readViewport('1,2'), readViewport('a,b,c'), readViewport('1,1,999')?.zoom]).toEqual([
      undefined,
      undefined,
      undefined,
      2,
    ]);
  });
});
