import type { Rect } from './map-layout.ts';
import type { MapSize } from './viewport.ts';

/** A label beside a shop. */
export interface Callout extends Rect {
  readonly words: string;
}

const HEIGHT = 20;
const PAD = 6;
const APART = 8;

/**
 * Where labels stand beside cells: on the screen, none over another nor over what has to be seen; a label that finds no such place is left
 * out.
 */
export function placeCallouts(
  labels: readonly { readonly words: string; readonly width: number; readonly cell: Rect }[],
  size: MapSize,
  seen: readonly Rect[] = [],
): readonly Callout[] {
  const placed: Callout[] = [];
  for (const { words, width: textWidth, cell } of labels) {
    const [width, height] = [textWidth + 2 * PAD, HEIGHT];
    const beside = cell.y - 2; // no higher: there may be the name of a kingdom
    const corners = [
      { x: cell.x + cell.width + APART, y: beside },
      { x: cell.x - width - APART, y: beside },
      { x: cell.x, y: cell.y + cell.height + APART },
      { x: cell.x, y: cell.y - height - APART },
    ];
    const found = corners
      .map(({ x, y }): Callout => ({ words, x, y, width, height }))
      .find((label) => isWithin(label, size) && ![...placed, ...seen].some((other) => overlap(label, other)));
    if (found !== undefined) placed.push(found);
  }
  return placed;
}

const isWithin = ({ x, y, width, height }: Rect, size: MapSize): boolean =>
  x >= 0 && y >= 0 && x + width <= size.width && y + height <= size.height;

const overlap = (a: Rect, b: Rect): boolean => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** From the left upper corner of a label to its words. */
export const CALLOUT_PAD = { x: PAD, y: 4 };
