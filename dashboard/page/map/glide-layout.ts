import { effect, type ReadonlySignal, type Signal } from '@preact/signals-core';
import type { MapLayout, Point } from './map-layout.ts';
import { eased, GLIDE_MS, NO_MOTION, type MotionBrowser } from './motion.ts';

/** Whenever shops come or go and others have to move, has them glide there; at once for who wants no motion. */
export function glideLayouts(
  goal: ReadonlySignal<MapLayout | undefined>,
  between: Signal<MapLayout | undefined>,
  browser: MotionBrowser,
): void {
  const still = browser.matchMedia(NO_MOTION);
  let last: MapLayout | undefined;
  let frame = 0;
  effect(() => {
    const [from, to] = [between.peek() ?? last, goal.value];
    last = to;
    browser.cancelAnimationFrame(frame);
    if (from === undefined || to === undefined || from === to || still.matches) return void (between.value = undefined);
    const start = browser.performance.now();
    const step = (now: number): void => {
      const part = Math.max(0, now - start) / GLIDE_MS;
      between.value = part < 1 ? layoutBetween(from, to, eased(part)) : undefined;
      if (part < 1) frame = browser.requestAnimationFrame(step);
    };
    step(start);
  });
}

/** A part of the way from one layout to another. What was not there before is where it will be. */
export function layoutBetween(from: MapLayout, to: MapLayout, part: number): MapLayout {
  const mix = (a: number, b: number): number => a + (b - a) * part;
  const towards = <T extends Point>(before: Point | undefined, after: T): T =>
    before === undefined ? after : { ...after, x: mix(before.x, after.x), y: mix(before.y, after.y) };
  const kingdoms = new Map(from.kingdoms.map((block) => [block.name, block]));
  const sameTowns = from.towns.length === to.towns.length && from.towns.every(({ name }, index) => name === to.towns[index]?.name);
  return {
    width: mix(from.width, to.width),
    height: mix(from.height, to.height),
    kingdoms: to.kingdoms.map((block) => towards(kingdoms.get(block.name), block)),
    towns: to.towns.map((town, index) => towards(sameTowns ? from.towns[index] : undefined, town)),
    shops: new Map([...to.shops].map(([key, at]) => [key, towards(from.shops.get(key), at)])),
  };
}
