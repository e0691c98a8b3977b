import { CARD } from './layout.ts';
import type { MapLayout, Point } from './map-layout.ts';
import type { SupplyEdge } from './supply.ts';
import { toScreen, type MapSize, type Viewport } from './viewport.ts';

/** Where edges are seen. */
export interface EdgeSight {
  readonly layout: MapLayout;
  readonly viewport: Viewport;
  readonly size: MapSize;
}

/** From the seller to the buyer, on the screen. */
export interface Curve {
  readonly from: Point;
  readonly a: Point;
  readonly b: Point;
  readonly to: Point;
}

/** Undefined: nothing of it is on the screen. */
export function curveOf({ layout, viewport, size }: EdgeSight, { from, to }: SupplyEdge): Curve | undefined {
  const [seller, buyer] = [layout.shops.get(from), layout.shops.get(to)];
  if (seller === undefined || buyer === undefined) return undefined;
  const start = toScreen(viewport, size, { x: seller.x + CARD.width, y: seller.y + CARD.height / 2 });
  const end = toScreen(viewport, size, { x: buyer.x, y: buyer.y + CARD.height / 2 });
  const right = Math.max(start.x, end.x, 0) - Math.min(start.x, end.x, size.width);
  if (Math.max(start.x, end.x) < 0 || Math.min(start.x, end.x) > size.width || right < 0) return undefined;
  if (Math.max(start.y, end.y) < 0 || Math.min(start.y, end.y) > size.height) return undefined;
  const bend = Math.max(24 * viewport.zoom, Math.abs(end.x - start.x) / 2);
  return { from: start, a: { x: start.x + bend, y: start.y }, b: { x: end.x - bend, y: end.y }, to: end };
}

export function pointAt({ from, a, b, to }: Curve, t: number): Point {
  const u = 1 - t;
  const mix = (p: number, q: number, r: number, s: number): number => u * u * u * p + 3 * u * u * t * q + 3 * u * t * t * r + t * t * t * s;
  return { x: mix(from.x, a.x, b.x, to.x), y: mix(from.y, a.y, b.y, to.y) };
}
