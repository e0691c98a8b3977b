import { curveOf, pointAt, type EdgeSight } from './edge-curve.ts';
import type { Point } from './map-layout.ts';
import type { SupplyEdge } from './supply.ts';

/** A good on its way. */
export interface Dot extends Point {
  readonly edge: SupplyEdge;
}

export const MOST_DOTS = 200;
const MOST_OF_EDGE = 4;

/** Where goods are on their way from sellers to buyers: the more flow, the more of them, and the faster. */
export function dotsOf(sight: EdgeSight, edges: readonly SupplyEdge[], nowMs: number): readonly Dot[] {
  const dots: Dot[] = [];
  for (const edge of edges) {
    const curve = edge.flows > 0 ? curveOf(sight, edge) : undefined;
    if (curve === undefined) continue;
    const strength = Math.max(0, 2 + Math.log10(edge.flows)); // of a good in a hundred seconds: 0
    const count = Math.min(MOST_OF_EDGE, 1 + Math.floor(strength), MOST_DOTS - dots.length);
    const length = Math.max(1, Math.hypot(curve.to.x - curve.from.x, curve.to.y - curve.from.y));
    const gone = ((nowMs / 1_000) * (20 + 20 * strength)) / length;
    for (let number = 0; number < count; number += 1) dots.push({ edge, ...pointAt(curve, (gone + number / count) % 1) });
  }
  return dots;
}
