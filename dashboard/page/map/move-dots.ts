import { effect, type ReadonlySignal } from '@preact/signals-core';
import type { PageContext } from '../page-state.ts';
import { dotsOf } from './dots.ts';
import { NO_MOTION } from './motion.ts';
import { chainIn, shownEdges, type MapState } from './map-state.ts';
import { widthOf } from './paint-edges.ts';
import type { Palette } from './palette.ts';

const FRAME_MS = 1_000 / 30;
/** A browser that is as late as this so often in a row has other things to do. */
const LATE_MS = 4 * FRAME_MS;
const MOST_LATE = 3;

/**
 * Has goods travel along the edges that are seen, where cards are. Not of the past, not for who wants no motion, and no more
 * where the browser does not keep up. Answers how to end that.
 */
export function moveDots(
  context: PageContext,
  state: MapState,
  element: HTMLElement,
  browser: Window & typeof globalThis,
  palette: ReadonlySignal<Palette>,
): () => void {
  const canvas = element.querySelector<HTMLCanvasElement>('canvas.dots');
  const paper = canvas?.getContext('2d');
  if (canvas === null || paper === null || paper === undefined) return () => undefined;
  const still = browser.matchMedia(NO_MOTION);
  let [frame, last, late] = [0, 0, 0];
  const draw = (now: number): void => {
    frame = browser.requestAnimationFrame(draw);
    if (now - last < FRAME_MS * 0.9) return;
    late = last > 0 && now - last > LATE_MS ? late + 1 : 0;
    last = now;
    if (late >= MOST_LATE || still.matches) return end();
    const model = state.model.peek();
    if (model === undefined) return;
    wipe();
    const { edges } = shownEdges(model, chainIn(context, state));
    const sight = { layout: model.layout, viewport: state.viewport.peek(), size: state.size.peek() };
    for (const { edge, x, y } of dotsOf(sight, edges, now)) {
      paper.fillStyle = edge.short ? palette.value.states.trouble : palette.value.text;
      paper.beginPath();
      paper.arc(x, y, 1.5 + widthOf(edge.flows, sight.viewport.zoom) / 2, 0, 2 * Math.PI);
      paper.fill();
    }
  };
  const wipe = (): void => {
    const { width, height } = state.size.peek();
    const ratio = browser.devicePixelRatio;
    canvas.width = Math.round(width * ratio); // which wipes it as well
    canvas.height = Math.round(height * ratio);
    paper.setTransform(ratio, 0, 0, ratio, 0, 0);
  };
  const end = (): void => {
    browser.cancelAnimationFrame(frame);
    wipe();
  };
  const stopFollowing = effect(() => {
    const moves = state.level.value === 'near' && context.place.value.at === '' && !still.matches;
    browser.cancelAnimationFrame(frame);
    [last, late] = [0, 0];
    if (moves) frame = browser.requestAnimationFrame(draw);
    else wipe();
    canvas.dataset['moves'] = String(moves);
  });
  return () => {
    stopFollowing();
    end();
  };
}
