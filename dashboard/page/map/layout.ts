import { arrangeBlocks, unlikeScreen, type KingdomBlock } from './arrange-blocks.ts';
import { depthsOf } from './depths.ts';
import type { MapLayout, Point, Rect } from './map-layout.ts';

/** What the layout needs to know of a shop. */
export interface PlacedKey {
  readonly key: string;
  readonly kingdom: string;
  readonly town: string;
}

/** In units of the map: a card, and from card to card. Between columns there is room for edges. */
export const CARD = { width: 180, height: 68 };
const STEP = { x: 260, y: 84 };
const PAD = 24;
const TOWN_TITLE = 34;

/** How many rows a cell may have before it wraps: the one that brings a kingdom nearest to the shape of a screen. */
const ROWS = [3, 5, 8, 12, 18, 27, 40, 60];

/**
 * Where everything stands: a block for each kingdom, in it a lane for each town, columns by how deep in the supply a shop
 * stands, and in a cell by name. It follows from names and suppliers alone, so that nothing moves while the realm lives,
 * and a shop more moves what stands below it in its cell and hardly more.
 */
export function layoutMap(shops: readonly PlacedKey[], suppliersOf: (key: string) => readonly string[]): MapLayout {
  const depths = depthsOf(
    shops.map(({ key }) => key),
    suppliersOf,
  );
  const byKingdom = Map.groupBy(shops, ({ kingdom }) => kingdom);
  const blocks = [...byKingdom.keys()].sort().map((name) => bestBlock(name, byKingdom.get(name) ?? [], depths));
  return arrangeBlocks(blocks);
}

function bestBlock(name: string, shops: readonly PlacedKey[], depths: ReadonlyMap<string, number>): KingdomBlock {
  const cells = cellsOf(shops, depths);
  const [first = 3, ...others] = ROWS;
  const rows = others.reduce((best, next) => (unlikeScreen(sizeOf(cells, next)) < unlikeScreen(sizeOf(cells, best)) ? next : best), first);
  return placeCells(name, cells, rows);
}

/** Town by town, depth by depth: the keys by name. */
interface Cells {
  readonly towns: readonly (readonly [town: string, columns: readonly (readonly string[])[]])[];
  readonly columns: number;
}

function cellsOf(shops: readonly PlacedKey[], depths: ReadonlyMap<string, number>): Cells {
  const used = [...new Set(shops.map(({ key }) => depths.get(key) ?? 0))].sort((a, b) => a - b);
  const byTown = Map.groupBy(shops, ({ town }) => town);
  const towns = [...byTown.keys()].sort().map((town) => {
    const byDepth = Map.groupBy(byTown.get(town) ?? [], ({ key }) => depths.get(key) ?? 0);
    return [town, used.map((depth) => (byDepth.get(depth) ?? []).map(({ key }) => key).sort())] as const;
  });
  return { towns, columns: used.length };
}

/** How many columns stand beside each other for each depth, and how many rows each lane has: two more at a time. */
function measure({ towns, columns }: Cells, rows: number): { readonly subColumns: readonly number[]; readonly lanes: readonly number[] } {
  const subColumns = Array.from({ length: columns }, (_, at) =>
    Math.max(1, ...towns.map(([, cells]) => Math.ceil((cells[at]?.length ?? 0) / rows))),
  );
  const lanes = towns.map(([, cells]) => evenUp(Math.max(1, ...cells.map((cell) => Math.min(rows, cell.length)))));
  return { subColumns, lanes };
}

const evenUp = (rows: number): number => (rows <= 1 ? 1 : rows + (rows % 2));

function sizeOf(cells: Cells, rows: number): Pick<KingdomBlock, 'width' | 'height'> {
  const { subColumns, lanes } = measure(cells, rows);
  return {
    width: 2 * PAD + total(subColumns) * STEP.x - (STEP.x - CARD.width),
    height: 2 * PAD + total(lanes) * STEP.y + lanes.length * TOWN_TITLE,
  };
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);

function placeCells(name: string, cells: Cells, rows: number): KingdomBlock {
  const { subColumns, lanes } = measure(cells, rows);
  const { width, height } = sizeOf(cells, rows);
  const towns: (Rect & { readonly name: string })[] = [];
  const shops: (readonly [string, Point])[] = [];
  let top = PAD;
  cells.towns.forEach(([town, columns], lane) => {
    const laneHeight = TOWN_TITLE + (lanes[lane] ?? 1) * STEP.y;
    towns.push({ name: town, x: PAD / 2, y: top, width: width - PAD, height: laneHeight - 6 });
    columns.forEach((keys, column) => {
      const left = PAD + total(subColumns.slice(0, column)) * STEP.x;
      keys.forEach((key, index) =>
        shops.push([key, { x: left + Math.floor(index / rows) * STEP.x, y: top + TOWN_TITLE + (index % rows) * STEP.y }]),
      );
    });
    top += laneHeight;
  });
  return { name, width, height, towns, shops };
}
