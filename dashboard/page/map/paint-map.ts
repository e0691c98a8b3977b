import type { ShopPicture } from '../../wire/shop.ts';
import { STATE_SIGNS } from '../views/state-badge.ts';
import { CARD, type MapLayout, type Rect } from './layout.ts';
import { paintEdges } from './paint-edges.ts';
import type { Palette } from './palette.ts';
import type { SupplyEdge } from './supply.ts';
import { isIn, seen, toScreen, type MapLevel, type MapSize, type Viewport } from './viewport.ts';

/** All that a frame of the map is painted from. */
export interface MapFrame {
  readonly layout: MapLayout;
  readonly shops: ReadonlyMap<string, ShopPicture>;
  readonly edges: readonly SupplyEdge[];
  /** What is looked at: the rest is faint. Undefined: all of it. */
  readonly chain: ReadonlySet<string> | undefined;
  /** The shop that the panel shows, or none. */
  readonly chosen: string;
  /** Shops that hold others up. */
  readonly causes: ReadonlySet<string>;
  /** Shops that stand there as cards of the document. */
  readonly cards: ReadonlySet<string>;
  readonly viewport: Viewport;
  readonly size: MapSize;
  readonly level: MapLevel;
  readonly palette: Palette;
}

const FAINT = 0.18;
const NAME_PX = 13;
const LEAST_SIGN_PX = 6;
const FONT = 'system-ui, "DejaVu Sans", sans-serif';

export function paintMap(context: CanvasRenderingContext2D, frame: MapFrame, pixelRatio: number): void {
  const { size, palette, layout, viewport, level } = frame;
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  context.fillStyle = palette.background;
  context.fillRect(0, 0, size.width, size.height);
  for (const block of layout.kingdoms) paintBlock(context, frame, block);
  if (level !== 'far') for (const town of layout.towns) paintTown(context, frame, town);
  paintEdges({ context, palette, layout, viewport, size }, frame.edges, 1);
  const screen = seen(viewport, size);
  for (const [key, at] of layout.shops) {
    const shop = frame.shops.get(key);
    if (shop === undefined || frame.cards.has(key) || !isIn(at, screen)) continue;
    const corner = toScreen(viewport, size, at);
    paintShop(context, frame, shop, { ...corner, width: CARD.width * viewport.zoom, height: CARD.height * viewport.zoom }, level);
  }
  context.globalAlpha = 1;
}

const onScreen = ({ viewport, size }: MapFrame, { x, y, width, height }: Rect): Rect => ({
  ...toScreen(viewport, size, { x, y }),
  width: width * viewport.zoom,
  height: height * viewport.zoom,
});

function paintBlock(context: CanvasRenderingContext2D, frame: MapFrame, block: Rect & { readonly name: string }): void {
  const { x, y, width, height } = onScreen(frame, block);
  context.fillStyle = frame.palette.card;
  context.strokeStyle = frame.palette.line;
  context.lineWidth = 1;
  context.beginPath();
  context.roundRect(x, y, width, height, 8);
  context.fill();
  context.stroke();
  // Above it and of one size, however far away: else nobody could read where they are.
  text(context, block.name, { x: x + 2, y: y - NAME_PX - 3 }, Math.max(80, width), `600 ${NAME_PX}px ${FONT}`, frame.palette.text);
}

function paintTown(context: CanvasRenderingContext2D, frame: MapFrame, town: Rect & { readonly name: string }): void {
  const { x, y, width, height } = onScreen(frame, town);
  context.strokeStyle = frame.palette.line;
  context.lineWidth = 1;
  context.beginPath();
  context.roundRect(x, y, width, height, 6);
  context.stroke();
  text(context, town.name, { x: x + 8, y: y + 4 * frame.viewport.zoom }, width - 16, `12px ${FONT}`, frame.palette.quiet);
}

function paintShop(context: CanvasRenderingContext2D, frame: MapFrame, shop: ShopPicture, box: Rect, level: MapLevel): void {
  const { palette, chain, chosen, causes } = frame;
  const colour = palette.states[shop.state];
  context.globalAlpha = chain === undefined || chain.has(shop.key) ? 1 : FAINT;
  context.beginPath();
  context.roundRect(box.x, box.y, box.width, box.height, Math.min(6, box.height / 4));
  context.fillStyle = level === 'far' ? colour : palette.card;
  context.fill();
  context.lineWidth = causes.has(shop.key) || chosen === shop.key ? 3 : 1.5;
  context.strokeStyle = chosen === shop.key ? palette.accent : causes.has(shop.key) && level === 'far' ? palette.text : colour;
  context.stroke();
  const middle = { x: box.x + 6, y: box.y + box.height / 2 - 7 };
  if (level === 'far') {
    const font = Math.min(12, box.height);
    if (font >= LEAST_SIGN_PX && shop.state !== 'full')
      text(
        context,
        STATE_SIGNS[shop.state],
        { x: box.x + box.width / 2 - font / 3, y: box.y + (box.height - font) / 2 },
        12,
        `700 ${font}px ${FONT}`,
        palette.card,
      );
    return;
  }
  text(context, STATE_SIGNS[shop.state], middle, 14, `700 12px ${FONT}`, colour);
  text(context, shop.shop, { ...middle, x: middle.x + 14 }, box.width - 24, `12px ${FONT}`, palette.text);
}

function text(
  context: CanvasRenderingContext2D,
  words: string,
  { x, y }: { readonly x: number; readonly y: number },
  most: number,
  font: string,
  colour: string,
): void {
  context.font = font;
  context.fillStyle = colour;
  context.textBaseline = 'top';
  context.fillText(cut(context, words, most), x, y);
}

/** As much of it as there is room for. */
function cut(context: CanvasRenderingContext2D, words: string, most: number): string {
  if (context.measureText(words).width <= most) return words;
  let length = words.length - 1;
  while (length > 0 && context.measureText(`${words.slice(0, length)}…`).width > most) length -= 1;
  return length === 0 ? '' : `${words.slice(0, length)}…`;
}
