import type { MapLayout, Point, Rect } from './map-layout.ts';

/** A kingdom with all that stands in it, from its left upper corner. */
export interface KingdomBlock {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly towns: MapLayout['towns'];
  readonly shops: readonly (readonly [key: string, at: Point])[];
}

type Size = Pick<KingdomBlock, 'width' | 'height'>;

/** The shape of a screen, width by height. */
const SHAPE = 1.6;
/** Widths and gaps grow by steps so coarse that a shop more seldom moves a kingdom. */
const COARSE = 1.25;
/** Between kingdoms; above each there is room for its name, at the least so much. */
const GAP = { x: 60, y: 150 };
/**
 * A name is as large however far away it is. Where all of the map is seen, a line of it is a part of the map's width on a phone, and of
 * its height on any screen.
 */
const LINES = { across: 18, down: 30 };

/** How far a shape is from that of a screen: 0 is none. */
export const unlikeScreen = ({ width, height }: Size): number => Math.abs(Math.log(width / height / SHAPE));

const coarse = (size: number): number => COARSE ** Math.ceil(Math.log(size) / Math.log(COARSE));

/** Blocks side by side, in rows of such a width that all of them together look most like a screen. */
export function arrangeBlocks(blocks: readonly KingdomBlock[]): MapLayout {
  const { corners, ...size } = bestRows(blocks, gapFor(blocks));
  const shops = new Map<string, Point>();
  const kingdoms: (Rect & { readonly name: string })[] = [];
  const towns: (Rect & { readonly name: string })[] = [];
  for (const [index, { x, y }] of corners.entries()) {
    const block = blocks[index];
    if (block === undefined) continue;
    kingdoms.push({ name: block.name, x, y, width: block.width, height: block.height });
    for (const town of block.towns) towns.push({ ...town, x: x + town.x, y: y + town.y });
    for (const [key, at] of block.shops) shops.set(key, { x: x + at.x, y: y + at.y });
  }
  return { ...size, kingdoms, towns, shops };
}

/** Wider gaps make a larger map, and that still wider gaps: a few times, since hundreds of names find no room on any screen. */
function gapFor(blocks: readonly KingdomBlock[]): number {
  let gap = GAP.y;
  for (let times = 0; times < 4; times += 1) {
    const { width, height } = bestRows(blocks, gap);
    gap = Math.max(gap, coarse(Math.max(width / LINES.across, height / LINES.down)));
  }
  return gap;
}

interface Rows extends Size {
  /** Of each block. */
  readonly corners: readonly Point[];
}

function bestRows(blocks: readonly KingdomBlock[], gap: number): Rows {
  const widest = Math.max(1, ...blocks.map(({ width }) => width));
  const all = blocks.reduce((sum, { width }) => sum + width + GAP.x, 1);
  let best = inRows(blocks, coarse(widest), gap);
  for (let most = coarse(widest) * COARSE; most < all * COARSE; most *= COARSE) {
    const rows = inRows(blocks, most, gap);
    if (unlikeScreen(rows) < unlikeScreen(best)) best = rows;
  }
  return best;
}

function inRows(blocks: readonly KingdomBlock[], most: number, gap: number): Rows {
  let [x, y, rowHeight, width] = [0, gap / 2, 0, 0];
  const corners = blocks.map((block) => {
    if (x > 0 && x + block.width > most) [x, y, rowHeight] = [0, y + rowHeight + gap, 0];
    const corner = { x, y };
    width = Math.max(width, x + block.width);
    rowHeight = Math.max(rowHeight, block.height);
    x += block.width + GAP.x;
    return corner;
  });
  return { corners, width: Math.max(1, width), height: Math.max(1, y + rowHeight) };
}
