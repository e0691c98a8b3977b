import { CALLOUT_PAD, placeCallouts } from './callouts.ts';
import { CARD } from './layout.ts';
import type { Point, Rect } from './map-layout.ts';
import type { MapFrame } from './paint-map.ts';
import { FONT, paintText } from './paint-text.ts';
import { toScreen } from './viewport.ts';

/** As many as the line above the map names. */
const MOST = 3;
const LABEL_FONT = `600 12px ${FONT}`;

/** From afar no shop has its name, but for those that hold up most: who looks wants to know who is to blame. */
export function paintCallouts(context: CanvasRenderingContext2D, frame: MapFrame): void {
  const { causes, shops, layout, viewport, size, palette, chain, chosen } = frame;
  const worst = [...causes].filter((key) => layout.shops.has(key) && (chain === undefined || chain.has(key))).slice(0, MOST);
  const cellOf = (at: Point): Rect => ({
    ...toScreen(viewport, size, at),
    width: CARD.width * viewport.zoom,
    height: CARD.height * viewport.zoom,
  });
  const own = layout.shops.get(chosen);
  context.font = LABEL_FONT;
  const labels = worst.flatMap((key) => {
    const [shop, at] = [shops.get(key), layout.shops.get(key)];
    if (shop === undefined || at === undefined) return [];
    const words = `${shop.shop} holds up ${shop.holdsUp}`;
    return [{ words, width: context.measureText(words).width, cell: cellOf(at) }];
  });
  for (const { words, x, y, width, height } of placeCallouts(labels, size, own === undefined ? [] : [cellOf(own)])) {
    context.fillStyle = palette.card;
    context.strokeStyle = palette.text;
    context.lineWidth = 1;
    context.beginPath();
    context.roundRect(x, y, width, height, 4);
    context.fill();
    context.stroke();
    paintText(context, words, { x: x + CALLOUT_PAD.x, y: y + CALLOUT_PAD.y }, width, LABEL_FONT, palette.text);
  }
}
