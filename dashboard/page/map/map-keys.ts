import type { PageContext } from '../page-state.ts';
import type { Glide } from './glide.ts';
import type { MapState } from './map-state.ts';
import { neighbourOf, type Arrow } from './neighbour.ts';
import { fit, reveal, viewportText, zoomAt } from './viewport.ts';

const KEY_ZOOM = 1.4;

/** Zooms as a key or a button asks; `0` shows all of the map. */
export function zoomByKey(context: PageContext, { model, size }: MapState, glide: Glide, key: '+' | '-' | '0'): void {
  const middle = { x: size.value.width / 2, y: size.value.height / 2 };
  const end = key === '0' ? undefined : zoomAt(glide.goal, size.value, middle, key === '+' ? KEY_ZOOM : 1 / KEY_ZOOM);
  if (model.value !== undefined) glide.to(end ?? fit(model.value.layout, size.value), end);
  context.go({ v: end === undefined ? '' : viewportText(end) }, 'replace');
}

/** Arrows lead from shop to shop, `+`, `-` and `0` zoom. */
export function listenToMapKeys(
  context: PageContext,
  state: MapState,
  glide: Glide,
  browser: Window & typeof globalThis,
  element: () => HTMLElement | undefined,
): void {
  const { model, size, current } = state;
  browser.document.addEventListener('keydown', (event) => {
    const { key, target } = event;
    if (context.place.value.view !== 'map' || event.ctrlKey || event.metaKey || event.altKey) return;
    if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) return;
    if (key === '+' || key === '-' || key === '0') return zoomByKey(context, state, glide, key);
    const from = target instanceof HTMLElement && element()?.contains(target) ? target.dataset['shop'] : undefined;
    if (from === undefined || !isArrow(key) || model.value === undefined) return;
    event.preventDefault();
    const next = neighbourOf(from, key, model.value.layout, model.value.supply);
    const at = model.value.layout.shops.get(next);
    current.value = next;
    if (at !== undefined) {
      const { goal } = glide;
      const shown = reveal(goal, size.value, at, { x: 0, y: 0, ...size.value });
      if (shown.x !== goal.x || shown.y !== goal.y) glide.to(shown, shown);
    }
    browser.requestAnimationFrame(() => element()?.querySelector<HTMLElement>('.card[tabindex="0"]')?.focus());
  });
}

const isArrow = (key: string): key is Arrow => ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'].includes(key);
