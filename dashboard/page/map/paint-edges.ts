import { curveOf, type Curve, pointAt, type EdgeSight } from './edge-curve.ts';
import type { Palette } from './palette.ts';
import type { SupplyEdge } from './supply.ts';

export interface EdgePaint extends EdgeSight {
  readonly context: CanvasRenderingContext2D;
  readonly palette: Palette;
}

/** Each a curve from the seller to the buyer: pale as wide as what could be used, and on it as wide as what flows. */
export function paintEdges(paint: EdgePaint, edges: readonly SupplyEdge[], alpha: number): void {
  const { context, palette } = paint;
  for (const edge of edges) {
    const curve = curveOf(paint, edge);
    if (curve === undefined) continue;
    context.strokeStyle = edge.short ? palette.states.trouble : palette.quiet;
    context.globalAlpha = 0.22 * alpha;
    stroke(context, curve, widthOf(edge.could, paint.viewport.zoom));
    context.globalAlpha = 0.85 * alpha;
    if (edge.short) strokeWithGap(context, curve, widthOf(edge.flows, paint.viewport.zoom));
    else stroke(context, curve, widthOf(edge.flows, paint.viewport.zoom));
  }
  context.globalAlpha = 1;
}

/** By the logarithm: a realm has a good a minute beside a hundred a second. */
export function widthOf(rate: number, zoom: number): number {
  const units = rate <= 0 ? 0.5 : Math.max(1, 4 + 1.6 * Math.log10(rate));
  return Math.max(0.5, units * Math.min(1, Math.max(0.35, zoom)));
}

function stroke(context: CanvasRenderingContext2D, { from, a, b, to }: Curve, width: number): void {
  context.lineWidth = width;
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.bezierCurveTo(a.x, a.y, b.x, b.y, to.x, to.y);
  context.stroke();
}

const STEPS = 16;
/** The steps in the middle that are left out: too little comes through. */
const GAP: ReadonlySet<number> = new Set([7, 8]);

/** Two lines instead of dashes: a browser draws those ten times faster. */
function strokeWithGap(context: CanvasRenderingContext2D, curve: Curve, width: number): void {
  context.lineWidth = width;
  context.beginPath();
  context.moveTo(curve.from.x, curve.from.y);
  for (let step = 1; step <= STEPS; step += 1) {
    const { x, y } = pointAt(curve, step / STEPS);
    if (GAP.has(step)) context.moveTo(x, y);
    else context.lineTo(x, y);
  }
  context.stroke();
}
