import { batch, effect, signal } from '@preact/signals-core';
import type { PageContext } from '../page-state.ts';
import { chainIn, shownEdges, type MapState } from './map-state.ts';
import type { MapModel } from './map-model.ts';
import { moveDots } from './move-dots.ts';
import { paintCallouts } from './paint-callouts.ts';
import { paintMap, type MapFrame } from './paint-map.ts';
import { readPalette, type Palette } from './palette.ts';
import type { Viewport } from './viewport.ts';

/** How long after the map was moved last it is painted again. */
const SETTLE_MS = 120;

/**
 * Paints whenever something that is painted has changed, once a frame. While the map is only moved, its picture is moved as
 * it is, and painted again at the end: a browser without a GPU does not paint a thousand shops sixty times a second. Answers
 * how to end that.
 */
export function paintOnCanvas(
  context: PageContext,
  state: MapState,
  element: HTMLElement,
  browser: Window & typeof globalThis,
): () => void {
  const canvas = element.querySelector('canvas');
  const paper = canvas?.getContext('2d', { alpha: false });
  if (canvas === null || paper === null || paper === undefined) return () => undefined;
  const scheme = browser.matchMedia('(prefers-color-scheme: dark)');
  const palette = signal(readPalette(browser));
  const onScheme = (): void => void (palette.value = readPalette(browser));
  scheme.addEventListener('change', onScheme);
  const observer = new browser.ResizeObserver(() => {
    const [width, height] = [element.clientWidth, element.clientHeight];
    batch(() => {
      state.room.value = { x: 0, y: 0, width, height: heightAboveSheet(browser, element.getBoundingClientRect().top, height) };
      state.size.value = { width, height };
    });
  });
  observer.observe(element);
  let frame = 0;
  let marked = false;
  let settling: number | undefined;
  let painted: Viewport | undefined;
  const paint = (): void => {
    frame = 0;
    const model = state.model.value;
    const { width, height } = state.size.value;
    if (model === undefined || width === 0) return;
    const ratio = browser.devicePixelRatio;
    if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio);
    if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio);
    const painting = frameOf(context, state, model, palette.value);
    paintMap(paper, painting, ratio);
    if (painting.level === 'far') paintCallouts(paper, painting);
    painted = state.viewport.value;
    canvas.style.transform = '';
    if (!marked && model.shops.size > 0) browser.performance.mark('civ8s:map');
    marked ||= model.shops.size > 0;
  };
  const soon = (): void => void (frame ||= browser.requestAnimationFrame(paint));
  const ends = [
    moveDots(context, state, element, browser, palette),
    effect(() => {
      void [state.model.value, state.size.value, state.level.value, state.hovered.value, context.place.value, palette.value];
      if (settling === undefined) soon();
    }),
    effect(() => {
      const { x, y, zoom } = state.viewport.value;
      if (painted?.zoom !== zoom) return soon();
      canvas.style.transform = `translate(${(painted.x - x) * zoom}px, ${(painted.y - y) * zoom}px)`;
      browser.clearTimeout(settling);
      settling = browser.setTimeout(() => {
        settling = undefined;
        soon();
      }, SETTLE_MS);
    }),
  ];
  return () => {
    for (const end of ends) end();
    browser.clearTimeout(settling);
    observer.disconnect();
    scheme.removeEventListener('change', onScheme);
  };
}

function frameOf(context: PageContext, state: MapState, model: MapModel, palette: Palette): MapFrame {
  const chain = chainIn(context, state);
  return {
    layout: model.layout,
    shops: model.shops,
    edges: shownEdges(model, chain).edges,
    chain,
    chosen: context.place.value.shop,
    causes: model.causes,
    cards: new Set(state.level.value === 'near' ? state.inSight.value : []),
    viewport: state.viewport.value,
    size: state.size.value,
    level: state.level.value,
    palette,
  };
}

/** On a phone the panel is a sheet over the lower part of the page. */
const heightAboveSheet = ({ innerWidth, innerHeight }: Window, top: number, height: number): number =>
  innerWidth > PHONE_PX ? height : Math.max(LEAST_ROOM_PX, innerHeight * ABOVE_SHEET - top);

/** As the style sheet has it. */
const PHONE_PX = 700;
const ABOVE_SHEET = 0.5;
const LEAST_ROOM_PX = 80;
