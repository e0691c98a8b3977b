import { html, type TemplateResult } from 'lit-html';
import { ref } from 'lit-html/directives/ref.js';
import type { PageContext } from '../page-state.ts';
import { legend } from '../views/legend.ts';
import { nothingYet } from '../views/nothing-yet.ts';
import { summary } from '../views/summary.ts';
import { card } from './card.ts';
import { followPlace } from './follow-place.ts';
import { createGlide, type Glide } from './glide.ts';
import { glideLayouts } from './glide-layout.ts';
import { paintOnCanvas } from './map-canvas.ts';
import { gesturesOf } from './map-gestures.ts';
import { listenToMapKeys, zoomByKey } from './map-keys.ts';
import type { MapModel } from './map-model.ts';
import { chainIn, createMapState, shownEdges, type MapState } from './map-state.ts';
import { listenToPointers } from './pointer.ts';
import { toScreen } from './viewport.ts';

/** The realm as a map: who supplies whom, and who is held up. */
export function createMapView(context: PageContext, browser: Window & typeof globalThis): () => TemplateResult {
  const state = createMapState(context);
  const glide = createGlide(state, browser);
  let element: HTMLElement | undefined;
  let stop = (): void => undefined;
  const attach = (found: Element | undefined): void => {
    if (found === element) return;
    stop();
    element = found instanceof HTMLElement ? found : undefined;
    if (element === undefined) return;
    stop = paintOnCanvas(context, state, element, browser);
    listenToPointers(element, gesturesOf(context, state, glide));
  };
  listenToMapKeys(context, state, glide, browser, () => element);
  followPlace(context, state, glide);
  glideLayouts(state.goal, state.between, browser);
  return () => {
    const model = state.model.value;
    const count = model === undefined ? 0 : shownEdges(model, chainIn(context, state)).more;
    return html`<section class="map-view" aria-labelledby="map-title">
      <h2 id="map-title" class="hidden">Map</h2>
      ${summary(context)}
      <div
        id="map"
        data-level=${state.level.value}
        role="group"
        aria-label="Map of shops: arrows lead to suppliers and buyers"
        ${ref(attach)}
      >
        <canvas aria-hidden="true"></canvas><canvas class="dots" aria-hidden="true"></canvas>
        ${model === undefined || model.shops.size === 0 ? html`<p class="empty">${nothingYet(context)}</p>` : cards(context, state, model)}
        <div class="controls">${buttons(context, state, glide)}</div>
      </div>
      ${legend(count)}
    </section>`;
  };
}

function cards(context: PageContext, state: MapState, model: MapModel): readonly TemplateResult[] {
  const { viewport, size, level, inSight, hovered, current } = state;
  const chain = chainIn(context, state);
  const chosen = context.place.value.shop;
  const now = model.shops.has(current.value)
    ? current.value
    : model.shops.has(chosen)
      ? chosen
      : (model.layout.shops.keys().next().value ?? '');
  const near = level.value === 'near';
  return (near ? [...new Set([...inSight.value, now])] : [now]).flatMap((key) => {
    const [shop, at] = [model.shops.get(key), model.layout.shops.get(key)];
    if (shop === undefined || at === undefined) return [];
    return [
      card(shop, {
        at: toScreen(viewport.value, size.value, at),
        zoom: viewport.value.zoom,
        whole: near,
        current: key === now,
        chosen: key === chosen,
        faint: chain !== undefined && !chain.has(key),
        onClick: () => context.go({ shop: key }),
        onLook: (looks) => (hovered.value = looks ? key : ''),
      }),
    ];
  });
}

function buttons(context: PageContext, state: MapState, glide: Glide): readonly TemplateResult[] {
  return (['+', '-', '0'] as const).map(
    (key) =>
      html`<button
        type="button"
        aria-label=${ZOOM_NAMES[key]}
        title=${`${ZOOM_NAMES[key]} (${key})`}
        @click=${() => zoomByKey(context, state, glide, key)}
      >
        ${KEY_SIGNS[key]}
      </button>`,
  );
}

const KEY_SIGNS = { '+': '+', '-': '−', '0': 'fit' } as const;
const ZOOM_NAMES = { '+': 'Zoom in', '-': 'Zoom out', '0': 'Fit all' } as const;
