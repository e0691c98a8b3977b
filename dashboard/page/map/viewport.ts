import { CARD } from './layout.ts';
import type { MapLayout, Point, Rect } from './map-layout.ts';

/** What of the map is seen: the point in the middle, and how many pixels a unit of the map is. */
export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export interface MapSize {
  readonly width: number;
  readonly height: number;
}

/** How much can be told of a shop, by how large it is drawn: its state, its name too, or all of a card. */
export type MapLevel = 'far' | 'middle' | 'near';

/** At which a thousand shops are seen at once on a phone. */
const LEAST_ZOOM = 0.004;
const MOST_ZOOM = 2;
const MIDDLE_PX = 64;
const NEAR_PX = 130;
const MARGIN = 24;

export const levelOf = ({ zoom }: Viewport): MapLevel => {
  const width = CARD.width * zoom;
  return width >= NEAR_PX ? 'near' : width >= MIDDLE_PX ? 'middle' : 'far';
};

const bounded = (zoom: number): number => Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, zoom));

/** What the buttons take of the lower right corner. */
const BUTTONS = { width: 156, height: 60 };

/** All of the map, no larger than cards are meant to be, and none of it below the buttons. */
export function fit({ width, height }: Pick<MapLayout, 'width' | 'height'>, size: MapSize): Viewport {
  const within = (room: number): Viewport => {
    const zoom = bounded(Math.min((size.width - 2 * MARGIN) / width, (room - 2 * MARGIN) / height, 1));
    return { x: width / 2, y: height / 2 + (size.height - room) / 2 / zoom, zoom };
  };
  const all = within(size.height);
  const { x, y } = toScreen(all, size, { x: width, y: height });
  const covered = x > size.width - BUTTONS.width && y > size.height - BUTTONS.height;
  return covered ? within(size.height - BUTTONS.height + MARGIN) : all;
}

/** The same point of the map stays under `at`, a point of the screen. */
export function zoomAt(viewport: Viewport, size: MapSize, at: Point, factor: number): Viewport {
  const zoom = bounded(viewport.zoom * factor);
  const fixed = toMap(viewport, size, at);
  return { zoom, x: fixed.x - (at.x - size.width / 2) / zoom, y: fixed.y - (at.y - size.height / 2) / zoom };
}

export const pan = (viewport: Viewport, dx: number, dy: number): Viewport => ({
  ...viewport,
  x: viewport.x - dx / viewport.zoom,
  y: viewport.y - dy / viewport.zoom,
});

export const toScreen = ({ x, y, zoom }: Viewport, { width, height }: MapSize, at: Point): Point => ({
  x: (at.x - x) * zoom + width / 2,
  y: (at.y - y) * zoom + height / 2,
});

export const toMap = ({ x, y, zoom }: Viewport, { width, height }: MapSize, at: Point): Point => ({
  x: (at.x - width / 2) / zoom + x,
  y: (at.y - height / 2) / zoom + y,
});

/** What of the map is on the screen, and a little around it. */
export function seen(viewport: Viewport, size: MapSize): Rect {
  const { x, y } = toMap(viewport, size, { x: -CARD.width, y: -CARD.height });
  return { x, y, width: (size.width + 2 * CARD.width) / viewport.zoom, height: (size.height + 2 * CARD.height) / viewport.zoom };
}

export const isIn = ({ x, y }: Point, rect: Rect): boolean =>
  x + CARD.width >= rect.x && y + CARD.height >= rect.y && x <= rect.x + rect.width && y <= rect.y + rect.height;

/** The least that has to be moved until a card is within `room`, a part of the screen. */
export function reveal(viewport: Viewport, size: MapSize, card: Point, room: Rect): Viewport {
  const { x, y } = toScreen(viewport, size, card);
  const into = (at: number, length: number, start: number, space: number): number =>
    at < start + MARGIN ? start + MARGIN - at : at + length > start + space - MARGIN ? start + space - MARGIN - at - length : 0;
  return pan(viewport, into(x, CARD.width * viewport.zoom, room.x, room.width), into(y, CARD.height * viewport.zoom, room.y, room.height));
}

/** As an address has it. */
export const viewportText = ({ x, y, zoom }: Viewport): string => `${Math.round(x)},${Math.round(y)},${Number(zoom.toPrecision(3))}`;

export function readViewport(text: string): Viewport | undefined {
  const [x, y, zoom] = text.split(',').map(Number);
  if (x === undefined || y === undefined || zoom === undefined || ![x, y, zoom].every(Number.isFinite)) return undefined;
  return { x, y, zoom: bounded(zoom) };
}

/** A part of the way: a point that is at the same place of the screen at both ends is there all the time. */
export function between(from: Viewport, to: Viewport, part: number): Viewport {
  const zoom = from.zoom * (to.zoom / from.zoom) ** part;
  const way = from.zoom === to.zoom ? part : (1 / from.zoom - 1 / zoom) / (1 / from.zoom - 1 / to.zoom);
  return { x: from.x + (to.x - from.x) * way, y: from.y + (to.y - from.y) * way, zoom };
}
