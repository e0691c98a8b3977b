import { describe, expect, it } from '@jest/globals';
import { signal } from '@preact/signals-core';
import { glideLayouts, layoutBetween } from '../../../dashboard/page/map/glide-layout.ts';
import { layoutMap } from '../../../dashboard/page/map/layout.ts';
import type { MapLayout } from '../../../dashboard/page/map/map-layout.ts';
import type { MotionBrowser } from '../../../dashboard/page/map/motion.ts';

const layout = (...names: readonly string[]): MapLayout =>
  layoutMap(
    names.map((name) => ({ key: `one/${name}`, kingdom: 'one', town: 'town' })),
    () => [],
  );
const before = layout('b');
const after = layout('a', 'b');
const topOf = (at: MapLayout | undefined, shop = 'one/b'): number | undefined => at?.shops.get(shop)?.y;

/** As much of a browser as moves something, by a ruled clock. */
function ruledBrowser(reduced: boolean) {
  let now = 0;
  let next: ((now: number) => void) | undefined;
  const browser: MotionBrowser = {
    matchMedia: () => ({ matches: reduced }),
    performance: { now: () => now },
    requestAnimationFrame: (act: (now: number) => void) => Number((next = act) !== undefined),
    cancelAnimationFrame: () => (next = undefined),
  };
  return {
    browser,
    frame(ms: number) {
      now += ms;
      const act = next;
      next = undefined;
      act?.(now);
      return next !== undefined;
    },
  };
}

describe('a shop that has to make room for another', () => {
  it('glides to its new place within 200 ms, while the new one stands where it will be', () => {
    const { browser, frame } = ruledBrowser(false);
    const [goal, between] = [signal<MapLayout | undefined>(before), signal<MapLayout | undefined>(undefined)];
    glideLayouts(goal, between, browser);
    goal.value = after;
    expect([topOf(between.value), topOf(between.value, 'one/a')]).toEqual([topOf(before), topOf(after, 'one/a')]);
    expect(frame(100)).toBe(true);
    expect(topOf(between.value)).toBeGreaterThan(topOf(before) ?? Infinity);
    expect(topOf(between.value)).toBeLessThan(topOf(after) ?? 0);
    expect(frame(100)).toBe(false);
    expect(between.value).toBeUndefined();
  });

  it('turns to another place on its way there', () => {
    const { browser, frame } = ruledBrowser(false);
    const [goal, between] = [signal<MapLayout | undefined>(before), signal<MapLayout | undefined>(undefined)];
    glideLayouts(goal, between, browser);
    goal.value = after;
    frame(100);
    const onTheWay = topOf(between.value);
    goal.value = layout('b');
    expect(topOf(between.value)).toBe(onTheWay);
    frame(200);
    expect(between.value).toBeUndefined();
  });

  it('is there at once for who wants no motion', () => {
    const { browser, frame } = ruledBrowser(true);
    const [goal, between] = [signal<MapLayout | undefined>(before), signal<MapLayout | undefined>(undefined)];
    glideLayouts(goal, between, browser);
    goal.value = after;
    expect([between.value, frame(100)]).toEqual([undefined, false]);
  });
});

describe('the way from one layout to another', () => {
  it('begins at the one and ends at the other', () => {
    expect(topOf(layoutBetween(before, after, 0))).toBe(topOf(before));
    expect(layoutBetween(before, after, 1)).toEqual(after);
  });
});
