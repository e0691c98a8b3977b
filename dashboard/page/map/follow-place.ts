import { effect, untracked } from '@preact/signals-core';
import type { PageContext } from '../page-state.ts';
import type { Glide } from './glide.ts';
import type { MapState } from './map-state.ts';
import { readViewport, reveal, viewportText } from './viewport.ts';

/** Another place by a link, or by Back: the map follows; and the chosen shop is brought into what can be seen. */
export function followPlace({ place, realm }: PageContext, { moved, size, room, goal }: MapState, glide: Glide): void {
  let followed = place.peek().v;
  let chosen = '';
  effect(() => {
    const { v } = place.value;
    if (v === followed) return;
    followed = v;
    if (v === (glide.end === undefined ? '' : viewportText(glide.end))) return;
    glide.stop();
    moved.value = readViewport(v);
  });
  effect(() => {
    const { shop } = place.value;
    const { width, height } = room.value;
    const now = `${shop} in ${width} x ${height}`;
    if (realm.value === undefined || size.value.width === 0 || now === chosen) return;
    const first = chosen === '';
    chosen = now;
    const at = untracked(() => goal.value)?.shops.get(shop);
    if (at === undefined) return;
    const before = glide.goal;
    const next = reveal(before, size.value, at, room.value);
    if (next.x === before.x && next.y === before.y) return;
    if (first) moved.value = next;
    else glide.to(next, next);
  });
}
