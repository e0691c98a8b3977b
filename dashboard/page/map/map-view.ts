import { computed, effect, signal, untracked, type ReadonlySignal, type Signal } from '@preact/signals-core';
import { html, type TemplateResult } from 'lit-html';
import { ref } from 'lit-html/directives/ref.js';
import type { PageContext } from '../page-state.ts';
import { legend } from '../views/legend.ts';
import { summary } from '../views/summary.ts';
import { card } from './card.ts';
import { CARD, type Point, type Rect } from './layout.ts';
import { createMapModels, type MapModel } from './map-model.ts';
import { neighbourOf, type Arrow } from './neighbour.ts';
import { paintMap } from './paint-map.ts';
import { readPalette } from './palette.ts';
import { listenToPointers } from './pointer.ts';
import { chainOf, edgesInFrame } from './supply.ts';
import { fit, isIn, levelOf, pan, readViewport, reveal, seen, toMap, toScreen, viewportText, zoomAt } from './viewport.ts';
import type { MapLevel, Size, Viewport } from './viewport.ts';

/** As many cards as a browser lays out without anybody noticing, and as many edges as it paints in a frame. */
const MOST_CARDS = 150;
const MOST_EDGES = 400;
const KEY_ZOOM = 1.4;
/** On a phone the panel covers this part of the map. */
const SHEET = 0.6;
const PHONE_PX = 700;

interface MapState {
  readonly model: ReadonlySignal<MapModel | undefined>;
  readonly size: Signal<Size>;
  /** Undefined: all of the map, whatever its size. */
  readonly moved: Signal<Viewport | undefined>;
  readonly viewport: ReadonlySignal<Viewport>;
  readonly level: ReadonlySignal<MapLevel>;
  readonly inSight: ReadonlySignal<readonly string[]>;
  /** The shop that the pointer is over. */
  readonly hovered: Signal<string>;
  /** The shop that Tab leads to. */
  readonly current: Signal<string>;
}

export function createMapView(context: PageContext, browser: Window & typeof globalThis): () => TemplateResult {
  const state = createMapState(context);
  let element: HTMLElement | undefined;
  const attach = (found: Element | undefined): void => {
    if (!(found instanceof HTMLElement) || found === element) return;
    element = found;
    attachMap(context, state, found, browser);
  };
  listenToMapKeys(context, state, browser, () => element);
  followPlace(context, state);
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
        <canvas aria-hidden="true"></canvas>
        ${model === undefined ? html`<p class="empty">loading …</p>` : cards(context, state, model)}
        <div class="controls">${buttons(context, state)}</div>
      </div>
      ${legend(count)}
    </section>`;
  };
}

function createMapState({ realm, place }: PageContext): MapState {
  const models = createMapModels();
  const size = signal<Size>({ width: 0, height: 0 });
  const moved = signal(readViewport(place.value.v));
  const model = computed(() => (realm.value === undefined ? undefined : models(realm.value, place.value)));
  const viewport = computed(() => moved.value ?? fit(model.value?.layout ?? { width: 1, height: 1 }, size.value));
  const inSight = computed(() => {
    const screen = seen(viewport.value, size.value);
    return [...(model.value?.layout.shops ?? [])].filter(([, at]) => isIn(at, screen)).map(([key]) => key);
  });
  const level = computed(() => {
    const found = levelOf(viewport.value);
    return found === 'near' && inSight.value.length > MOST_CARDS ? 'middle' : found;
  });
  return { model, size, moved, viewport, level, inSight, hovered: signal(''), current: signal('') };
}

/** What is looked at: the chain of the shop under the pointer, or of the chosen one; else what was asked for. */
function chainIn({ place }: PageContext, { model, hovered }: MapState): ReadonlySet<string> | undefined {
  if (model.value === undefined) return undefined;
  const { supply, shops, wanted } = model.value;
  const focus = shops.has(hovered.value) ? hovered.value : place.value.shop;
  return shops.has(focus) ? chainOf(focus, supply) : wanted;
}

function shownEdges({ supply }: MapModel, chain: ReadonlySet<string> | undefined) {
  const edges = edgesInFrame(supply.edges, chain, MOST_EDGES);
  const all = edges.length < MOST_EDGES ? edges.length : edgesInFrame(supply.edges, chain, Infinity).length;
  return { edges, more: all - edges.length };
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

function buttons(context: PageContext, state: MapState): readonly TemplateResult[] {
  return (['+', '-', '0'] as const).map(
    (key) =>
      html`<button
        type="button"
        aria-label=${ZOOM_NAMES[key]}
        title=${`${ZOOM_NAMES[key]} (${key})`}
        @click=${() => zoomByKey(context, state, key)}
      >
        ${key === '0' ? 'fit' : key}
      </button>`,
  );
}

const ZOOM_NAMES = { '+': 'Zoom in', '-': 'Zoom out', '0': 'Fit all' } as const;

function zoomByKey(context: PageContext, { moved, viewport, size }: MapState, key: '+' | '-' | '0'): void {
  const middle = { x: size.value.width / 2, y: size.value.height / 2 };
  moved.value = key === '0' ? undefined : zoomAt(viewport.value, size.value, middle, key === '+' ? KEY_ZOOM : 1 / KEY_ZOOM);
  context.go({ v: moved.value === undefined ? '' : viewportText(moved.value) }, 'replace');
}

/** Another place by a link, or by Back: the map follows; and the chosen shop is brought into what can be seen. */
function followPlace({ place, realm }: PageContext, { moved, size, viewport, model }: MapState): void {
  let chosen = '';
  effect(() => {
    const { v } = place.value;
    const own = untracked(() => moved.value);
    if (v !== (own === undefined ? '' : viewportText(own))) moved.value = readViewport(v);
  });
  effect(() => {
    const { shop } = place.value;
    if (realm.value === undefined || size.value.width === 0 || shop === chosen) return;
    chosen = shop;
    const at = untracked(() => model.value)?.layout.shops.get(shop);
    if (at === undefined) return;
    const before = untracked(() => viewport.value);
    const next = reveal(before, size.value, at, roomFor(size.value));
    if (next.x !== before.x || next.y !== before.y) moved.value = next;
  });
}

const roomFor = ({ width, height }: Size): Rect => ({ x: 0, y: 0, width, height: width < PHONE_PX ? height * (1 - SHEET) : height });

/** Paints whenever something that is painted has changed, once a frame; and listens to pointers. */
function attachMap(context: PageContext, state: MapState, element: HTMLElement, browser: Window & typeof globalThis): void {
  const canvas = element.querySelector('canvas');
  const paper = canvas?.getContext('2d', { alpha: false });
  if (canvas === null || paper === null || paper === undefined) return;
  const scheme = browser.matchMedia('(prefers-color-scheme: dark)');
  const palette = signal(readPalette(browser));
  scheme.addEventListener('change', () => (palette.value = readPalette(browser)));
  new browser.ResizeObserver(() => {
    state.size.value = { width: element.clientWidth, height: element.clientHeight };
  }).observe(element);
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
  effect(() => {
    void [state.model.value, state.size.value, state.viewport.value, state.hovered.value, context.place.value, palette.value];
    frame ||= browser.requestAnimationFrame(paint);
  });
  listenToPointers(element, gesturesOf(context, state));
}

function gesturesOf(context: PageContext, state: MapState): Parameters<typeof listenToPointers>[1] {
  const { moved, viewport, size, hovered } = state;
  const settle = (): void => context.go({ v: moved.value === undefined ? '' : viewportText(moved.value) }, 'replace');
  return {
    pan: (dx, dy) => (moved.value = pan(viewport.value, dx, dy)),
    zoom: (at, factor) => (moved.value = zoomAt(viewport.value, size.value, at, factor)),
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
  for (const [key, card_] of model.value?.layout.shops ?? [])
    if (x >= card_.x && y >= card_.y && x <= card_.x + CARD.width && y <= card_.y + CARD.height) return key;
  return '';
}

function listenToMapKeys(
  context: PageContext,
  state: MapState,
  browser: Window & typeof globalThis,
  element: () => HTMLElement | undefined,
): void {
  const { model, viewport, size, moved, current } = state;
  browser.document.addEventListener('keydown', (event) => {
    const { key, target } = event;
    if (context.place.value.view !== 'map' || event.ctrlKey || event.metaKey || event.altKey) return;
    if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) return;
    if (key === '+' || key === '-' || key === '0') return zoomByKey(context, state, key);
    const from = target instanceof HTMLElement && element()?.contains(target) ? target.dataset['shop'] : undefined;
    if (from === undefined || !isArrow(key) || model.value === undefined) return;
    event.preventDefault();
    const next = neighbourOf(from, key, model.value.layout, model.value.supply);
    const at = model.value.layout.shops.get(next);
    current.value = next;
    if (at !== undefined) {
      const shown = reveal(viewport.value, size.value, at, { x: 0, y: 0, ...size.value });
      if (shown.x !== viewport.value.x || shown.y !== viewport.value.y) moved.value = shown;
    }
    browser.requestAnimationFrame(() => element()?.querySelector<HTMLElement>('.card[tabindex="0"]')?.focus());
  });
}

const isArrow = (key: string): key is Arrow => ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'].includes(key);
