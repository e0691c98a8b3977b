import type { ShopPicture } from '../../wire/shop.ts';
import { STATE_SIGNS } from '../views/state-badge.ts';
import { CARD } from './layout.ts';
import type { MapLayout, Point, Rect } from './map-layout.ts';
import { paintEdges } from './paint-edges.ts';
import { FONT, paintText, widthOfText } from './paint-text.ts';
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
const NAME_FONT = `600 ${NAME_PX}px ${FONT}`;
/** Where there is no room for more, what tells a kingdom from the others. */
const SAME_OF_ALL = /^kingdom-of-(?=.)/;
/** From this height on there is room for two lines. */
const TWO_LINES_PX = 30;
const LEAST_SIGN_PX = 6;
const SHOP_FONT = `12px ${FONT}`;

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
  const most = Math.max(80, width);
  const name = widthOfText(context, block.name, NAME_FONT) <= most ? block.name : block.name.replace(SAME_OF_ALL, '');
  paintText(context, name, { x: x + 2, y: y - NAME_PX - 3 }, most, NAME_FONT, frame.palette.text);
}

function paintTown(context: CanvasRenderingContext2D, frame: MapFrame, town: Rect & { readonly name: string }): void {
  const { x, y, width, height } = onScreen(frame, town);
  context.strokeStyle = frame.palette.line;
  context.lineWidth = 1;
  context.beginPath();
  context.roundRect(x, y, width, height, 6);
  context.stroke();
  paintText(context, town.name, { x: x + 8, y: y + 4 * frame.viewport.zoom }, width - 16, `12px ${FONT}`, frame.palette.quiet);
}

function paintShop(context: CanvasRenderingContext2D, frame: MapFrame, shop: ShopPicture, box: Rect, level: MapLevel): void {
  const { chain } = frame;
  context.globalAlpha = chain === undefined || chain.has(shop.key) ? 1 : FAINT;
  context.beginPath();
  context.roundRect(box.x, box.y, box.width, box.height, Math.min(6, box.height / 4));
  if (level === 'far') paintCell(context, frame, shop, box);
  else paintName(context, frame, shop, box);
}

/** A shop from afar: its state, as a colour and, where there is room for that, as a sign. */
function paintCell(context: CanvasRenderingContext2D, { palette, causes, chosen }: MapFrame, shop: ShopPicture, box: Rect): void {
  context.fillStyle = palette.states[shop.state];
  context.fill();
  const font = Math.min(12, box.height);
  const at = { x: box.x + box.width / 2 - font / 3, y: box.y + (box.height - font) / 2 };
  if (font >= LEAST_SIGN_PX && shop.state !== 'full')
    paintText(context, STATE_SIGNS[shop.state], at, 12, `700 ${font}px ${FONT}`, palette.card);
  if (causes.has(shop.key) || chosen === shop.key) paintRing(context, box, chosen === shop.key ? palette.accent : palette.text);
}

/** Around it, so that the colour of the state can still be seen. */
function paintRing(context: CanvasRenderingContext2D, { x, y, width, height }: Rect, colour: string): void {
  context.lineWidth = 2;
  context.strokeStyle = colour;
  context.beginPath();
  context.roundRect(x - 2, y - 2, width + 4, height + 4, 4);
  context.stroke();
}

function paintName(context: CanvasRenderingContext2D, { palette, causes, chosen }: MapFrame, shop: ShopPicture, box: Rect): void {
  const colour = palette.states[shop.state];
  context.fillStyle = palette.card;
  context.fill();
  context.lineWidth = causes.has(shop.key) || chosen === shop.key ? 3 : 1.5;
  context.strokeStyle = chosen === shop.key ? palette.accent : colour;
  context.stroke();
  const signed = (at: Point): void => paintText(context, STATE_SIGNS[shop.state], at, 14, `700 12px ${FONT}`, colour);
  const named = (at: Point, most: number): void => paintText(context, shop.shop, at, most, SHOP_FONT, palette.text);
  const [x, middle] = [box.x + 6, box.y + box.height / 2];
  if (box.height < TWO_LINES_PX || widthOfText(context, shop.shop, SHOP_FONT) <= box.width - 24) {
    signed({ x, y: middle - 7 });
    named({ x: x + 14, y: middle - 7 }, box.width - 24);
  } else {
    signed({ x: box.x + 4, y: middle - 14 });
    named({ x: box.x + 4, y: middle }, box.width - 8);
  }
}
