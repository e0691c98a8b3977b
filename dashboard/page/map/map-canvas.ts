import { effect, signal } from '@preact/signals-core';
import type { PageContext } from '../page-state.ts';
import { chainIn, shownEdges, type MapState } from './map-state.ts';
import { paintMap } from './paint-map.ts';
import { readPalette } from './palette.ts';

/** Paints whenever something that is painted has changed, once a frame. Answers how to end that. */
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
    state.room.value = { x: 0, y: 0, width, height: heightAboveSheet(browser, element.getBoundingClientRect().top, height) };
    state.size.value = { width, height };
  });
  observer.observe(element);
  let frame = 0;
  let marked = false;
  const paint = (): void => {
    frame = 0;
    const model = state.model.value;
    const { width, height } = state.size.value;
    if (model === undefined || width === 0) return;
    const ratio = browser.devicePixelRatio;
    if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio);
    if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio);
    const chain = chainIn(context, state);
    paintMap(
      paper,
      {
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
        palette: palette.value,
      },
      ratio,
    );
    if (!marked && model.shops.size > 0) browser.performance.mark('civ8s:map');
    marked ||= model.shops.size > 0;
  };
  const dispose = effect(() => {
    void [state.model.value, state.size.value, state.viewport.value, state.hovered.value, context.place.value, palette.value];
    frame ||= browser.requestAnimationFrame(paint);
  });
  return () => {
    dispose();
    observer.disconnect();
    scheme.removeEventListener('change', onScheme);
  };
}

/** On a phone the panel is a sheet over the lower part of the page. */
const heightAboveSheet = ({ innerWidth, innerHeight }: Window, top: number, height: number): number =>
  innerWidth > PHONE_PX ? height : Math.max(LEAST_ROOM_PX, innerHeight * ABOVE_SHEET - top);

/** As the style sheet has it. */
const PHONE_PX = 700;
const ABOVE_SHEET = 0.4;
const LEAST_ROOM_PX = 80;
