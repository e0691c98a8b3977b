import type { PageContext } from '../page-state.ts';
import { CARD } from './layout.ts';
import type { Point } from './map-layout.ts';
import type { Glide } from './glide.ts';
import type { MapState } from './map-state.ts';
import type { MapGestures } from './pointer.ts';
import { pan, toMap, viewportText, zoomAt } from './viewport.ts';

/** What a pointer does to the map. */
export function gesturesOf(context: PageContext, state: MapState, glide: Glide): MapGestures {
  const { moved, viewport, size, hovered } = state;
  const settle = (): void => context.go({ v: moved.value === undefined ? '' : viewportText(moved.value) }, 'replace');
  return {
    pan(dx, dy) {
      glide.stop();
      moved.value = pan(viewport.value, dx, dy);
    },
    zoom(at, factor) {
      glide.stop();
      moved.value = zoomAt(viewport.value, size.value, at, factor);
    },
    end: settle,
    tap(at) {
      const key = shopAt(state, at);
      if (key !== '') context.go({ shop: key });
    },
    look(at) {
      if (state.level.value !== 'near') hovered.value = at === undefined ? '' : shopAt(state, at);
    },
  };
}

function shopAt({ model, viewport, size }: MapState, at: Point): string {
  const { x, y } = toMap(viewport.value, size.value, at);
  for (const [key, corner] of model.value?.layout.shops ?? [])
    if (x >= corner.x && y >= corner.y && x <= corner.x + CARD.width && y <= corner.y + CARD.height) return key;
  return '';
}
