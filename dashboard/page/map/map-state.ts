import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals-core';
import type { PageContext } from '../page-state.ts';
import type { MapLayout, Rect } from './map-layout.ts';
import { createMapModels, type MapModel } from './map-model.ts';
import { chainOf, edgesInFrame, type SupplyEdge } from './supply.ts';
import { fit, isIn, levelOf, readViewport, seen, type MapLevel, type MapSize, type Viewport } from './viewport.ts';

/** As many cards as a browser lays out without anybody noticing, and as many edges as it paints in a frame. */
const MOST_CARDS = 150;
const MOST_EDGES = 400;

/** What the map shows, and how it is looked at. */
export interface MapState {
  /** Its layout is as it is on the screen: on the way from one to another, it is neither. */
  readonly model: ReadonlySignal<MapModel | undefined>;
  /** Where everything is to stand. */
  readonly goal: ReadonlySignal<MapLayout | undefined>;
  /** Where it is on the way there; undefined: it is there. */
  readonly between: Signal<MapLayout | undefined>;
  readonly size: Signal<MapSize>;
  /** What of it no panel covers. */
  readonly room: Signal<Rect>;
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

export function createMapState({ realm, place }: PageContext): MapState {
  const models = createMapModels();
  const size = signal<MapSize>({ width: 0, height: 0 });
  const moved = signal(readViewport(place.value.v));
  const still = computed(() => (realm.value === undefined ? undefined : models(realm.value, place.value)));
  const goal = computed(() => still.value?.layout);
  const between = signal<MapLayout | undefined>(undefined);
  const model = computed(() => still.value && { ...still.value, layout: between.value ?? still.value.layout });
  const viewport = computed(() => moved.value ?? fit(model.value?.layout ?? { width: 1, height: 1 }, size.value));
  const inSight = computed(() => {
    const screen = seen(viewport.value, size.value);
    return [...(model.value?.layout.shops ?? [])].filter(([, at]) => isIn(at, screen)).map(([key]) => key);
  });
  const level = computed(() => {
    const found = levelOf(viewport.value);
    return found === 'near' && inSight.value.length > MOST_CARDS ? 'middle' : found;
  });
  const room = signal<Rect>({ x: 0, y: 0, width: 0, height: 0 });
  return { model, goal, between, size, room, moved, viewport, level, inSight, hovered: signal(''), current: signal('') };
}

/** What is looked at: the chain of the shop under the pointer, or of the chosen one; else what was asked for. */
export function chainIn({ place }: PageContext, { model, hovered }: MapState): ReadonlySet<string> | undefined {
  if (model.value === undefined) return undefined;
  const { supply, shops, wanted } = model.value;
  const focus = shops.has(hovered.value) ? hovered.value : place.value.shop;
  return shops.has(focus) ? chainOf(focus, supply) : wanted;
}

/** The edges of a frame, and how many more there are. */
export function shownEdges(
  { supply }: MapModel,
  chain: ReadonlySet<string> | undefined,
): { readonly edges: readonly SupplyEdge[]; readonly more: number } {
  const edges = edgesInFrame(supply.edges, chain, MOST_EDGES);
  const all = edges.length < MOST_EDGES ? edges.length : edgesInFrame(supply.edges, chain, Infinity).length;
  return { edges, more: all - edges.length };
}
