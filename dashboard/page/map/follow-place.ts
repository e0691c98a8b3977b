import { effect, untracked } from '@preact/signals-core';
import type { PageContext } from '../page-state.ts';
import type { MapState } from './map-state.ts';
import { readViewport, reveal, viewportText } from './viewport.ts';

/** Another place by a link, or by Back: the map follows; and the chosen shop is brought into what can be seen. */
export function followPlace({ place, realm }: PageContext, { moved, size, room, viewport, model }: MapState): void {
  let chosen = '';
  effect(() => {
    const { v } = place.value;
    const own = untracked(() => moved.value);
    if (v !== (own === undefined ? '' : viewportText(own))) moved.value = readViewport(v);
  });
  effect(() => {
    const { shop } = place.value;
    const { width, height } = room.value;
    const now = `${shop} in ${width} x ${height}`;
    if (realm.value === undefined || size.value.width === 0 || now === chosen) return;
    chosen = now;
    const at = untracked(() => model.value)?.layout.shops.get(shop);
    if (at === undefined) return;
    const before = untracked(() => viewport.value);
    const next = reveal(before, size.value, at, room.value);
    if (next.x !== before.x || next.y !== before.y) moved.value = next;
  });
}
